"""我的登录: where this account is logged in, and how to end it there."""

from __future__ import annotations

from datetime import datetime

from nicegui import ui

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.login import EVERYONE
from content.admin.parts import DeskPage
from content.clock import local
from content.errors import ContentError
from content.model.audit import Action
from content.model.people import Staff
from content.store.database import Tables

_COLUMNS = ("设备", "登录时间", "最近使用", "方式")


def _rows(tables: Tables, staff: Staff, own: bytes, now: datetime) -> tuple[Row, ...]:
    sessions = (one for one in tables.staff.sessions(staff.id) if one.expires_at > now)
    here = (Flag(word="现在这里", tone="good"),)
    return tuple(
        Row(id=one.digest.hex(), deeds=() if one.digest == own else (Do(word="结束", deed="end"),), cells=(
            Cell(text=one.device or "—", look="main", flags=here * (one.digest == own)),
            Cell(text=f"{local(one.created_at):%m-%d %H:%M}", look="num"),
            Cell(text=f"{local(one.last_used_at):%m-%d %H:%M}", look="num"),
            Cell(text="一次性链接" if one.by_link else "密码"),
        ))
        for one in sessions
    )  # fmt: skip


async def _body(desk: Desk) -> None:
    async def show() -> None:
        rows = await desk.ask(lambda tables: _rows(tables, desk.staff, desk.session_digest, desk.now()))
        place.set_content(table(_COLUMNS, rows, "没有别的登录。"))

    async def end(_: str, digest: str) -> None:
        def step(tables: Tables, staff: Staff) -> None:
            # only one of one's own: the row's id comes from the page
            if any(one.digest.hex() == digest for one in tables.staff.sessions(staff.id)):
                tables.staff.end_session(bytes.fromhex(digest))
                tables.audit.note(staff, desk.now(), Action.SESSION_ENDED, subject="staff", subject_id=staff.id)

        try:
            await desk.change(step, EVERYONE)
        except ContentError as error:
            desk.refuse(error)
        await show()

    head("我的登录", "有不认得的设备，先点“结束”，再改密码。")
    place = listing("sessions", end)
    with ui.element("div").classes("foot"):
        ui.link("改密码", "/password").classes("act")
    await show()


PAGE = DeskPage(path="/me", title="我的登录", body=_body)
