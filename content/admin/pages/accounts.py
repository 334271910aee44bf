"""账号: who may do what, their pledge (R189), their logins; no account ever has a default password."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from nicegui import ui

from content.admin.accounts import end_sessions, switch_account
from content.admin.controls import Sure, action, head
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.login import RUNNING, enter_path, issue_link
from content.admin.parts import MOUNT, DeskPage
from content.clock import local
from content.errors import ContentError
from content.model.people import Staff
from content.store.database import Tables
from content.store.staff import StaffSession

_COLUMNS = ("姓名", "登录名", "角色", "责任书", "最近使用", "状态")


def _row(staff: Staff, sessions: tuple[StaffSession, ...], has_password: bool) -> Row:
    used = max((one.last_used_at for one in sessions), default=None)
    flags = [Flag(word="启用", tone="good") if staff.enabled else Flag(word="停用", tone="calm")]
    flags += [Flag(word="没设密码", tone="warn")] * (staff.enabled and not has_password)
    signed = staff.pledged_on
    pledge = Cell(flags=(Flag(word="没有签"),)) if signed is None else Cell(text=signed.isoformat(), look="num")
    deeds = [Do(word="修改", href=f"{MOUNT}/accounts/{staff.id}")]
    if staff.enabled:
        deeds += [Do(word="发登录链接", deed="link"), Do(word="停用", deed="close")]
        deeds += [Do(word="让他退出", deed="out")] * bool(sessions)
    else:
        deeds.append(Do(word="启用", deed="open"))
    deeds.append(Do(word="移交", href=f"{MOUNT}/accounts/{staff.id}/hand-over"))
    return Row(id=staff.id, deeds=tuple(deeds), cells=(
        Cell(text=staff.name, look="main"),
        Cell(text=staff.login),
        Cell(text="、".join(role.label for role in staff.roles)),
        pledge,
        Cell(text=f"{local(used):%m-%d %H:%M}" if used else "—", look="num",
             small=f"{len(sessions)} 处登录着" if sessions else ""),
        Cell(flags=tuple(flags)),
    ))  # fmt: skip


def _rows(tables: Tables, now: datetime) -> tuple[Row, ...]:
    mine: dict[str, list[StaffSession]] = {}
    for session in tables.staff.every_session(now):
        mine.setdefault(session.staff_id, []).append(session)
    everyone = sorted(tables.staff.all(), key=lambda staff: (not staff.enabled, staff.login))
    return tuple(
        _row(staff, tuple(mine.get(staff.id, ())), tables.passwords.hash_of(staff.id) is not None)
        for staff in everyone
    )  # fmt: skip


class Accounts:
    """The open list."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._table = listing("accounts", self._deed)
        self._close = Sure("停用后他马上退出，做过的记录都还在。离职的人，名下的记录请移交给别人。", "停用")
        with ui.dialog() as self._shown, ui.card().classes("ask"):
            self._for = ui.label("").classes("title")
            self._link = ui.label("").classes("link").mark("link")
            ui.label("请他在自己的电脑上打开。30 分钟内有效，只能用一次；进来后让他设自己的密码。").classes("sub")
            with ui.element("div").classes("foot"):
                action("复制", lambda: ui.clipboard.write(self._link.text), "copy", "brand")
                action("好", self._shown.close)

    async def show(self) -> None:
        """Ask again and redraw."""
        rows = await self._desk.ask(lambda tables: _rows(tables, self._desk.now()))
        self._table.set_content(table(_COLUMNS, rows, "还没有账号。"))

    async def _deed(self, name: str, staff_id: str) -> None:
        account = await self._desk.ask(lambda tables: tables.staff.get(staff_id))
        if account is None:
            return
        now = self._desk.now()
        try:
            if name == "link":
                await self._issue(account)
            elif name == "close" and await self._close.ask(f"停用 {account.name}？"):
                await self._desk.change(switch_account(staff_id, False, now), RUNNING)
                self._desk.say(f"{account.name} 已停用。")
            elif name == "open":
                await self._desk.change(switch_account(staff_id, True, now), RUNNING)
                self._desk.say(f"{account.name} 已启用。")
            elif name == "out":
                await self._desk.change(end_sessions(staff_id, now), RUNNING)
                self._desk.say(f"{account.name} 已在各处退出。")
        except ContentError as error:
            self._desk.refuse(error)
        await self.show()

    async def _issue(self, account: Staff) -> None:
        parts = self._desk.parts
        make = partial(issue_link, parts.market, parts.keys, account.login, self._desk.now())
        token = await self._desk.work(lambda staff: make(by=staff), RUNNING)
        base = str(self._desk.request.base_url).removesuffix("/").removesuffix(MOUNT)
        self._for.set_text(f"{account.name} 的登录链接")
        self._link.set_text(base + enter_path(token))
        self._shown.open()


async def _body(desk: Desk) -> None:
    head("账号", "一人一个账号，不共用。签了数据安全责任书才能启用；没有默认密码，第一次用链接进来。",
         ("新账号", "/accounts/new"))  # fmt: skip
    await Accounts(desk).show()


PAGE = DeskPage(path="/accounts", title="账号", menu="账号", place=190, body=_body, roles=RUNNING)
