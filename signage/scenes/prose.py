"""Scenes that are read: labelled lines fitted to the glass by size and by page, never below the floor.

Measures are in u, 1 % of the short side of a 16:9 glass, and must agree with player/scenes.css; a browser test holds
every scene of a full market to "no overflow" in three sizes of glass. The floor is 3.5 % of the height: 3.5 u, upright
6.2 u. Lines to be read stay well above it (the aim is 6 %): what does not fit at `middle` goes on a further page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from content.theme.words import Pay
from signage.scenes.scene import Shape, breadth

_LINE, _GAP = 1.38, 0.42  # line height and gap between statements, in em
_TITLE_LINE = 1.25
_MOST_READ = 150  # characters of lines on a page: with title and labels what is read in the longest stay
_BREAK_LOSS = 1.0  # em a line may lose because no line begins with a punctuation mark


@dataclass(frozen=True, slots=True, kw_only=True)
class _Glass:
    """What one hanging of the glass gives prose, in u; `code`, `count` and `pay` are what these take of it."""

    width: float
    height: float  # for title, lines and source
    sizes: tuple[tuple[str, float], ...]  # of the lines, largest first
    title: float
    long_title: float
    label: float  # em of the label's column; 0 where it stands in the line
    floor: float  # of any type
    code: tuple[float, float]
    count: tuple[float, float]
    pay: float


_GLASS = {
    Shape.LANDSCAPE: _Glass(
        width=167.0, height=65.8, sizes=(("giant", 9.4), ("huge", 7.4), ("large", 6.0), ("middle", 5.0)),
        title=8.0, long_title=6.0, label=4.6, floor=3.5, code=(41.0, 0.0), count=(41.0, 0.0), pay=16.0,
    ),
    Shape.PORTRAIT: _Glass(
        width=93.0, height=108.0, sizes=(("giant", 12.4), ("huge", 10.0), ("large", 8.6), ("middle", 7.4)),
        title=9.6, long_title=7.6, label=0.0, floor=6.25, code=(0.0, 42.0), count=(0.0, 18.0), pay=16.0,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One labelled statement: 谁能办 · 年满 16 周岁……"""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What is left for the lines of a page, in u."""

    width: float
    height: float
    long_title: bool
    shape: Shape = Shape.LANDSCAPE

    @property
    def sizes(self) -> tuple[tuple[str, float], ...]:
        """Return the sizes of type, largest first."""
        return _GLASS[self.shape].sizes

    def lines_of(self, line: Line, size: float) -> int:
        """Return how many lines of type the statement fills at a size."""
        column = _GLASS[self.shape].label
        text, width = breadth(line.text), self.width / size
        if line.label and column:
            width -= column
        elif line.label:
            text += breadth(line.label) + 0.6
        room = width - _BREAK_LOSS if text > width else width
        return max(1, ceil(text / room))

    def takes(self, lines: Sequence[Line], size: float) -> bool:
        """Say whether all statements fit on one page at a size, and can be read while it is on."""
        if sum(len(line.text) for line in lines) > _MOST_READ:
            return False
        type_lines = sum(self.lines_of(line, size) for line in lines)
        return (type_lines * _LINE + (len(lines) - 1) * _GAP) * size <= self.height


def tag_line(parts: Sequence[str], shape: Shape, page: str = "") -> str:
    """Return the words of the tag over a title, as many of the parts as its one line takes; `page` always."""
    glass = _GLASS[shape]
    room = (glass.width - glass.code[0] - 4.0) / glass.floor
    kept = [parts[0]]
    for part in parts[1:]:
        if part and breadth(" · ".join([*kept, part, page])) <= room:
            kept.append(part)
    return " · ".join([*kept, page] if page else kept)


def wider_than_glass(pay: Pay, shape: Shape) -> bool:
    """Say whether pay in its largest type is broader than the glass, as upright it may be."""
    needed = breadth(pay.figure) * 11.0 + (breadth(pay.unit) + 0.25) * 6.8
    return shape is Shape.PORTRAIT and needed > _GLASS[shape].width


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one scene shows, and in which size."""

    size: str
    lines: tuple[Line, ...]


def room_for(
    title: str, shape: Shape, *, coded: bool = False, source: str = "", counted: bool = False, paid: bool = False
) -> Room:
    """Return what a title, the QR card, the days to go, the pay and the source line leave for the statements."""
    glass = _GLASS[shape]
    beside = [part for part, there in ((glass.code, coded), (glass.count, counted)) if there]
    width = glass.width - max((wide for wide, _ in beside), default=0.0)
    height = glass.height - sum(high for _, high in beside)
    long = breadth(title) * glass.title > width
    size = glass.long_title if long else glass.title
    rows = ceil(breadth(title) / (width / size - _BREAK_LOSS)) if long else 1
    height -= rows * size * _TITLE_LINE + (glass.pay if paid else 0.0)
    if source:
        height -= ceil(breadth(source) / (width / glass.floor - _BREAK_LOSS)) * glass.floor * 1.4 + 2.0
    # a line at the least, whatever the title takes: a page that took nothing would have no end
    return Room(width=width, height=max(height, glass.sizes[-1][1] * _LINE), long_title=long, shape=shape)


def _cut(line: Line, room: Room) -> tuple[Line, Line]:
    """Cut a statement that fills more than a page, after a punctuation mark where there is one."""
    limit, smallest = 1, room.sizes[-1][1]
    while limit < len(line.text) and room.takes([Line(label=line.label, text=line.text[: limit + 1])], smallest):
        limit += 1
    head = line.text[:limit]
    mark = max(head.rfind(sign) for sign in "。；，、")
    at = mark + 1 if mark > limit // 2 else limit
    return Line(label=line.label, text=line.text[:at]), Line(label="", text=line.text[at:])


def fit(lines: Sequence[Line], room: Room) -> tuple[Page, ...]:
    """Choose the largest size at which all lines fit on one page; else split over pages, each as large as it can be."""
    smallest = room.sizes[-1][1]
    parts: list[list[Line]] = [[]]
    queue = [line for line in lines if line.text]
    while queue:
        line = queue.pop(0)
        if room.takes([*parts[-1], line], smallest):
            parts[-1].append(line)
        elif parts[-1]:
            parts.append([])
            queue.insert(0, line)
        else:
            queue[:0] = _cut(line, room)
    return tuple(Page(size=_largest(part, room), lines=tuple(part)) for part in parts)


def fit_with_code(lines: Sequence[Line], coded: Room, plain: Room) -> tuple[tuple[Page, bool], ...]:
    """Fit lines on several pages, of which those of the last lines leave room for a code; the first page has none."""
    wanted, smallest = [line for line in lines if line.text], coded.sizes[-1][1]
    start = max(len(wanted) - 1, 0)
    while start > 1 and coded.takes(wanted[start - 1 :], smallest):
        start -= 1
    head = fit(wanted[:start], plain) if start else ()
    return (*((page, False) for page in head), *((page, True) for page in fit(wanted[start:], coded)))


def fit_one(lines: Sequence[Line], room: Room) -> Page:
    """Fit one page: of the lines, the most important first, as many as it takes."""
    kept: list[Line] = []
    for line in lines:
        if line.text and room.takes([*kept, line], room.sizes[-1][1]):
            kept.append(line)
    return Page(size=_largest(kept, room), lines=tuple(kept))


def _largest(lines: Sequence[Line], room: Room) -> str:
    return next((name for name, size in room.sizes if room.takes(lines, size)), room.sizes[-1][0])
