"""From a receipt to lines that fit the paper exactly; no line is ever wider than its columns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from printer.charset import Finding, for_paper, text_cells
from printer.linebreaks import reads_well, wrap
from printer.profiles import Charset
from printer.receipt import Align, Cut, Element, Feed, Pair, Qr, Receipt, Rule, Text

_LONGEST_LABEL = 12


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
    """A QR code in the middle of the paper, and the lines below it, which make no sense where it cannot be drawn."""

    data: str
    caption: tuple[TextLine, ...] = ()


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

    placed: list[Placed] = []
    for element, label_cells in _with_label_columns(receipt.elements, columns):
        match element:
            case Text(text=text, size=size, align=align, bold=bold):
                lines = wrap(paper(text), columns // size)
                placed += [TextLine(text=line, size=size, align=align, bold=bold) for line in lines]
            case Pair(label=label, value=value, bold=bold, size=size):
                placed += _pair(paper(label), paper(value), label_cells, columns, size, bold)
            case Rule():
                placed.append(RuleLine())
            case Qr(data=data, caption=caption):
                lines = wrap(paper(caption), columns) if caption else []
                below = tuple(TextLine(text=line, align=Align.CENTER) for line in lines)
                placed.append(QrBlock(data=data, caption=below))
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


def _pair(label: str, value: str, label_cells: int, columns: int, size: int, bold: bool) -> list[TextLine]:
    room = (columns - label_cells) // size
    lines = wrap(value, room)
    is_large = size > 1 and text_cells(label) < label_cells and len(lines) <= 2 and reads_well(value, room)
    if not is_large:
        plain = pair_lines(label, value, label_cells, columns)
        return [TextLine(text=line, bold=bold or size > 1) for line in plain]
    labels = (label + " " * (label_cells - text_cells(label)), " " * label_cells)
    return [
        TextLine(label=head, text=line, size=size, bold=bold) for head, line in zip(labels, lines, strict=False)
    ]


def _with_label_columns(elements: Sequence[Element], columns: int) -> Iterator[tuple[Element, int]]:
    """Yield every element with the width of its label column: one for all pairs that stand together."""
    for _, run in groupby(elements, key=lambda element: isinstance(element, Pair)):
        together = tuple(run)
        labels = [text_cells(element.label) for element in together if isinstance(element, Pair)]
        widest = max((width for width in labels if width <= _LONGEST_LABEL), default=4)
        for element in together:
            yield element, min(widest + 2, columns // 2)
