"""From a receipt to lines that fit the paper exactly; no line is ever wider than its columns."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from printer.charset import Finding, for_paper, text_cells
from printer.profiles import Charset
from printer.receipt import Align, Cut, Feed, Pair, Qr, Receipt, Rule, Text

_NOT_FIRST = frozenset("，。、；：！？）》」』】〕〉”’…—·～％%‰℃,.;:!?)]}>")
_NOT_LAST = frozenset("（《「『【〔〈“‘([{<￥$")
_PIECE = re.compile(r"[!-~]+|.", re.DOTALL)
_LONGEST_LABEL = 12
_SHORTEST_END = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One line of text; never wider than the paper, without a newline.

    `label` stands before the text at size 1 and in plain weight, padded to its column.
    """

    text: str
    size: int = 1
    align: Align = Align.LEFT
    bold: bool = False
    label: str = ""

    @property
    def cells(self) -> int:
        """How much of the paper's columns the line takes."""
        return text_cells(self.label) + text_cells(self.text) * self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A dashed line across the paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QrBlock:
    """A QR code in the middle of the paper."""

    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Empty paper, in dots."""

    dots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CutHere:
    """The end of a sheet."""


Placed = TextLine | RuleLine | QrBlock | Gap | CutHere


def lay_out(
    receipt: Receipt, columns: int, charset: Charset, has_glyph: Callable[[str], bool]
) -> tuple[tuple[Placed, ...], tuple[Finding, ...]]:
    """Return the receipt's lines for a paper of that many cells, and what could not be drawn."""
    findings: list[Finding] = []

    def paper(text: str) -> str:
        written, found = for_paper(text, charset, has_glyph)
        findings.extend(found)
        return written

    label_cells = _label_column(receipt, columns)
    placed: list[Placed] = []
    for element in receipt.elements:
        match element:
            case Text(text=text, size=size, align=align, bold=bold):
                lines = wrap(paper(text), columns // size)
                placed += [TextLine(text=line, size=size, align=align, bold=bold) for line in lines]
            case Pair(label=label, value=value, bold=bold):
                lines = pair_lines(paper(label), paper(value), label_cells, columns)
                placed += [TextLine(text=line, bold=bold) for line in lines]
            case Rule():
                placed.append(RuleLine())
            case Qr(data=data, caption=caption):
                placed.append(QrBlock(data=data))
                lines = wrap(paper(caption), columns) if caption else []
                placed += [TextLine(text=line, align=Align.CENTER) for line in lines]
            case Feed(dots=dots):
                placed.append(Gap(dots=dots))
            case Cut():
                placed.append(CutHere())
    return tuple(placed), tuple(findings)


def pair_lines(label: str, value: str, label_cells: int, columns: int) -> list[str]:
    """Return the lines of a label and its value; a label too long for its column stands on a line of its own."""
    head: list[str] = []
    if text_cells(label) >= label_cells:
        head, label = wrap(label, columns), ""
    lines = wrap(value, columns - label_cells)
    first = label + " " * (label_cells - text_cells(label)) + lines[0]
    return [*head, first.rstrip(), *(" " * label_cells + line for line in lines[1:])]


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most `columns` cells (two or more).

    Words and numbers stay whole where they fit; no line begins with closing punctuation or ends with
    opening punctuation, and the last line is no lonely hanzi or two, unless the paper is too narrow for that.
    """
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, columns)]


def _wrap_paragraph(text: str, columns: int) -> list[str]:
    lines: list[list[str]] = [[]]
    for piece in _pieces(text, columns):
        if piece == " " and not lines[-1] and len(lines) > 1:
            continue
        if _width(lines[-1]) + text_cells(piece) <= columns:
            lines[-1].append(piece)
            continue
        carried = _carried(lines[-1], piece, columns)
        lines.append([] if piece == " " and not carried else [*carried, piece])
    _rescue_orphan(lines, columns)
    return ["".join(line).rstrip(" ") for line in lines]


def _carried(line: list[str], piece: str, columns: int) -> list[str]:
    """Take from the end of a line what must go down with the piece that no longer fits."""
    kept = list(line)
    carried: list[str] = []
    following = piece
    while len(kept) > 1 and (following[0] in _NOT_FIRST or kept[-1][-1] in _NOT_LAST):
        following = kept.pop()
        carried.insert(0, following)
    if following[0] in _NOT_FIRST or _width(carried) + text_cells(piece) > columns:
        return []
    line[:] = kept
    return carried


def _rescue_orphan(lines: list[list[str]], columns: int) -> None:
    """Bring pieces down to a last line that would be a single word's tail, as long as both lines stay well made."""
    if len(lines) < 2:
        return
    before, last = list(lines[-2]), list(lines[-1])
    is_well_made = True
    while (_width(last) < _SHORTEST_END or not is_well_made) and len(before) > 2 and before[-1] != " ":
        last.insert(0, before.pop())
        is_well_made = last[0][0] not in _NOT_FIRST and before[-1][-1] not in _NOT_LAST
        if is_well_made and _width(last) <= min(columns, _width(before)):
            lines[-2:] = [list(before), list(last)]


def _pieces(text: str, columns: int) -> Iterator[str]:
    """Yield what is not to be broken: a hanzi, a space, a run of ASCII (cut up only when wider than the line)."""
    for piece in _PIECE.findall(text):
        for start in range(0, len(piece), columns):
            yield piece[start : start + columns]


def _width(pieces: list[str]) -> int:
    return sum(text_cells(piece) for piece in pieces)


def _label_column(receipt: Receipt, columns: int) -> int:
    labels = [text_cells(element.label) for element in receipt.elements if isinstance(element, Pair)]
    return min(max((width for width in labels if width <= _LONGEST_LABEL), default=4) + 2, columns // 2)

