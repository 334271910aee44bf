"""One device: how it is, the errands it can be sent on, its slips and what was wrong with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from nicegui import ui

from content.admin.controls import Sure, action, head, not_there
from content.admin.day_strips import day_strip, week_strip
from content.admin.desk import Desk
from content.admin.hall_redraw import redraw_on_news
from content.admin.listing import Cell, Do, Row, listing, table
from content.admin.login import EDITING, RUNNING
from content.admin.parts import DeskPage
from content.errors import ContentError
from content.hubapi.errands import order_errand
from content.model.codec import to_json
from content.model.codes import Role
from content.model.people import Terminal
from content.model.strips import StripOrder
from content.model.terminals import (
    ERRAND_LIFE,
    Errand,
    ErrandKind,
    ReportedSlip,
    TerminalEvent,
    TerminalReport,
    errand_state,
    read_report,
)
from content.store.database import Tables
from kiosk.desk.terminals import COLUMNS, event_row, terminal_row
from kiosk.desk.wording import (
    advice,
    errand_flag,
    has_devices,
    minute,
    slip_flag,
    slip_number,
    slip_time,
    slip_words,
)

SENDING = RUNNING | EDITING | frozenset({Role.CLERK})
"""Who may send a device on an errand: those who stand in the hall."""

_SLIP_COLUMNS = ("小票", "编号", "什么时候", "打好没有")
_ERRAND_COLUMNS = ("让它做什么", "谁让的", "什么时候", "结果")
_NOTICE = "本机暂停使用，请到服务窗口办理。"
_LONGEST_NOTICE = 60
_EVENTS_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What the page shows, read in one go."""

    terminal: Terminal
    report: TerminalReport
    editions: dict[int, int]
    errands: tuple[Errand, ...]
    names: dict[str, str]
    events: tuple[TerminalEvent, ...]


def _look(tables: Tables, terminal_id: str, now: datetime) -> _Seen | None:
    terminal = tables.terminals.get(terminal_id)
    if terminal is None:
        return None
    return _Seen(
        terminal=terminal, report=read_report(terminal.report),
        editions={one.order: one.number for one in tables.editions.kept(200)},
        errands=tables.errands.of_terminal(terminal_id), names={one.id: one.name for one in tables.staff.all()},
        events=tables.terminal_events.since(now - _EVENTS_FOR, terminal_id),
    )  # fmt: skip


def _slip_row(slip: ReportedSlip, sends: bool) -> Row:
    deeds = (Do(word="补打", deed="reprint"),) if sends and slip.reprintable else ()
    return Row(id=slip.id, deeds=deeds, cells=(
        Cell(text=slip_words(slip), look="main"), Cell(text=slip_number(slip), look="num"), Cell(text=slip_time(slip)),
        Cell(flags=(slip_flag(slip),)),
    ))  # fmt: skip


def _errand_row(errand: Errand, names: dict[str, str], now: datetime) -> Row:
    state = errand_state(errand, now)
    return Row(id=errand.id, cells=(
        Cell(text=errand.kind.label, look="main", small="" if errand.kind is ErrandKind.STRIP else errand.argument),
        Cell(text=names.get(errand.ordered_by, "—")),
        Cell(text=minute(errand.ordered_at)),
        Cell(flags=(errand_flag(state),), small=errand.sentence),
    ))  # fmt: skip


class _Errands:
    """The buttons that send this device on its way."""

    def __init__(self, desk: Desk, terminal_id: str, show: Callable[[], Awaitable[None]]) -> None:
        self._desk, self._terminal_id, self._show = desk, terminal_id, show
        with ui.element("div").classes("tools") as self._tools:
            action("打试纸", lambda: self.send(ErrandKind.TEST_SLIP), "test-slip", "brand")
            action("打今天的报表条", lambda: self._strip(day_strip), "day-strip")
            action("打本周的报表条", lambda: self._strip(week_strip), "week-strip")
            self._pause = action("暂停使用", self._ask_notice, "pause")
            self._resume = action("恢复使用", lambda: self.send(ErrandKind.RESUME), "resume", "first")
            action("重新启动", self._restart, "restart")
        self._sure = Sure("正在用它的人会被打断；大约半分钟后自己回来，登记好的不会丢。", "重新启动")
        with ui.dialog() as self._asking, ui.card().classes("ask"):
            ui.label("暂停使用").classes("title")
            ui.label("屏幕上只显示下面这句话，直到按“恢复使用”；重新开机也还是暂停。").classes("sub")
            self._notice = ui.input("屏幕上的话", value=_NOTICE).props(f"maxlength={_LONGEST_NOTICE}").mark("notice")
            with ui.element("div").classes("foot"):
                action("暂停", self._pause_now, "pause-now", "first")
                action("取消", self._asking.close)

    def fit(self, paused: bool) -> None:
        """Offer what makes sense now."""
        self._pause.set_visibility(not paused)
        self._resume.set_visibility(paused)

    async def send(self, kind: ErrandKind, argument: str = "") -> None:
        """Order an errand and call the device."""
        now = self._desk.now()
        try:
            await self._desk.change(
                lambda tables, staff: order_errand(tables, staff, self._terminal_id, kind, argument, now), SENDING
            )
        except ContentError as error:
            self._desk.refuse(error)
            return
        if self._desk.parts.on_errand is not None:
            self._desk.parts.on_errand(self._terminal_id)
        self._desk.say(f"已让设备“{kind.label}”，结果看下面；10 分钟没取就作废。")
        with self._tools:  # of a device that says nothing there is no news when the ten minutes are over
            ui.timer(ERRAND_LIFE.total_seconds() + 1, self._show, once=True)
        await self._show()

    async def _strip(self, counted: Callable[[Tables, str, datetime], StripOrder]) -> None:
        now = self._desk.now()

        def look(tables: Tables) -> StripOrder:
            terminal = tables.terminals.get(self._terminal_id)
            return counted(tables, terminal.name if terminal is not None else "", now)

        await self.send(ErrandKind.STRIP, to_json(await self._desk.ask(look)).decode())

    async def _restart(self) -> None:
        if await self._sure.ask("重新启动这台设备？"):
            await self.send(ErrandKind.RESTART)

    def _ask_notice(self) -> None:
        self._asking.open()

    async def _pause_now(self) -> None:
        self._asking.close()
        await self.send(ErrandKind.PAUSE, str(self._notice.value or "").strip()[:_LONGEST_NOTICE] or _NOTICE)


async def _body(desk: Desk) -> None:
    terminal_id, sends = desk.named("terminal_id"), desk.may(SENDING)
    first = await desk.ask(lambda tables: _look(tables, terminal_id, desk.now()))
    if first is None:
        not_there("这台设备", "设备")
        return

    async def show() -> None:
        try:
            seen = await desk.ask(lambda tables: _look(tables, terminal_id, desk.now()))
        except ContentError as error:
            desk.refuse(error)
            return
        if seen is not None:
            fill(seen)

    def fill(seen: _Seen) -> None:
        now = desk.now()
        state.set_content(table(COLUMNS, (terminal_row(seen.terminal, seen.report, seen.editions, now, False),), ""))
        todo.set_text(advice(seen.terminal, seen.report, now))
        todo.set_visibility(bool(todo.text))
        slips.set_content(table(_SLIP_COLUMNS, tuple(_slip_row(one, sends) for one in seen.report.slips),
                                "它还没有打过小票，或者没有打印机。"))  # fmt: skip
        done.set_content(table(_ERRAND_COLUMNS, tuple(_errand_row(one, seen.names, now) for one in seen.errands),
                               "还没有让它做过什么。"))  # fmt: skip
        names = {seen.terminal.id: seen.terminal.name}
        log.set_content(table(("设备", "出了什么事", "什么时候"), tuple(event_row(one, names) for one in seen.events),
                              "这七天它好好的。"))  # fmt: skip
        if errands is not None:
            errands.fit(bool(seen.report.paused))

    async def deed(name: str, slip_id: str) -> None:
        if errands is not None:
            await errands.send(ErrandKind.REPRINT, slip_id)

    head(first.terminal.name, f"{first.terminal.kind.label}，编号以 {first.terminal.prefix} 开头。")
    todo = ui.label("").classes("news wrong")
    open_to_errands = sends and has_devices(first.terminal) and first.terminal.revoked_at is None
    errands = _Errands(desk, terminal_id, show) if open_to_errands else None
    state = listing("state")
    ui.label("最近的小票").classes("section")
    slips = listing("slips", deed if open_to_errands else None)
    ui.label("让它做的事").classes("section")
    done = listing("errands")
    ui.label("最近七天").classes("section")
    log = listing("events")
    redraw_on_news(desk.parts.hall, state, show, lambda one: one == terminal_id)
    fill(first)


PAGE = DeskPage(path="/devices/{terminal_id}", title="设备", body=_body)
