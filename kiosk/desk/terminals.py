"""设备: every paired terminal, what is wrong with it, and what was wrong in the last days (R009)."""

from __future__ import annotations

from datetime import datetime, timedelta

from nicegui import ui

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.hall_redraw import redraw_on_news
from content.admin.listing import Cell, Do, Row, listing, table
from content.admin.login import RUNNING
from content.admin.parts import Card, DeskPage
from content.admin.terminals import Pairing, Revoking, edition_words, seen_words
from content.errors import ContentError
from content.model.codes import TerminalKind
from content.model.people import Terminal
from content.model.terminals import TerminalEvent, TerminalReport, read_report
from content.rules.terminals import needs_someone, troubles
from content.store.database import Tables
from kiosk.desk.wording import advice, flags, has_devices, paper_words, printer_words, reader_words, span

COLUMNS = ("设备", "状态", "读卡器", "打印机", "纸", "用的是哪一期", "程序", "待送", "最近联系")
_EVENT_COLUMNS = ("设备", "出了什么事", "什么时候")
_NONE = "还没有自助机。按“配对新的自助机”取一个配对码，在机器上输入。"
_EVENTS_FOR = timedelta(days=7)


def _badness(terminal: Terminal, report: TerminalReport, now: datetime) -> int:
    if terminal.revoked_at is not None:
        return 3
    return 0 if needs_someone(terminal, report, now) else 1 if troubles(terminal, report, now) else 2


def terminal_row(terminal: Terminal, report: TerminalReport, editions: dict[int, int], now: datetime,
                 runs: bool) -> Row:  # fmt: skip
    """Return the line of one terminal; `editions` are the numbers of the kept ones by their order."""
    mine = has_devices(terminal)
    waiting = "—" if report.waiting is None else str(report.waiting)
    deeds = (Do(word="停用", deed="revoke"),) if runs and terminal.revoked_at is None else ()
    return Row(id=terminal.id, deeds=deeds, cells=(
        Cell(text=terminal.name, look="main", href=Desk.href(f"/devices/{terminal.id}"),
             small=f"{terminal.kind.label} · 编号 {terminal.prefix}"),
        Cell(flags=flags(terminal, report, max(editions, default=None), now), small=advice(terminal, report, now)),
        Cell(text=reader_words(report) if mine else "—"),
        Cell(text=printer_words(report) if mine else "—"),
        Cell(text=paper_words(report) if mine else "—"),
        Cell(text=edition_words(terminal, editions)),
        Cell(text=report.version or "—", look="num"),
        Cell(text=waiting, look="num"),
        Cell(text=seen_words(terminal), look="num"),
    ))  # fmt: skip


def event_row(event: TerminalEvent, names: dict[str, str]) -> Row:
    """Return the line of one span of trouble."""
    return Row(id=event.id, cells=(
        Cell(text=names.get(event.terminal_id, "—"), look="main"), Cell(text=event.trouble.label),
        Cell(text=span(event)),
    ))  # fmt: skip


def needing_someone(tables: Tables, now: datetime) -> int:
    """Return how many terminals somebody has to go to."""
    return sum(needs_someone(one, read_report(one.report), now) for one in tables.terminals.all())


def card(tables: Tables, now: datetime) -> Card:
    """Return the card of 今日工作."""
    number = needing_someone(tables, now)
    return Card(label="设备要去看看", figure=number, path="/devices", pressing=number > 0)


async def _body(desk: Desk) -> None:
    runs = desk.may(RUNNING)

    def look(tables: Tables) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        now = desk.now()
        editions = {one.order: one.number for one in tables.editions.kept(200)}
        known = [(one, read_report(one.report)) for one in tables.terminals.all()]
        known.sort(key=lambda pair: _badness(pair[0], pair[1], now))  # stable: else in the order of pairing
        names = {one.id: one.name for one, _ in known}
        events = tables.terminal_events.since(now - _EVENTS_FOR)
        return (tuple(terminal_row(*pair, editions, now, runs) for pair in known),
                tuple(event_row(event, names) for event in events))  # fmt: skip

    async def show() -> None:
        try:
            rows, events = await desk.ask(look)
        except ContentError as error:
            desk.refuse(error)
            return
        terminals.set_content(table(COLUMNS, rows, _NONE))
        log.set_content(table(_EVENT_COLUMNS, events, "这七天设备都好好的。"))

    async def deed(name: str, terminal_id: str) -> None:
        await revoking.ask(terminal_id)

    head("设备", "自助机、服务窗口和信息屏。断网时它们照常用，联上后自己补送；有事的排在最前面。")
    Pairing(desk, (TerminalKind.KIOSK, TerminalKind.WINDOW))
    terminals = listing("terminals", deed if runs else None)
    revoking = Revoking(desk, show)
    ui.label("最近七天").classes("section")
    log = listing("events")
    redraw_on_news(desk.parts.hall, terminals, show)
    await show()


PAGE = DeskPage(path="/devices", title="设备", menu="设备", place=62, body=_body, count=needing_someone,
                urgent=True)  # fmt: skip
