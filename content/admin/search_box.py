"""The one search box of the desk: what is typed goes over the page's own line and never into an address."""

from __future__ import annotations

from nicegui import ui

from content.admin.desk import Desk
from content.admin.login import LEDGER_READING
from content.admin.parts import MOUNT
from content.admin.search_hits import Group, number_in, people_found, records_found
from content.admin.written import written
from content.errors import ContentError

_NOBODY = "没有找到。可以用岗位编号、名称、拼音或首字母；查人要输入完整的证件号码、电话或回执号。"
_NOT_PEOPLE = "您的账号不能查人，请窗口经办人来查。"


class SearchBox:
    """The field and what it found."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked = ""
        with ui.element("div").classes("desk-search").props("role=search"):
            self._text = ui.input(placeholder="搜索岗位、企业、政策……", on_change=self._typed)
            self._text.props('outlined dense clearable debounce=200 autocomplete=off aria-label="搜索"')
            self._text.classes("search-field").mark("search-box")
            self._found = ui.html("").classes("found").mark("found")

    async def _typed(self) -> None:
        text = self._asked = str(self._text.value or "")
        try:
            groups, none = await self._answer(text)
        except ContentError as error:
            self._desk.refuse(error)
            return
        # a slower answer to what was typed before must not stand over this one
        if text == self._asked:
            shown = written("found.html", groups=groups, nothing=none, text=text, mount=MOUNT) if text.strip() else ""
            self._found.set_content(shown)

    async def _answer(self, text: str) -> tuple[tuple[Group, ...], str]:
        desk, sought = self._desk, number_in(text)
        if not text.strip():
            return (), ""
        if not sought:
            return await desk.ask(lambda tables: records_found(tables, text, desk.staff)), _NOBODY
        if not desk.may(LEDGER_READING):
            return (), _NOT_PEOPLE
        found = await desk.change(
            lambda tables, staff: people_found(tables, sought, desk.parts.keys, staff, desk.now()), LEDGER_READING)
        return found, _NOBODY
