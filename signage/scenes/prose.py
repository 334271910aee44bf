"""Scenes that are read: labelled lines fitted to the glass by size and by page, never below the floor.

Measures are in u, 1 % of the short side of a 16:9 glass, and must agree with player/scenes.css; a browser test holds
every scene of a full market to "no overflow" in three sizes of glass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from signage.scenes.scene import Shape, breadth

_SIZES = (("huge", 7.4), ("large", 6.0), ("middle", 5.0), ("small", 4.0))
_LINE, _GAP, _LABEL = 1.38, 0.42, 4.6  # line height, gap between statements, label column, all in em
_TITLE, _LONG_TITLE, _TITLE_LINE = 8.0, 6.0, 1.25
_BREAK_LOSS = 1.0  # em a line may lose because no line begins with a punctuation mark
_STAGE = {Shape.LANDSCAPE: (167.0, 64.0), Shape.PORTRAIT: (91.0, 127.0)}  # width, height for title, lines and source
_CODE = {Shape.LANDSCAPE: (41.0, 0.0), Shape.PORTRAIT: (0.0, 35.0)}  # what the QR card takes of them
_SOURCE = 6.5


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

    def lines_of(self, line: Line, size: float) -> int:
        """Return how many lines of type the statement fills at a size."""
        width = self.width / size - (_LABEL if line.label else 0.0)
        room = width - _BREAK_LOSS if breadth(line.text) > width else width
        return max(1, ceil(breadth(line.text) / room))

    def takes(self, lines: Sequence[Line], size: float) -> bool:
        """Say whether all statements fit on one page at a size."""
        type_lines = sum(self.lines_of(line, size) for line in lines)
        return (type_lines * _LINE + (len(lines) - 1) * _GAP) * size <= self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one scene shows, and in which size."""

    size: str
    lines: tuple[Line, ...]


def room_for(title: str, shape: Shape, *, coded: bool = False, sourced: bool = False) -> Room:
    """Return what a title, the QR card and the source line leave for the statements."""
    width, height = _STAGE[shape]
    if coded:
        width, height = width - _CODE[shape][0], height - _CODE[shape][1]
    long = breadth(title) * _TITLE > width
    size = _LONG_TITLE if long else _TITLE
    rows = ceil(breadth(title) / (width / size - _BREAK_LOSS)) if long else 1
    height -= rows * size * _TITLE_LINE + (_SOURCE if sourced else 0.0)
    return Room(width=width, height=height, long_title=long)


def _cut(line: Line, room: Room) -> tuple[Line, Line]:
    """Cut a statement that fills more than a page, after a punctuation mark where there is one."""
    limit = 1
    while limit < len(line.text) and room.takes([Line(label=line.label, text=line.text[: limit + 1])], _SIZES[-1][1]):
        limit += 1
    head = line.text[:limit]
    mark = max(head.rfind(sign) for sign in "。；，、")
    at = mark + 1 if mark > limit // 2 else limit
    return Line(label=line.label, text=line.text[:at]), Line(label="", text=line.text[at:])


def fit(lines: Sequence[Line], room: Room) -> tuple[Page, ...]:
    """Choose the largest size at which all lines fit on one page; else split over pages, each as large as it can be."""
    wanted = [line for line in lines if line.text]
    smallest = _SIZES[-1][1]
    parts: list[list[Line]] = [[]]
    queue = list(wanted)
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


def _largest(lines: Sequence[Line], room: Room) -> str:
    return next((name for name, size in _SIZES if room.takes(lines, size)), _SIZES[-1][0])
