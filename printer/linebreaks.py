"""Where a text breaks into lines: as few as it needs, and at the places where a reader would pause.

Without a dictionary of Chinese words the punctuation is the best guide, and a few words are known. All ways to break
a paragraph are weighed together, so that the last line is never a lonely hanzi or two when the line above has some
to spare.
"""

import re
from collections.abc import Sequence

from printer.charset import text_cells

_NOT_FIRST = frozenset("，。、；：！？）》」』】〕〉”’…—·～％%‰℃,.;:!?)]}>")
_NOT_LAST = frozenset("（《「『【〔〈“‘([{<￥$")
_PAUSES = frozenset("，。；：！？")
_WHOLE = (
    *("有限公司", "责任公司", "股份", "分公司", "合作社", "服务部", "经营部", "开发区", "工业园", "零工市场"),
    *("身份证", "健康证", "驾驶证", "居住证", "户口簿", "自助机", "工作日", "指导员"),
)
"""What slips say most often and would break most badly; longer words first where one begins another."""
_PIECE = re.compile("|".join(_WHOLE) + "|[!-~]+|.", re.DOTALL)
_STEP = re.compile(r"[^/?&=]*[/?&=]+|[^/?&=]+")
_SHORTEST_END = 10

# What a break costs. Every figure is weighed against 10, a break between two hanzi that may be one word.
_AT_A_PAUSE = 0.0
_AT_A_BRACKET = 1.0
_AT_AN_ENUMERATION = 3.0
_INSIDE_A_SENTENCE = 10.0
_BEFORE_A_NUMBER = 15.0
_BEFORE_A_UNIT = 40.0
_EMPTY_LINE = 20.0
_EMPTY_END = 3.0

_Cost = tuple[int, int, float]
"""Breaks before closing or after opening punctuation, lines, and how ill they read; the first decides."""


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most `columns` cells (two or more).

    Words and numbers stay whole where they fit; no line begins with closing punctuation or ends with
    opening punctuation, unless the paper is too narrow for that. Spaces at a break are left out.
    """
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, columns)]


def reads_well(text: str, columns: int) -> bool:
    """Say whether the text fits such lines with breaks at spaces and pauses only."""
    rest = text
    for line in wrap(text, columns)[:-1]:
        after = rest[len(line) :].lstrip(" \n")
        has_space = rest[len(line) : len(line) + 1] in (" ", "\n")
        if _break_cost(line, after, has_space) > _AT_A_PAUSE:
            return False
        rest = after
    return True


def _wrap_paragraph(text: str, columns: int) -> list[str]:
    pieces = [part for piece in _PIECE.findall(text) for part in _cut_up(piece, columns)]
    if text_cells(text) <= columns or not pieces:
        return [text.rstrip(" ")]
    best: list[tuple[_Cost, int]] = [((0, 0, 0.0), 0)]
    for end in range(1, len(pieces) + 1):
        best.append(_best_line(pieces, end, columns, best))
    lines = []
    end = len(pieces)
    while end:
        start = best[end][1]
        lines.append("".join(pieces[start:end]).rstrip(" "))
        end = start
    return lines[::-1]


def _best_line(
    pieces: Sequence[str], end: int, columns: int, best: Sequence[tuple[_Cost, int]]
) -> tuple[_Cost, int]:
    """Return the cost of the best way to the break before piece `end`, and where its last line starts."""
    is_last = end == len(pieces)
    after = "" if is_last else pieces[end]
    filled_to = end
    while filled_to and pieces[filled_to - 1] == " ":
        filled_to -= 1
    before = pieces[filled_to - 1] if filled_to else ""
    is_forbidden = not is_last and (after[0] in _NOT_FIRST or before[-1:] in _NOT_LAST)
    break_cost = 0.0 if is_last else _break_cost(before, after, filled_to < end)
    candidates = []
    width = 0
    for start in range(end - 1, -1, -1):
        width += text_cells(pieces[start]) if start < filled_to else 0
        if width > columns:
            break
        if start and pieces[start] == " ":
            continue
        forbidden, lines, ill = best[start][0]
        ill += break_cost + (_end_cost(width, columns, start) if is_last else _slack_cost(width, columns))
        candidates.append(((forbidden + is_forbidden, lines + 1, ill), start))
    return min(candidates, default=((len(pieces), len(pieces), 0.0), end - 1))


def _slack_cost(width: int, columns: int) -> float:
    return _EMPTY_LINE * ((columns - width) / columns) ** 2


def _end_cost(width: int, columns: int, start: int) -> float:
    wanted = min(_SHORTEST_END, columns // 2)
    return _EMPTY_END * max(0, wanted - width) if start else 0.0


def _break_cost(before: str, after: str, has_space: bool) -> float:
    """Say how ill a break between two pieces reads."""
    last, first = before[-1:], after[:1]
    if has_space and last.isdigit() and not first.isascii():
        return _BEFORE_A_NUMBER  # 32 |号
    if has_space or last in _PAUSES or (last.isdigit() and first == "转"):  # 0566-7000000 |转 801
        return _AT_A_PAUSE
    if first in _NOT_LAST or (last in _NOT_FIRST and last != "、"):
        return _AT_A_BRACKET
    if last == "、":
        return _AT_AN_ENUMERATION
    if last.isascii() and not first.isascii():
        return _BEFORE_A_UNIT  # 25|公斤
    if first.isascii():
        return _BEFORE_A_NUMBER
    return _INSIDE_A_SENTENCE


def _cut_up(piece: str, columns: int) -> list[str]:
    """Return a piece whole where it fits; where it does not, an address in its steps and a word in its hanzi."""
    if text_cells(piece) <= columns:
        return [piece]
    steps = _STEP.findall(piece) if piece.isascii() else list(piece)
    return [step[start : start + columns] for step in steps for start in range(0, len(step), columns)]
