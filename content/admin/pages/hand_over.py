"""移交: what somebody looks after goes to a colleague, kind by kind counted before and after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from nicegui import ui

from content.admin.controls import Sure, action, head, not_there
from content.admin.desk import Desk
from content.admin.listing import Cell, Row, listing, table
from content.admin.login import EDITING, REVIEWING, RUNNING
from content.admin.parts import DeskPage
from content.errors import ContentError, StoreError
from content.model.audit import Action
from content.model.people import Staff
from content.store.database import Tables
from content.store.records import Page

AT_ONCE = 500  # in one write, which others wait for: well under a second


def owned(tables: Tables, staff_id: str) -> dict[str, int]:
    """Return how many records of each kind somebody looks after, by the word of the kind; kinds without any too."""
    asked = Page(filters=(("owner", staff_id),), limit=1)
    kinds = (tables.jobs, tables.employers, tables.policies, tables.courses, tables.fairs, tables.articles,
             tables.notices, tables.wage_guides, tables.media)  # fmt: skip
    return {table.word: table.page(asked)[1] for table in kinds}


def hand_over(leaver: str, heir: str, now: datetime) -> Callable[[Tables, Staff], dict[str, int]]:
    """Return the use case that gives a colleague the next `AT_ONCE` records of a leaver; none moved means all are.

    StoreError says what is in the way.
    """

    def step(tables: Tables, staff: Staff) -> dict[str, int]:
        gone, new = tables.staff.get(leaver), tables.staff.get(heir)
        if gone is None or new is None or gone.id == new.id:
            raise StoreError("请选一位同事来接手。")
        if not new.enabled or (EDITING | REVIEWING).isdisjoint(new.roles):
            raise StoreError(f"{new.name} 的账号没有启用，或者不管岗位和政策，请换一位接手。")
        moved = tables.hand_over(leaver, heir, staff.id, AT_ONCE)
        if not moved:
            return moved
        words = "、".join(f"{word} {number}" for word, number in moved.items())
        tables.audit.note(staff, now, Action.HANDOVER, subject="staff", subject_id=leaver,
                          words=f"{gone.login} 移交 {new.login}：{words}")  # fmt: skip
        return moved

    return step


def _heirs(everyone: tuple[Staff, ...], leaver: str) -> dict[str, str]:
    may = EDITING | REVIEWING
    return {one.id: one.name for one in everyone
            if one.enabled and one.id != leaver and not may.isdisjoint(one.roles)}  # fmt: skip


async def _body(desk: Desk) -> None:
    leaver_id = desk.named("id")
    leaver = await desk.ask(lambda tables: tables.staff.get(leaver_id))
    if leaver is None:
        not_there("这个账号", "账号")
        return
    gone = leaver

    async def show() -> None:
        counts = await desk.ask(lambda tables: owned(tables, leaver_id))
        rows = tuple(Row(id=word, cells=(Cell(text=word, look="main"), Cell(text=str(number), look="num")))
                     for word, number in counts.items() if number)  # fmt: skip
        shown.set_content(table(("类别", "条数"), rows, f"{gone.name} 名下没有记录了。"))

    async def go() -> None:
        if not heir.value:
            heir.error = "请选一位同事来接手。"
            return
        heir.error = None
        if not await sure.ask(f"把 {gone.name} 名下的记录都移交给 {names[str(heir.value)]}？"):
            return
        total = 0
        try:
            while moved := await desk.change(hand_over(leaver_id, str(heir.value), desk.now()), RUNNING):
                total += sum(moved.values())
        except ContentError as error:
            desk.refuse(error)
        else:
            desk.say(f"已移交 {total} 条给 {names[str(heir.value)]}。")
        await show()

    head(f"移交 {gone.name} 名下的记录", "谁录入的、谁审核的不会变，只是以后由接手的人来管。账号停用请回到“账号”。")
    shown = listing("owned")
    await show()
    names = _heirs(await desk.ask(lambda tables: tables.staff.all()), leaver_id)
    sure = Sure("移交后这些记录在接手人的名下，每一条的历史里都会记一笔。", "移交")
    with ui.element("div").classes("bar"):
        heir = ui.select(names, label="交给谁").props("outlined dense").classes("search").mark("heir")
        action("移交", go, "hand-over", "first")
        ui.link("返回账号", "/accounts").classes("act quiet")


PAGE = DeskPage(path="/accounts/{id}/hand-over", title="移交", roles=RUNNING, body=_body)
