"""A list of records: searched, filtered, sorted and paged by the server; its whole state stands in the address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial

from nicegui import ui
from nicegui.events import GenericEventArguments

from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.list_state import (
    Choice,
    ListState,
    address_of,
    page_of,
    sorted_anew,
    state_of,
    words_of_address,
)
from content.admin.listing import PICK, ROWS, Pager, Row, listing, table
from content.admin.sheet_dialog import SheetDialog
from content.admin.sheets_out import Sheet
from content.admin.written import written
from content.errors import ContentError
from content.model.codes import Stage
from content.store.database import Tables
from content.store.records import Page

Look = Callable[[Tables, Page], tuple[tuple[Row, ...], int, dict[Stage, int]]]
Deed = Callable[[str, str], Awaitable[None]]
_MANY = 12  # options from which on one types to find
_SORT = "sort"


def _offered(narrow: Callable[[Tables, str, str], dict[str, str]], chosen: str, tables: Tables) -> dict[str, str]:
    return narrow(tables, "", chosen)


class RecordList:
    """One open list; `sorts` names the sort of a column, by the column's word."""

    def __init__(self, desk: Desk, path: str, columns: tuple[str, ...], look: Look, on_deed: Deed | None, *,
                 search: str, none: str, sorts: Mapping[str, str] | None = None, choices: tuple[Choice, ...] = (),
                 sheet: Sheet | None = None) -> None:  # fmt: skip
        self._desk, self._path, self._columns, self._look, self._none = desk, path, columns, look, none
        self._on_deed, self._sorts, self._choices = on_deed, dict(sorts or {}), choices
        self._state = self._named(dict(desk.request.query_params))
        self._selects: dict[str, ui.select] = {}
        self._putting_in = False
        with ui.element("div").classes("tools list-address").mark("list-tools") as tools:
            self._text = ui.input(placeholder=search, value=self._state.text, on_change=self._typed)
            self._text.props("outlined dense clearable debounce=250").classes("search").mark("search")
            self._tabs = ui.html("").classes("stage-tabs").mark("stages")
            self._tabs.on("click", self._pick, js_handler=PICK)
            if choices or self._sorts:
                action("筛选和排序", self._fold, "fold", "fold")
            if sheet is not None:
                SheetDialog(desk, sheet, self._asked_sheet)
        # the browser goes back or forward: `desk_lists.js` says where it came to
        tools.on("address", self._returned, js_handler="(e) => emit(e.detail)")
        with ui.element("div").classes("filters").mark("filters") as self._filters:
            for choice in choices:
                self._selects[choice.name] = self._place(choice)
            self._order = self._place_order()
        self._chips = ui.html("").mark("chips")
        self._chips.on("click", self._unset, js_handler=PICK)
        self._table = listing("list", self._done)
        self._pager = Pager(self._turned)

    def _named(self, words: dict[str, str]) -> ListState:
        return state_of(words, frozenset(self._sorts.values()), self._choices)

    def _place(self, choice: Choice) -> ui.select:
        chosen = dict(self._state.chosen).get(choice.name)
        options = dict(choice.options) | ({chosen: "……"} if chosen and chosen not in choice.options else {})
        many = len(options) > _MANY and choice.narrow is None
        # every prop of a select sends all its options anew, so they come last
        select = ui.select({}, label=choice.label, with_input=many)
        select.props("outlined dense options-dense clearable").classes("filter").mark(f"filter-{choice.name}")
        if choice.narrow is not None:
            self._offer(choice, choice.narrow, select)
        select.set_options(options, value=chosen)
        select.on_value_change(self._typed)
        return select

    def _offer(self, choice: Choice, narrow: Callable[[Tables, str, str], dict[str, str]], select: ui.select) -> None:
        select.props("use-input fill-input hide-selected input-debounce=250")

        async def typed(event: GenericEventArguments) -> None:
            text, chosen = str(event.args or ""), str(select.value or "")
            if text != dict(select.options).get(chosen):  # the label of what is chosen is not a search
                select.set_options(await self._desk.ask(lambda tables: narrow(tables, text, chosen)),
                                   value=chosen or None)  # fmt: skip

        select.on("input-value", typed)

    def _place_order(self) -> ui.select | None:
        # a phone has no heads to click
        if not self._sorts:
            return None
        words = {f"{sign}{sort}": f"{column}{said}" for column, sort in self._sorts.items()
                 for sign, said in (("", " ↑"), ("-", " ↓"))}  # fmt: skip
        order = ui.select({}, label="排序").classes("filter order").mark("order")
        order.props("outlined dense options-dense clearable").set_options(words, value=self._order_word())
        return order.on_value_change(self._typed)

    def _order_word(self) -> str | None:
        return f"{'-' * self._state.descending}{self._state.sort}" if self._state.sort else None

    def _read(self) -> ListState:
        chosen = tuple((name, str(select.value)) for name, select in self._selects.items() if select.value)
        order = str((self._order.value if self._order is not None else "") or "")
        return replace(self._state, text=str(self._text.value or ""), chosen=chosen, sort=order.removeprefix("-"),
                       descending=order.startswith("-"))  # fmt: skip

    async def show(self) -> None:
        """Ask again and redraw the rows."""
        await self._name_chosen()
        asked = self._state
        page = page_of(asked, self._choices, self._desk.now(), ROWS)
        try:
            rows, total, counts = await self._desk.ask(lambda tables: self._look(tables, page))
        except ContentError as error:
            self._desk.refuse(error)
            return
        if asked != self._state:
            return  # something else was asked meanwhile, and its answer is on its way
        if not rows and total:
            self._state = replace(asked, page=(total - 1) // ROWS + 1)
            await self.show()
            return
        order = {column: "descending" if asked.descending else "ascending"
                 for column, sort in self._sorts.items() if sort == asked.sort}  # fmt: skip
        self._table.set_content(table(self._columns, rows, self._none, self._sorts, order))
        self._tabs.set_content(written("stages.html", counts=counts, chosen=asked.stage) if counts else "")
        self._chips.set_content(written("chips.html", chips=self._chip_words()))
        self._pager.offset = page.offset
        self._pager.show(len(rows), total)

    async def _name_chosen(self) -> None:
        # what the address names may not be among the options first offered
        for choice in self._choices:
            select, value = self._selects[choice.name], dict(self._state.chosen).get(choice.name, "")
            narrow = choice.narrow
            if narrow is not None and (not select.options or dict(select.options).get(value) == "……"):
                found = await self._desk.ask(partial(_offered, narrow, value))
                if value and value not in found:
                    self._state = replace(self._state, chosen=tuple(
                        pair for pair in self._state.chosen if pair[0] != choice.name))  # fmt: skip
                select.set_options(found, value=value if value in found else None)

    def _chip_words(self) -> tuple[tuple[str, str], ...]:
        chips = [("text", f"找“{self._state.text.strip()}”")] if self._state.text.strip() else []
        for choice in self._choices:
            value = dict(self._state.chosen).get(choice.name)
            if value:
                word = dict(self._selects[choice.name].options).get(value, value)
                chips.append((choice.name, f"{choice.label}：{word}"))
        for column, sort in self._sorts.items():
            if sort == self._state.sort:
                chips.append((_SORT, f"按{column}{'从大到小' if self._state.descending else '从小到大'}"))
        return tuple(chips)

    async def _ask_for(self, state: ListState, pushes: bool = True) -> None:
        typing_on = self._state.text and state.text and replace(state, text=self._state.text, page=1) == replace(
            self._state, page=1)  # fmt: skip
        self._state = state
        self._put_in()
        if pushes:
            history = ui.navigate.history
            # one step back undoes one thing, and a word typed letter by letter is one
            (history.replace if typing_on else history.push)(self._desk.href(self._path) + address_of(state))
        await self.show()

    def _put_in(self) -> None:
        """Bring the controls to what is asked; what they say meanwhile is half old and half new."""
        self._putting_in = True
        try:
            self._put_in_each()
        finally:
            self._putting_in = False

    def _put_in_each(self) -> None:
        chosen = dict(self._state.chosen)
        if str(self._text.value or "") != self._state.text:
            self._text.set_value(self._state.text)
        for name, select in self._selects.items():
            value = chosen.get(name)
            if value is not None and value not in dict(select.options):
                select.set_options({**dict(select.options), value: "……"})
            select.set_value(value)
        if self._order is not None:
            self._order.set_value(self._order_word())

    def _typed(self) -> Awaitable[None] | None:
        if self._putting_in:
            return None
        wanted = self._read()
        return None if wanted == self._state else self._ask_for(replace(wanted, page=1))

    async def _pick(self, event: GenericEventArguments) -> None:
        await self._ask_for(replace(self._state, stage=Stage(event.args) if event.args else None, page=1))

    async def _returned(self, event: GenericEventArguments) -> None:
        await self._ask_for(self._named(words_of_address(str(event.args or ""))), pushes=False)

    async def _turned(self) -> None:
        await self._ask_for(replace(self._state, page=self._pager.offset // ROWS + 1))

    async def _unset(self, event: GenericEventArguments) -> None:
        name, state = str(event.args), replace(self._state, page=1)
        if name == "all":
            state = ListState()
        elif name == "text":
            state = replace(state, text="")
        elif name == _SORT:
            state = replace(state, sort="", descending=False)
        else:
            state = replace(state, chosen=tuple(pair for pair in state.chosen if pair[0] != name))
        await self._ask_for(state)

    async def _done(self, deed: str, record_id: str) -> None:
        if deed == _SORT and record_id in self._sorts.values():
            sort, descending = sorted_anew(self._state, record_id)
            await self._ask_for(replace(self._state, sort=sort, descending=descending, page=1))
        elif self._on_deed is not None:
            await self._on_deed(deed, record_id)

    def _fold(self) -> None:
        self._filters.classes(toggle="open")

    def _asked_sheet(self) -> Page:
        return page_of(self._state, self._choices, self._desk.now(), ROWS)
