"""Pairing and revoking terminals, and in words when one was heard of and what it shows; 设备 and 信息屏 use them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from nicegui import ui

from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.login import RUNNING
from content.clock import local
from content.errors import ContentError
from content.hubapi.pairing import new_pairing_code
from content.link.protocol import program_version
from content.model.audit import Action
from content.model.codes import TerminalKind
from content.model.people import Staff, Terminal
from content.store.database import Tables

_AS_NEW = ("终端的程序要和中心一样新（{}）。它说“证书与配对码不符”，多半是程序旧："
           "先用 U 盘给它升级，再要一个配对码。")  # fmt: skip


def seen_words(terminal: Terminal) -> str:
    """Return when a terminal was last heard of: 11-23 09:30:12."""
    return "—" if terminal.last_seen_at is None else f"{local(terminal.last_seen_at):%m-%d %H:%M:%S}"


def edition_words(terminal: Terminal, editions: dict[int, int]) -> str:
    """Return which edition a terminal uses; `editions` are the numbers of the kept ones by their order."""
    order = terminal.edition_order
    return "—" if order is None else f"第 {editions[order]} 期" if order in editions else "很早的一期"


class Pairing:
    """A button for each kind of terminal, and the dialog that shows its code once."""

    def __init__(self, desk: Desk, kinds: tuple[TerminalKind, ...]) -> None:
        self._desk = desk
        with ui.element("div").classes("tools"):
            for kind in kinds if desk.may(RUNNING) else ():
                action(f"配对新的{kind.label}", partial(self._code, kind), f"pair-{kind.value}")
        with ui.dialog() as self._shown, ui.card().classes("ask"):
            ui.label("配对码").classes("title")
            self._digits = ui.label("").classes("code").mark("code")
            ui.label("在新终端上输入。15 分钟内有效，只能用一次；关掉就看不到了。").classes("sub")
            ui.label(_AS_NEW.format(program_version())).classes("sub").mark("same-version")
            action("好", self._shown.close)

    async def _code(self, kind: TerminalKind) -> None:
        parts = self._desk.parts
        try:
            code = await self._desk.work(
                lambda staff: new_pairing_code(parts.market, parts.keys, kind, self._desk.now(), parts.pin, staff),
                RUNNING)  # fmt: skip
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._digits.set_text(code)
        self._shown.open()


class Revoking:
    """The question before a terminal is shut out, and doing it."""

    def __init__(self, desk: Desk, show: Callable[[], Awaitable[None]]) -> None:
        self._desk, self._show, self._wanted = desk, show, ""
        with ui.dialog() as self._sure, ui.card().classes("ask"):
            self._question = ui.label("").classes("title")
            ui.label("停用后它收不到新的一期，也送不来登记。要再用，得重新配对。").classes("sub")
            with ui.element("div").classes("foot"):
                action("停用", self._revoke, "revoke", "first")
                action("取消", self._sure.close)

    async def ask(self, terminal_id: str) -> None:
        """Ask about one terminal."""
        self._wanted = terminal_id
        terminal = await self._desk.ask(lambda tables: tables.terminals.get(terminal_id))
        if terminal is not None:
            self._question.set_text(f"停用“{terminal.name}”？")
            self._sure.open()

    async def _revoke(self) -> None:
        self._sure.close()
        try:
            await self._desk.change(self._shut_out, RUNNING)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say("已停用。")
        await self._show()

    def _shut_out(self, tables: Tables, staff: Staff) -> None:
        now, terminal = self._desk.now(), tables.terminals.get(self._wanted)
        if terminal is not None and terminal.revoked_at is None:
            tables.terminals.revoke(terminal.id, now)
            tables.audit.note(staff, now, Action.TERMINAL, subject="terminal", subject_id=terminal.id,
                              words=f"停用“{terminal.name}”")  # fmt: skip
