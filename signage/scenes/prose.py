"""Scenes that are read: labelled lines fitted to the glass by size and by page, never below the floor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from signage.scenes.scene import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One labelled statement: 谁能办 · 年满 16 周岁……"""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A type size with what fits beside the QR card at that size: hanzi a line, lines a page (see player.css)."""

    name: str
    per_line: int
    lines: int


# Landscape 6 %, 5 % and 4 % of the height; portrait in the same steps of the width.
SIZES = {
    Shape.LANDSCAPE: (Size(name="large", per_line=15, lines=5), Size(name="middle", per_line=18, lines=7),
                      Size(name="small", per_line=24, lines=9)),
    Shape.PORTRAIT: (Size(name="large", per_line=11, lines=10), Size(name="middle", per_line=13, lines=13),
                     Size(name="small", per_line=17, lines=16)),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one scene shows, and in which size."""

    size: str
    lines: tuple[Line, ...]


def _height(lines: Sequence[Line], size: Size) -> int:
    return sum(max(1, -(-len(line.text) // size.per_line)) for line in lines)


def _cut(line: Line, limit: int) -> tuple[Line, Line]:
    """Cut a line that fills more than a page, after a punctuation mark where there is one."""
    head = line.text[:limit]
    mark = max(head.rfind(sign) for sign in "。；，、")
    at = mark + 1 if mark > limit // 2 else limit
    return Line(label=line.label, text=line.text[:at]), Line(label="", text=line.text[at:])


def fit(lines: Sequence[Line], shape: Shape) -> tuple[Page, ...]:
    """Choose the largest size at which all lines fit on one page; else split over pages of the smallest."""
    wanted = [line for line in lines if line.text]
    for size in SIZES[shape]:
        if _height(wanted, size) <= size.lines:
            return (Page(size=size.name, lines=tuple(wanted)),)
    smallest = SIZES[shape][-1]
    found: list[tuple[Line, ...]] = []
    page: list[Line] = []
    queue = list(wanted)
    while queue:
        line = queue.pop(0)
        if _height([line], smallest) > smallest.lines:
            head, rest = _cut(line, smallest.lines * smallest.per_line)
            queue[:0] = [head, rest]
            continue
        if page and _height([*page, line], smallest) > smallest.lines:
            found.append(tuple(page))
            page = []
        page.append(line)
    found.append(tuple(page))
    return tuple(Page(size=_largest(part, shape), lines=part) for part in found)


def _largest(lines: Sequence[Line], shape: Shape) -> str:
    fitting = (size.name for size in SIZES[shape] if _height(lines, size) <= size.lines)
    return next(fitting, SIZES[shape][-1].name)
