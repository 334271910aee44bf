"""播放周报: one week of the screens, for the assessment; as a table, as an A4 paper, and on the page."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import BinaryIO

from nicegui import ui

from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.exports import Finished
from content.admin.listing import Cell, Row, listing, table
from content.admin.login import EVERYONE
from content.admin.parts import DeskPage
from content.admin.screen_contents import kind_words, records_of
from content.clock import SHANGHAI, calendar_day, local
from content.errors import ContentError
from content.feeds.sheet_stream import write_xlsx
from content.model.audit import Action
from content.model.people import Staff
from content.model.trades import trade_groups, trades
from content.reports.paper import draw, page_of
from content.reports.plays_week import (
    HEADING,
    OTHER,
    Tally,
    Titled,
    WeekOfPlays,
    paper_values,
    sheet_lines,
    week_of_plays,
)
from content.rules.workdays import day_of, week_of
from content.store.database import Tables
from signage.desk.screens import screens_of

_WEEKS = 12
_SHOWN = 200
_KINDS = {"/jobs": "岗位", "/policies": "政策", "/courses": "培训", "/fairs": "招聘会", "/articles": "维权知识",
          "/notices": "通知公示", "/media": "图片视频", "/wages": "工价"}  # fmt: skip


def _titled(tables: Tables, content_ids: frozenset[str]) -> dict[str, Titled]:
    found: dict[str, Titled] = {}
    for key, record in records_of(tables, content_ids).items():
        kind = _KINDS.get("/" + record.path.split("/")[1] if record.path else "", "")
        group = ""
        if kind == "岗位":
            job = tables.jobs.get(key)
            trade = trades().get(job.trade_code) if job is not None else None
            group = trade_groups().get(trade.group, OTHER) if trade is not None else OTHER
        found[key] = Titled(kind=kind or "已删的记录", title=record.title, path=record.path, trade_group=group)
    return found


def report_of(tables: Tables, week: str) -> WeekOfPlays:
    """Return the report of an ISO week; ValueError for what is no week."""
    first, last = day_of(week, 1), day_of(week, 7)
    start, end = (datetime.combine(day, time(), SHANGHAI) for day in (first, last + timedelta(days=1)))
    plays = tables.plays.totals(start, end)
    return week_of_plays(
        week, (first, last), plays, {one.id: one.name for one in screens_of(tables)},
        _titled(tables, frozenset(key for one in plays for key in one.content_ids)),
        {kind: kind_words(kind) for kind in {one.kind for one in plays}},
    )  # fmt: skip


def _rows(tallies: tuple[Tally, ...]) -> tuple[Row, ...]:
    return tuple(Row(id=str(place), cells=(
        Cell(text=one.title, look="main", href=Desk.href(one.path) if one.path else "",
             small=one.kind if one.kind != one.title else ""),
        Cell(text=str(one.count), look="num"), Cell(text=f"{one.minutes} 分钟", look="num"),
        Cell(text="、".join(one.screens)), Cell(text=f"{local(one.first_at):%m-%d %H:%M}", look="num"),
        Cell(text=f"{local(one.last_at):%m-%d %H:%M}", look="num"),
    )) for place, one in enumerate(tallies[:_SHOWN]))  # fmt: skip


def _columns(first: str) -> tuple[str, ...]:
    return (first, "次数", "合计", "在哪些屏", "第一次", "最后一次")


def _weeks(today: date) -> dict[str, str]:
    mondays = [today - timedelta(days=today.weekday() + 7 * back) for back in range(_WEEKS)]
    return {week_of(day): f"{week_of(day)}（{day.month}月{day.day}日起）" for day in mondays}


def _write(report: WeekOfPlays, staff_id: str, now: datetime) -> Finished:
    file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever takes it
    rows = write_xlsx(file, "播放周报", HEADING, sheet_lines(report))
    file.seek(0)
    return Finished(file=file, name=f"播放周报-{report.week}.xlsx", form="xlsx", rows=rows, staff_id=staff_id, at=now)


class _Room:
    """The open page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        head("播放周报", "每块屏放了多久、每种画面多少次、每条内容多少次，考核时作证明；只算完整放完的画面。")
        weeks = _weeks(calendar_day(desk.now()))
        with ui.element("div").classes("tools"):
            self._week = ui.select(weeks, value=next(iter(weeks)), label="哪一周").props("outlined").classes("search")
            self._week.mark("week").on_value_change(self.show)
            action("导出 Excel", self._exported, "plays-xlsx", "brand")
            action("打印 A4", self._printed, "plays-paper")
        self._parts = []
        for title, marker in (("各屏", "screens"), ("按画面种类", "kinds"), ("岗位按工种", "groups"),
                              ("逐条证明", "records")):  # fmt: skip
            ui.label(title).classes("section")
            self._parts.append(listing(f"report-{marker}"))

    async def show(self) -> None:
        """Ask again and redraw."""
        week = str(self._week.value)
        try:
            report = await self._desk.ask(lambda tables: report_of(tables, week))
        except ContentError as error:
            self._desk.refuse(error)
            return
        screens, kinds, groups, records = self._parts
        screens.set_content(table(("信息屏", "播放小时", "画面次数"), tuple(
            Row(id=one.name, cells=(Cell(text=one.name, look="main"), Cell(text=f"{one.hours:g}", look="num"),
                                    Cell(text=str(one.plays), look="num"))) for one in report.screens),
            "这一周没有播放记录。"))  # fmt: skip
        kinds.set_content(table(_columns("画面"), _rows(report.kinds), "没有。"))
        groups.set_content(table(_columns("工种"), _rows(report.groups), "没有。"))
        records.set_content(table(_columns("内容"), _rows(report.records), "没有。"))

    async def _noted(self, form: str) -> WeekOfPlays | None:
        week = str(self._week.value)

        def note(tables: Tables, staff: Staff) -> WeekOfPlays:
            tables.audit.note(staff, self._desk.now(), Action.EXPORTED, subject="plays",
                              words=f"播放周报 {week}，{form}")  # fmt: skip
            return report_of(tables, week)

        try:
            return await self._desk.change(note, EVERYONE)
        except ContentError as error:
            self._desk.refuse(error)
            return None

    async def _exported(self) -> None:
        report = await self._noted("XLSX")
        if report is None:
            return
        tray = self._desk.parts.exports
        work = partial(_write, report, self._desk.staff.id, self._desk.now())
        finished = await asyncio.wrap_future(tray.submit(work))
        ui.download(f"/export/{tray.put(finished)}", finished.name)

    async def _printed(self) -> None:
        report = await self._noted("PDF")
        if report is None:
            return
        try:
            market = await self._desk.ask(lambda tables: tables.market.get().card.name)
            values = paper_values(report, market, self._desk.now())
            paper = await asyncio.to_thread(draw, page_of("plays_week.html", values))
        except ContentError as error:
            self._desk.refuse(error)
            return
        ui.download(paper, f"播放周报-{report.week}.pdf", "application/pdf")


async def _body(desk: Desk) -> None:
    await _Room(desk).show()


PAGE = DeskPage(path="/screens/report", title="播放周报", body=_body)
