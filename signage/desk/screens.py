"""信息屏: what every screen shows now, what is wrong with it, and how the board stands against the regulation."""

from __future__ import annotations

import asyncio
from datetime import datetime

from nicegui import ui

from content.admin.alarm_presets import DECLARING
from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.hall_redraw import redraw_on_news
from content.admin.listing import Cell, Do, Row, listing, table
from content.admin.login import EDITING, REVIEWING, RUNNING
from content.admin.look_alikes import twin_pairs
from content.admin.parts import MOUNT, Card, DeskPage
from content.admin.terminals import Pairing, Revoking, edition_words, seen_words
from content.admin.written import written
from content.errors import ContentError, EditionError
from content.model.codes import TerminalKind
from content.model.people import Terminal
from content.model.published import EditionContent
from content.model.screens import read_screen_report
from content.publishing.publisher import Publisher
from content.store.database import Tables
from signage.desk.compliance import Mark, meter
from signage.desk.edition_scenes import scenes_of_edition
from signage.desk.screen_words import card_of, flags_of, needs_somebody

_NONE = "还没有信息屏。按“配对新的信息屏”取一个配对码，在屏上输入。"
_COLUMNS = ("信息屏", "编号", "状态", "用的是哪一期", "最近联系")


def screens_of(tables: Tables) -> tuple[Terminal, ...]:
    """Return the screens, those put out of use last."""
    mine = [one for one in tables.terminals.all() if one.kind is TerminalKind.SCREEN]
    return tuple(sorted(mine, key=lambda one: one.revoked_at is not None))


def needing_somebody(tables: Tables, now: datetime) -> int:
    """Return how many screens are silent or report a fault."""
    return sum(needs_somebody(one, now) for one in screens_of(tables))


def card(tables: Tables, now: datetime) -> Card:
    """Return the card of 今日工作 on screens that need somebody."""
    number = needing_somebody(tables, now)
    return Card(label="信息屏要去看看", figure=number, path="/screens", pressing=number > 0)


def alarm_card(tables: Tables, now: datetime) -> Card:
    """Return the card of 今日工作 on an emergency that is running."""
    running = tables.emergencies.get(now) is not None
    return Card(label="紧急通知正在显示", figure=int(running), path="/emergency", pressing=running)


def content_in_force(publisher: Publisher) -> EditionContent | None:
    """Return what the published edition holds; None without one, or with its files gone."""
    try:
        edition = publisher.current()
    except EditionError:
        return None
    if edition is None:
        return None
    try:
        return edition.content()
    finally:
        edition.close()


class _Room:
    """The open page."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._runs = desk, desk.may(RUNNING)
        head("信息屏", "大厅里的信息发布屏。断网时照常播放最近的一期；画面、播放记录联上后自己补送。")
        with ui.element("div").classes("tools"):
            if desk.may(EDITING | REVIEWING):
                ui.link("节目单", "/screens/programme").classes("act quiet")
            ui.link("当时屏上是什么", "/screens/asked").classes("act quiet")
            ui.link("播放周报", "/screens/report").classes("act quiet")
            if desk.may(DECLARING):
                ui.link("紧急通知", "/emergency").classes("act quiet")
        self._cards = ui.html("", sanitize=False).classes("w-full").mark("screens")
        ui.label("公告栏合规表").classes("section")
        self._meter = ui.html("").classes("w-full").mark("meter")
        ui.label("配对和停用").classes("section")
        Pairing(desk, (TerminalKind.SCREEN,))
        self._list = listing("terminals", self._deed if self._runs else None)
        self._revoking = Revoking(desk, self.show)
        self._known: frozenset[str] = frozenset()

    async def show(self) -> None:
        """Ask again and redraw the screens."""
        desk, now = self._desk, self._desk.now()
        taken = desk.parts.hall.taken_at()

        def look(tables: Tables) -> tuple[tuple[Terminal, ...], dict[int, int]]:
            return screens_of(tables), {one.order: one.number for one in tables.editions.kept(200)}

        try:
            screens, editions = await desk.ask(look)
            drawn = await asyncio.to_thread(scenes_of_edition(desk.parts.publisher).of, now)
        except ContentError as error:
            desk.refuse(error)
            return
        self._known = frozenset(one.id for one in screens)
        cards = [card_of(one, taken.get(one.id), editions, drawn, now) for one in screens if one.revoked_at is None]
        self._cards.set_content(written("screens.html", cards=cards, mount=MOUNT, none=_NONE))
        rows = tuple(self._row(one, editions, now) for one in screens)
        self._list.set_content(table(_COLUMNS, rows, _NONE))

    def _row(self, screen: Terminal, editions: dict[int, int], now: datetime) -> Row:
        deeds = (Do(word="停用", deed="revoke"),) if self._runs and screen.revoked_at is None else ()
        report = read_screen_report(screen.report)
        return Row(id=screen.id, deeds=deeds, cells=(
            Cell(text=screen.name, look="main", href=Desk.href(f"/screens/{screen.id}")),
            Cell(text=screen.prefix, look="num"),
            Cell(flags=flags_of(screen, report, max(editions, default=None), now)),
            Cell(text=edition_words(screen, editions)), Cell(text=seen_words(screen), look="num"),
        ))  # fmt: skip

    async def measure(self) -> None:
        """Fill in the meter, which looks through the whole ledger."""
        desk, now = self._desk, self._desk.now()

        def look(tables: Tables) -> tuple[Mark, ...]:
            return meter(tables, content_in_force(desk.parts.publisher), len(twin_pairs(tables, now)), now)

        try:
            marks = await desk.ask(look)
        except ContentError as error:
            desk.refuse(error)
            return
        self._meter.set_content(written("screen_meter.html", marks=marks, mount=MOUNT))

    async def _deed(self, name: str, screen_id: str) -> None:
        await self._revoking.ask(screen_id)

    def listen(self) -> None:
        """Redraw when a screen is heard of, sends a picture, or falls silent."""
        redraw_on_news(self._desk.parts.hall, self._cards, self.show, lambda one: one in self._known)


async def _body(desk: Desk) -> None:
    room = _Room(desk)
    await room.show()
    room.listen()
    await desk.drawn()
    await room.measure()


PAGE = DeskPage(path="/screens", title="信息屏", menu="信息屏", place=60, body=_body, count=needing_somebody,
                urgent=True)  # fmt: skip
