"""Tables: booths, what work pays, which trades lack hands; rows like those of a job board, over the whole glass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from signage.scenes.paging import evenly
from signage.scenes.scene import Scene, Shape, breadth, paint, trim

ROWS = {Shape.LANDSCAPE: 6, Shape.PORTRAIT: 4}
# em of a line of facts under the title, and of a title in its two sizes, the figure not yet taken off (scenes.css)
_WIDTH = {Shape.LANDSCAPE: 149.0, Shape.PORTRAIT: 93.0}  # u beside the lead, upright the whole line
_FACTS = {Shape.LANDSCAPE: 4.0, Shape.PORTRAIT: 6.25}
_TITLE = {Shape.LANDSCAPE: (5.2, 4.0), Shape.PORTRAIT: (7.0, 6.25)}
_FIGURE = {Shape.LANDSCAPE: (6.6, 4.0), Shape.PORTRAIT: (7.4, 6.25)}
_HEADING = {Shape.LANDSCAPE: (167.0, 5.0, 3.6), Shape.PORTRAIT: (93.0, 7.4, 6.25)}
_REMARK_LINES = {Shape.LANDSCAPE: 1, Shape.PORTRAIT: 2}
_GAP = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What stands large at the end of a row: 招 12 人, 220 元/天."""

    text: str
    unit: str
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One line: a short lead, what it is, what belongs to it, a figure."""

    lead: str
    title: str
    facts: tuple[str, ...]
    figure: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table before it is split into pages; `tag` stands small beside the heading."""

    kind: str
    heading: str
    remark: str
    rows: tuple[TableRow, ...]
    tag: str = ""
    content_ids: tuple[str, ...] = ()
    valid_until: datetime | None = None


def _figure_width(figure: Figure | None, shape: Shape) -> float:
    if figure is None:
        return 0.0
    large, small = _FIGURE[shape]
    return breadth(figure.text) * large + (breadth(figure.unit) + breadth(figure.before) + 0.5) * small + _GAP


def facts_room(figure: Figure | None, shape: Shape) -> float:
    """Return the em a line of facts has; upright it has a line of its own."""
    taken = _figure_width(figure, shape) if shape is Shape.LANDSCAPE else 0.0
    return (_WIDTH[shape] - taken) / _FACTS[shape]


def _shown(row: TableRow, shape: Shape) -> dict[str, object]:
    taken = _figure_width(row.figure, shape) if shape is Shape.LANDSCAPE else 0.0
    width, (large, small) = _WIDTH[shape] - taken, _TITLE[shape]
    kept: list[str] = []
    for fact in row.facts:
        if breadth(" · ".join([*kept, fact])) <= facts_room(row.figure, shape):
            kept.append(fact)
    return {"lead": row.lead, "long": breadth(row.title) * large > width, "title": trim(row.title, width / small),
            "facts": " · ".join(kept), "figure": row.figure}  # fmt: skip


@lru_cache(maxsize=128)
def pages_of(table: Table, shape: Shape) -> tuple[Scene, ...]:
    """Paint a table, its rows evenly over as few pages as take them."""
    width, large, small = _HEADING[shape]
    parts, lines = evenly(table.rows, ROWS[shape]), _REMARK_LINES[shape]
    beside = breadth(table.heading) * large + 20.0 if shape is Shape.LANDSCAPE else 0.0
    room = (width - beside) / small * lines - (lines - 1) * 2.0  # em a line loses where it breaks
    remark = trim(" · ".join(part for part in (table.tag, table.remark) if part), room)
    return tuple(
        paint(table.kind, {
            "kind": table.kind, "heading": table.heading, "remark": remark,
            "page": f"{index} / {len(parts)}" if len(parts) > 1 else "",
            "rows": [_shown(row, shape) for row in rows], "leads": any(row.lead for row in table.rows),
        }, content_ids=table.content_ids, valid_until=table.valid_until, template="table")
        for index, rows in enumerate(parts, start=1)
    )  # fmt: skip
