"""Two jobs side by side: the one in the form, saved or not, and one that may be the same."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.fields import Group
from content.admin.login import EDITING
from content.admin.look_alikes import tell_apart
from content.admin.review_changes import both_sides
from content.admin.written import written
from content.model.jobs import JobPost
from content.store.database import Tables


class Beside:
    """The comparison over a job form; `now_typed` is the job as the form has it, `then` follows a 不是重复."""

    def __init__(self, desk: Desk, groups: tuple[Group, ...], now_typed: Callable[[], JobPost],
                 then: Callable[[], Awaitable[None]]) -> None:  # fmt: skip
        self._desk, self._groups, self._now_typed, self._then = desk, groups, now_typed, then
        self._other = ""
        with ui.dialog() as self._dialog, ui.card().classes("ask wide"):
            self._title = ui.label("").classes("title")
            ui.label("不一样的栏在最上面。确实是同一份活，就不要再录一条，到原来那条上改。").classes("sub")
            self._table = ui.html("").classes("side").mark("beside")
            with ui.element("div").classes("foot"):
                if desk.may(EDITING):
                    action("不是重复", self._apart, "beside-apart", "first")
                self._link = ui.link("打开原来那条", "", new_tab=True).classes("act quiet")
                action("关上", self._dialog.close, "beside-close")

    async def treat(self, deed: str, other: str) -> None:
        """Open the comparison with another job, or remember that it is none of the same."""
        self._other = other
        if deed == "apart":
            await self._apart()
        else:
            await self._show()

    async def _show(self) -> None:
        typed, other = self._now_typed(), self._other

        def look(tables: Tables) -> tuple[JobPost | None, dict[str, str]]:
            found = tables.jobs.get(other)
            ids = (typed.employer_id, found.employer_id if found is not None else "")
            return found, tables.employers.names(ids)

        found, firms = await self._desk.ask(look)
        if found is None:
            self._desk.warn("那条岗位已经不在了。")
            return
        self._title.set_text(f"和 {found.number} 号并排看")
        rows = sorted(both_sides(self._groups, typed, found, firms), key=lambda one: one.before == one.after)
        self._table.set_content(written("beside.html", rows=rows, left="正在写的", right=f"{found.number} 号"))
        self._link.props(f'href="/jobs/{found.id}"')
        self._dialog.open()

    async def _apart(self) -> None:
        typed, now = self._now_typed(), self._desk.now()
        await self._desk.change(tell_apart(f"{typed.id}/{self._other}", now), EDITING)
        self._dialog.close()
        await self._then()
        self._desk.say("记下了：这两条不是重复，以后不再提。")
