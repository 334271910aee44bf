"""运行状况: the hub and everything attached to it on one page, what is wrong on top; a person vouches for the clock."""

from __future__ import annotations

from datetime import datetime

from nicegui import ui

from content.admin.controls import Sure, action, head
from content.admin.desk import Desk
from content.admin.listing import Cell, Flag, Row, listing, table
from content.admin.login import AUDITING, RUNNING
from content.admin.parts import Card, DeskPage
from content.clock import local
from content.diagnosis import Level, Observation
from content.errors import ContentError
from content.hubapi.handover import behind
from content.link.protocol import program_version
from content.model.audit import Action
from content.model.people import Staff
from content.rules.clock import ClockState
from content.security import health
from content.security.examining import Place
from content.store.checkup import sqlite_version
from content.store.database import Tables
from content.timekeeping import GuardedClock, synced_at

_COLUMNS = ("什么", "怎么样", "说明")
_WORDS = {"clock": "时钟", "time-sync": "网络对时", "disk": "磁盘", "backup": "备份", "certificate": "证书",
          "edition": "现行一期", "terminal": "设备", "version": "程序"}  # fmt: skip
_LOOKS = {Level.GOOD: ("好", "good"), Level.NOTE: ("请留意", "calm"), Level.WRONG: ("不对", "warn")}
_ORDER = (Level.WRONG, Level.NOTE, Level.GOOD)


def line(one: Observation, place: int) -> Row:
    """Return one thing as a line."""
    word, tone = _LOOKS[one.level]
    return Row(id=str(place), cells=(Cell(text=_WORDS.get(one.about, one.about), look="main"),
                                     Cell(flags=(Flag(word=word, tone=tone),)), Cell(text=one.sentence)))  # fmt: skip


class HealthDesk:
    """The page and the cards of one hub's state."""

    def __init__(self, place: Place, clock: GuardedClock) -> None:
        self._place, self._clock = place, clock

    def look(self, tables: Tables, now: datetime) -> tuple[Observation, ...]:
        """Return how everything is, what is wrong first."""
        room, program = self._place.market.room, program_version()
        found = [self._clock_line(),
                 health.synced(self._clock.machine(), synced_at()),
                 health.backups(self._place.data, self._place.backup, now),
                 self._certificate(tables, now), health.edition(tables.editions.highest(), now),
                 *(health.terminal(one, now, program) for one in tables.terminals.all() if one.revoked_at is None),
                 Observation(part="hub", about="version", level=Level.GOOD,
                             sentence=f"零工站 {program}，SQLite {sqlite_version()}。")]  # fmt: skip
        if room is not None:
            found.append(health.disk(room.look(), room.limits))
        return tuple(sorted(found, key=lambda one: _ORDER.index(one.level)))

    def _clock_line(self) -> Observation:
        kept = self._clock.now()  # asked first: it is what finds out how the machine's clock stands
        return health.clock(self._clock.state, self._clock.machine(), kept)

    def _certificate(self, tables: Tables, now: datetime) -> Observation:
        held = self._place.certificate
        left = behind(tables.terminals.all(), held.authority_pem) if held is not None else ()
        return health.certificate(held, now, len(left))

    def clock_card(self, _tables: Tables, _now: datetime) -> Card:
        """Return the card of the clock: who puts it right, while it is wrong."""
        told = self._clock_line()
        return Card(label="时钟要处理", figure=int(told.level is Level.WRONG), path="/health",
                    pressing=told.level is Level.WRONG, roles=RUNNING,
                    sentence=told.sentence if told.level is Level.WRONG else "")  # fmt: skip

    def certificate_card(self, tables: Tables, now: datetime) -> Card:
        """Return the card of the certificate that ends."""
        told = self._certificate(tables, now)
        return Card(label="证书要处理", figure=int(told.level is Level.WRONG), path="/health",
                    pressing=told.level is Level.WRONG, roles=RUNNING,
                    sentence=told.sentence if told.level is Level.WRONG else "")  # fmt: skip

    async def body(self, desk: Desk) -> None:
        """Draw the page."""
        head("运行状况", "中心和连着它的设备现在怎么样，不对的在最上面。")
        place = listing("health")

        async def show() -> None:
            found = await desk.ask(lambda tables: self.look(tables, desk.now()))
            place.set_content(table(_COLUMNS, tuple(map(line, found, range(len(found)))), ""))

        await show()
        if self._clock.state is not ClockState.RIGHT and desk.may(RUNNING):
            sure = Sure("时间错了又说对，岗位和公告会一下子全到期。请先和手机上的时间对一对，年月日都要看。",
                        "对，就是现在的时间")  # fmt: skip
            with ui.element("div").classes("foot turn"):

                async def accept() -> None:
                    machine = self._clock.machine()
                    if not await sure.ask(f"现在真的是 {local(machine):%Y 年 %m 月 %d 日 %H:%M} 吗？"):
                        return
                    try:
                        await desk.change(self._accepted, RUNNING, always=True)
                    except ContentError as error:
                        desk.refuse(error)
                        return
                    desk.go("/health")

                action("电脑的时间是对的", accept, "accept-clock")

    def _accepted(self, tables: Tables, staff: Staff) -> None:
        at = self._clock.accept()
        tables.clock_marks.put(at, ClockState.RIGHT)
        tables.audit.note(staff, at, Action.CLOCK, subject="clock", words="确认电脑的时间是对的")

    def page(self) -> DeskPage:
        """Return the page."""
        return DeskPage(path="/health", title="运行状况", menu="运行状况", place=65, body=self.body,
                        roles=AUDITING)  # fmt: skip
