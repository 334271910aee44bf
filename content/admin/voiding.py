"""作废: an entry noted by mistake is taken out of the count with a reason, and stays."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from nicegui import ui

from content.admin.controls import action
from content.admin.desk import Desk
from content.errors import ContentError, StoreError
from content.model.audit import Action
from content.model.codes import Role
from content.model.ids import new_id
from content.model.people import Staff
from content.store.chains import Entries, following
from content.store.database import Tables

Table = Callable[[Tables], Entries[Any]]


def void_entry(table: Table, subject: str, root: str, reason: str, now: datetime) -> Callable[[Tables, Staff], None]:
    """Return the use case that makes an entry void by one that follows it."""

    def step(tables: Tables, staff: Staff) -> None:
        entries = table(tables)
        base = entries.get(root)
        if base is None or base.void:
            raise StoreError(f"这条{entries.word}已经作废了，请刷新页面再看。")
        if not reason.strip():
            raise StoreError("请写明为什么作废，原来的记录会留着。")
        entries.add(following(base, new_id(now), staff.id, now, void=True, reason=reason.strip()))
        tables.audit.note(staff, now, Action.SAVED, subject=subject, subject_id=root, words=f"作废一条{entries.word}")

    return step


class VoidDialog:
    """The question for the reason; `ask` is the deed of a list."""

    def __init__(self, desk: Desk, table: Table, subject: str, roles: frozenset[Role],
                 after: Callable[[], Awaitable[None]]) -> None:  # fmt: skip
        self._desk, self._table, self._subject, self._roles, self._after = desk, table, subject, roles, after
        self._wanted = ""
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            ui.label("作废这条记录？").classes("title")
            ui.label("作废的不算数，原来的一直留着。").classes("sub")
            self._why = ui.textarea(placeholder="为什么：记错了人、日子不对……").mark("why-void")
            self._why.props("outlined autogrow autofocus maxlength=200")
            with ui.element("div").classes("foot"):
                action("作废", self._void, "void-entry", "first")
                action("取消", self._dialog.close)

    async def ask(self, _deed: str, root: str) -> None:
        """Open the question about one entry."""
        self._wanted = root
        self._why.set_value("")
        self._dialog.open()

    async def _void(self) -> None:
        step = void_entry(self._table, self._subject, self._wanted, str(self._why.value or ""), self._desk.now())
        try:
            await self._desk.change(step, self._roles)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._dialog.close()
        await self._after()
