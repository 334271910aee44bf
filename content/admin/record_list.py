"""A searched and paged list of records with their stages as tabs; what is looked for stands in the address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from nicegui import ui
from nicegui.events import GenericEventArguments

from content.admin.desk import Desk
from content.admin.listing import PICK, ROWS, Pager, Row, listing, table
from content.admin.written import written
from content.errors import ContentError
from content.model.codes import Stage
from content.store.database import Tables
from content.store.records import Page

Look = Callable[[Tables, Page], tuple[tuple[Row, ...], int, dict[Stage, int]]]


class RecordList:
    """One open list: what is searched, which stage, which page of at most 50."""

    def __init__(self, desk: Desk, path: str, columns: tuple[str, ...], look: Look,
                 on_deed: Callable[[str, str], Awaitable[None]] | None, search: str, none: str) -> None:  # fmt: skip
        self._desk, self._path, self._columns, self._look, self._none = desk, path, columns, look, none
        named = desk.named("stage")
        self._stage = Stage(named) if named in {stage.value for stage in Stage} else None
        with ui.element("div").classes("tools"):
            self._text = ui.input(placeholder=search, value=desk.named("text"), on_change=self._again)
            self._text.props("outlined dense clearable debounce=250").classes("search").mark("search")
            self._tabs = ui.html("").mark("stages")
            self._tabs.on("click", self._pick, js_handler=PICK)
        self._table = listing("list", on_deed)
        self._pager = Pager(self.show)

    async def show(self) -> None:
        """Ask again and redraw the rows."""
        page = Page(text=str(self._text.value or ""), stage=self._stage, limit=ROWS, offset=self._pager.offset)
        try:
            rows, total, counts = await self._desk.ask(lambda tables: self._look(tables, page))
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._table.set_content(table(self._columns, rows, self._none))
        self._tabs.set_content(written("stages.html", counts=counts, chosen=self._stage) if counts else "")
        self._pager.show(len(rows), total)

    async def _again(self) -> None:
        self._pager.offset = 0
        words = {"text": str(self._text.value or ""), "stage": self._stage.value if self._stage else ""}
        query = urlencode({key: value for key, value in words.items() if value})
        ui.navigate.history.replace(self._desk.href(self._path) + (f"?{query}" if query else ""))
        await self.show()

    async def _pick(self, event: GenericEventArguments) -> None:
        self._stage = Stage(event.args) if event.args else None
        await self._again()
