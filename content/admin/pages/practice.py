"""练习: the way from the desk to the market of practice, and there the button that begins it anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from nicegui import ui

from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.login import EVERYONE
from content.admin.parts import DeskPage
from content.errors import ContentError
from content.model.audit import Action
from content.model.codes import Role
from content.model.people import Staff
from content.store.database import Tables

BEGINNING_ANEW = frozenset((Role.MANAGER,))
_THERE = "练习场里的企业、岗位和求职者都是编的，每一页上头都有一条“练习，不算数”。"
_NOT_HERE = "在那里登记、推荐、发布，都不进真台账、不上屏、不算得分，也不进备份。做错了不要紧。"


def way_to_practice(ask_for_link: Callable[[Staff], str]) -> DeskPage:
    """Return the real desk's page; `ask_for_link` gets a one-time link over there, HubAway where nothing runs."""

    async def body(desk: Desk) -> None:
        async def go() -> None:
            try:
                url = await asyncio.to_thread(ask_for_link, desk.staff)
            except ContentError as error:
                desk.refuse(error)
                return
            place.clear()
            with place:
                ui.link("打开练习场", url, new_tab=True).classes("act").mark("opened")
            ui.navigate.to(url, new_tab=True)

        head("练习", _THERE)
        ui.label(_NOT_HERE).classes("sub")
        with ui.element("div").classes("foot"):
            action("去练习", go, "go", "first")
        # a browser that opens no new page by itself leaves this
        place = ui.element("div").classes("foot")

    return DeskPage(path="/practice", title="练习", menu="练习", place=195, body=body, roles=EVERYONE)


def practice_anew(begin: Callable[[], None]) -> DeskPage:
    """Return the page of the practice market itself; `begin` ends the process, which comes back empty and planted."""

    async def body(desk: Desk) -> None:
        def noted(tables: Tables, staff: Staff) -> None:
            tables.audit.note(staff, desk.now(), Action.SAVED, subject="practice", words="重新开始练习")

        async def sure() -> None:
            try:
                await desk.change(noted, BEGINNING_ANEW)
            except ContentError as error:
                desk.refuse(error)
                return
            place.clear()
            with place:
                ui.label("正在重新准备，十几秒后再从真的后台点“练习”进来。").classes("news").mark("anew")
            begin()

        head("重新开始练习", "练过的都清掉，换回编好的企业、岗位和人。正在练习的人都要重新进来。")
        place = ui.element("div").classes("foot")
        with place:
            action("清掉，重新开始", sure, "begin", "first")

    return DeskPage(path="/practice", title="重新开始练习", menu="重新开始练习", place=195, body=body,
                    roles=BEGINNING_ANEW)  # fmt: skip
