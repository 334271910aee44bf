"""Tables of the desk: one escaped template, one delegated click, a page of at most 50 rows from the server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from nicegui import ui
from nicegui.events import GenericEventArguments

from content.admin.written import written

ROWS = 50
# one listener on the table; a button tells what to do, with which record and at which version
_CLICK = (
    "(e) => { const b = e.target.closest('[data-do]');"
    " if (b) { e.preventDefault(); emit([b.dataset.do, b.dataset.id]); } }"
)
PICK = "(e) => { const b = e.target.closest('[data-do]'); if (b) emit(b.dataset.do); }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A small coloured word; `tone` is "", "warn", "late", "good" or "calm"."""

    word: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell; `look` is "main", "num" or ""."""

    text: str = ""
    small: str = ""
    look: str = ""
    href: str = ""
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Do:
    """Something to do with a row: a link where `href` is set, else a button that names the deed."""

    word: str
    deed: str = ""
    href: str = ""
    hot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record as a line of a table."""

    id: str
    cells: tuple[Cell, ...]
    deeds: tuple[Do, ...] = ()


def table(columns: tuple[str, ...], rows: tuple[Row, ...], none: str, sorts: Mapping[str, str] | None = None,
          order: Mapping[str, str] | None = None) -> str:  # fmt: skip
    """Return the table as HTML; `none` is said instead of an empty body.

    `sorts` names the sort of a column whose head can be clicked, `order` says "ascending" or "descending" of the one
    that is sorted by; both by the column's word. The click comes as the deed "sort".
    """
    return written("listing.html", columns=columns, rows=rows, nothing=none, acts=any(row.deeds for row in rows),
                   sorts=sorts or {}, order=order or {})  # fmt: skip


def listing(marker: str, on_deed: Callable[[str, str], Awaitable[None]] | None = None) -> ui.html:
    """Place an empty table on the page; fill it with `set_content(table(...))`."""
    place = ui.html("").classes("w-full").mark(marker)
    if on_deed is not None:

        under_way: set[tuple[str, str]] = set()

        async def carry_out(deed: str, record_id: str) -> None:
            try:
                await on_deed(deed, record_id)
            finally:
                under_way.discard((deed, record_id))

        def clicked(event: GenericEventArguments) -> Awaitable[None] | None:
            deed, record_id = (str(part) for part in event.args)
            # a stalled page replays every tap at once when it is back: one deed on one row at a time,
            # noted before the handler first waits
            if (deed, record_id) in under_way:
                return None
            under_way.add((deed, record_id))
            return carry_out(deed, record_id)

        place.on("click", clicked, js_handler=_CLICK)
    return place


class Pager:
    """前一页, 后一页 and where we are."""

    def __init__(self, on_turn: Callable[[], Awaitable[None]]) -> None:
        self.offset = 0
        self._on_turn = on_turn
        with ui.element("div").classes("pager"):
            self._back = ui.button("上一页", color=None, on_click=lambda: self._turn(-ROWS)).props("flat no-caps")
            self._next = ui.button("下一页", color=None, on_click=lambda: self._turn(ROWS)).props("flat no-caps")
            self._back.classes("act")
            self._next.classes("act")
            self._where = ui.label("")

    async def _turn(self, by: int) -> None:
        self.offset = max(self.offset + by, 0)
        await self._on_turn()

    def show(self, shown: int, total: int) -> None:
        """Say which rows are on the page."""
        self._where.set_text(f"第 {self.offset + 1}—{self.offset + shown} 条，共 {total} 条" if shown else "")
        self._back.set_enabled(self.offset > 0)
        self._next.set_enabled(self.offset + shown < total)
        self._back.set_visibility(total > ROWS)
        self._next.set_visibility(total > ROWS)
