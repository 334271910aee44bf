"""值班表: who sits at which window on which day of a week, with the days off of the yearly table; printable."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta

from nicegui import ui

from content.admin.cadence import workdays_of
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.listing import listing
from content.admin.parts import DeskPage
from content.admin.windows import ARRANGING, LOOKING, copy_week, put_on, take_off
from content.admin.written import written
from content.clock import calendar_day, local
from content.errors import ContentError
from content.model.codes import Role
from content.model.tickets import ServiceWindow, Shift
from content.reports.paper import draw, page_of
from content.rules.roster import short_days
from content.rules.windows import works_on
from content.rules.workdays import Workdays, day_of, week_of
from content.store.database import Tables
from content.theme.words import day as day_word

_DAY = timedelta(days=1)
_WEEK = "一二三四五六日"
_SITTING = frozenset((Role.CLERK, Role.COUNSELLOR, Role.MANAGER))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    word: str
    date: str
    note: str
    today: bool
    short: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    day: date
    people: tuple[tuple[str, str], ...]  # staff id and name
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Week:
    days: tuple[_Day, ...]
    rows: tuple[tuple[ServiceWindow, tuple[_Cell, ...]], ...]
    windows: dict[str, str]
    people: dict[str, str]
    market: str


def _note(day: date, workdays: Workdays) -> str:
    return "放假" if day in workdays.off else "调休上班" if day in workdays.worked else ""


def _look(tables: Tables, days: tuple[date, ...], today: date) -> _Week:
    windows, workdays, settings = tables.windows.all(), workdays_of(tables), tables.market.get()
    shifts = tables.roster.between(days[0], days[-1])
    names = {one.id: one.name for one in tables.staff.all()}
    public = {one.number: one for one in tables.windows.display(settings.holidays).windows}
    short = short_days(days, shifts, windows, workdays) if windows else ()
    return _Week(
        days=tuple(_Day(word=f"周{_WEEK[day.weekday()]}", date=day_word(day), note=_note(day, workdays),
                        today=day == today, short=day in short) for day in days),
        rows=tuple((window, tuple(
            _Cell(day=day, open=works_on(public[window.number], day), people=tuple(
                (shift.staff_id, names.get(shift.staff_id, "已离开的人")) for shift in shifts
                if shift.day == day and shift.window_id == window.id)) for day in days)) for window in windows),
        windows={one.id: f"{one.number} 号 {one.name}" for one in windows},
        people={one.id: one.name for one in tables.staff.all() if one.enabled and not _SITTING.isdisjoint(one.roles)},
        market=settings.card.name,
    )  # fmt: skip


class _Room:
    """The open week."""

    def __init__(self, desk: Desk, monday: date) -> None:
        self._desk, self._edits = desk, desk.may(ARRANGING)
        self._days = tuple(monday + ahead * _DAY for ahead in range(7))
        head("值班表", "求职登记窗口每天至少 1 人，综合服务窗口每天至少 2 人。排不够的工作日标红。")
        with ui.element("div").classes("foot turn"):
            ui.link("上一周", f"/roster?week={week_of(monday - _DAY)}").classes("act quiet")
            ui.label(f"{day_word(self._days[0])} 至 {day_word(self._days[-1])}").classes("section")
            ui.link("下一周", f"/roster?week={week_of(monday + 7 * _DAY)}").classes("act quiet")
            action("打印", self._print, "print")
        self._place = listing("roster", self._deed if self._edits else None)
        self._choices: dict[str, ui.select] = {}

    def place_form(self, week: _Week) -> None:
        """Place what puts somebody on duty."""
        if not (self._edits and week.windows and week.people):
            return
        days = {day.isoformat(): f"周{_WEEK[day.weekday()]} {day_word(day)}" for day in self._days}
        days["all"] = "这周每个工作日"
        with ui.element("div").classes("foot"):
            for name, options in (("person", week.people), ("window", week.windows), ("day", days)):
                made = ui.select(options, value=next(iter(options))).props("outlined dense").mark(name)
                self._choices[name] = made
            action("排上", self._put_on, "put-on", "brand")
            action("照上周排", self._copy, "copy")

    async def show(self) -> _Week:
        """Ask again and redraw."""
        today = calendar_day(self._desk.now())
        week = await self._desk.ask(lambda tables: _look(tables, self._days, today))
        self._place.set_content(written("roster.html", days=week.days, rows=week.rows, edits=self._edits))
        return week

    async def _put_on(self) -> None:
        person, window, day = (str(self._choices[name].value) for name in ("person", "window", "day"))
        now = self._desk.now()
        workdays = await self._desk.ask(workdays_of)
        days = (date.fromisoformat(day),) if day != "all" else filter(workdays.works, self._days)
        try:
            for one in days:
                await self._desk.change(put_on(Shift(day=one, window_id=window, staff_id=person), now), ARRANGING)
        except ContentError as error:
            self._desk.refuse(error)
        await self.show()

    async def _copy(self) -> None:
        try:
            made = await self._desk.change(copy_week(self._days[0], self._desk.now()), ARRANGING)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            if made:
                self._desk.say(f"照上周排了 {made} 个班。")
            else:
                self._desk.warn("上周没有可照着排的。")
        await self.show()

    async def _deed(self, deed: str, shift: str) -> None:
        day, window, person = shift.split("|")
        if deed == "off":
            try:
                await self._desk.change(
                    take_off(Shift(day=date.fromisoformat(day), window_id=window, staff_id=person), self._desk.now()),
                    ARRANGING)  # fmt: skip
            except ContentError as error:
                self._desk.refuse(error)
            await self.show()

    async def _print(self) -> None:
        now = self._desk.now()
        week = await self.show()
        values = {"title": "值班表", "days": week.days, "rows": week.rows, "market": week.market,
                  "first": self._days[0].isoformat(), "last": self._days[-1].isoformat(),
                  "printed": f"{local(now):%Y-%m-%d %H:%M}"}  # fmt: skip
        try:
            paper = await asyncio.to_thread(draw, page_of("roster.html", values))
        except ContentError as error:
            self._desk.refuse(error)
            return
        ui.download(paper, f"值班表-{week_of(self._days[0])}.pdf", "application/pdf")


async def _body(desk: Desk) -> None:
    try:
        monday = day_of(desk.named("week"), 1)
    except ValueError:
        monday = day_of(week_of(calendar_day(desk.now())), 1)
    room = _Room(desk, monday)
    room.place_form(await room.show())


PAGE = DeskPage(path="/roster", title="值班表", menu="值班表", place=71, body=_body, roles=LOOKING)
