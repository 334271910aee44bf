"""Pairing and revoking terminals, and a list of them: last seen and edition; 设备 and 信息屏 use them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from nicegui import ui

from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.login import RUNNING
from content.clock import local
from content.errors import ContentError
from content.hubapi.pairing import new_pairing_code
from content.link.protocol import program_version
from content.model.audit import Action
from content.model.codes import TerminalKind
from content.model.people import Staff, Terminal
from content.rules.terminals import is_late
from content.store.database import Tables

_COLUMNS = ("名称", "种类", "编号前缀", "最近联系", "用的是哪一期", "状态")
_AS_NEW = ("终端的程序要和中心一样新（{}）。它说“证书与配对码不符”，多半是程序旧："
           "先用 U 盘给它升级，再要一个配对码。")  # fmt: skip


def status(terminal: Terminal, highest: int | None, now: datetime) -> Flag:
    """Return how a terminal stands; one that was never heard of is not taken for well."""
    if terminal.revoked_at is not None:
        return Flag(word="已停用", tone="calm")
    if terminal.last_seen_at is None:
        return Flag(word="还没有联系过", tone="warn")
    if is_late(terminal, now):
        return Flag(word="失去联系")
    if highest is not None and terminal.edition_order != highest:
        return Flag(word="正在更新", tone="warn")
    return Flag(word="正常", tone="good")


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
                lambda staff: new_pairing_code(parts.market, parts.keys, kind, self._desk.now(), parts.pin), RUNNING
            )
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


class TerminalList:
    """The open list of one page."""

    def __init__(self, desk: Desk, kinds: tuple[TerminalKind, ...], none: str) -> None:
        self._desk, self._kinds, self._none = desk, kinds, none
        Pairing(desk, kinds)
        self._table = listing("terminals", self._deed if desk.may(RUNNING) else None)
        self._revoking = Revoking(desk, self.show)

    async def show(self) -> None:
        """Ask again and redraw."""
        try:
            rows = await self._desk.ask(self._rows)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._table.set_content(table(_COLUMNS, rows, self._none))

    def _rows(self, tables: Tables) -> tuple[Row, ...]:
        now = self._desk.now()
        editions = {one.order: one.number for one in tables.editions.kept(200)}
        highest = max(editions, default=None)
        runs = self._desk.may(RUNNING)
        mine = (one for one in tables.terminals.all() if one.kind in self._kinds)
        return tuple(self._row(one, editions, highest, now, runs) for one in mine)

    @staticmethod
    def _row(terminal: Terminal, editions: dict[int, int], highest: int | None, now: datetime, runs: bool) -> Row:
        deeds = (Do(word="停用", deed="revoke"),) if runs and terminal.revoked_at is None else ()
        return Row(id=terminal.id, deeds=deeds, cells=(
            Cell(text=terminal.name, look="main"),
            Cell(text=terminal.kind.label),
            Cell(text=terminal.prefix, look="num"),
            Cell(text=seen_words(terminal), look="num"),
            Cell(text=edition_words(terminal, editions)),
            Cell(flags=(status(terminal, highest, now),)),
        ))  # fmt: skip

    async def _deed(self, name: str, terminal_id: str) -> None:
        await self._revoking.ask(terminal_id)
