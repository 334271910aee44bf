"""工作日志: one's own day, its figures counted already, a few words, submitted; and the weekly check of all of them."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

from nicegui import ui

from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.listing import Cell, Flag, Row, listing, table
from content.admin.parts import DeskPage
from content.admin.worklog import (
    CHECKING,
    LOGGING,
    SEEING_WEEKS,
    Week,
    check_week,
    figure_words,
    look_at_week,
    submit_log,
    week_paper,
)
from content.clock import calendar_day, local
from content.errors import ContentError
from content.model.worklog import LogFigure, WorkLog
from content.reports.paper import draw, page_of
from content.rules.workdays import day_of, week_of
from content.rules.worklog import LONGEST, check_words, figures_of
from content.store.database import Tables
from content.theme.words import day as day_word
from content.theme.words import weekday

_DAY = timedelta(days=1)
_LOGS = ("哪天", "谁", "记到的业务", "写的", "交的时间")


class _Day:
    """One's own log of a day."""

    def __init__(self, desk: Desk, day: date) -> None:
        self._desk, self._day = desk, day
        with ui.element("div").classes("foot turn"):
            ui.link("前一天", f"/worklog?day={(day - _DAY).isoformat()}").classes("act quiet")
            ui.label(f"{day_word(day)}，{weekday(day)}").classes("section")
            if day < calendar_day(desk.now()):
                ui.link("后一天", f"/worklog?day={(day + _DAY).isoformat()}").classes("act quiet")
            if desk.may(SEEING_WEEKS):
                ui.link("这一周的检查", f"/worklog/week?week={week_of(day)}").classes("act quiet")
        self._figures = listing("figures")
        with ui.element("div").classes("card reply"):
            ui.label("还要写的").classes("group-name")
            self._words = ui.textarea(label="办了什么活动、解决了什么问题、还有什么没办完").mark("words")
            self._words.props(f"outlined autogrow maxlength={LONGEST} counter")
            ui.label("不要写人的姓名、电话和证件号码。交了以后还能改了再交，以前交的留着。").classes("sub")
            action("交日志", self._submit, "submit", "brand")
        self._said = ui.label("").classes("sub").mark("standing")

    async def show(self, fill: bool = False) -> None:
        """Count again and redraw; `fill` puts what was submitted into the field."""
        staff, day = self._desk.staff.id, self._day

        def look(tables: Tables) -> tuple[tuple[LogFigure, ...], tuple[WorkLog, ...]]:
            return figures_of(tables.work_logs.counts(staff, day)), tables.work_logs.of(staff, day)

        figures, logs = await self._desk.ask(look)
        self._figures.set_content(table(("业务", "次数"), tuple(
            Row(id=one.label, cells=(Cell(text=one.label, look="main"), Cell(text=str(one.count), look="num")))
            for one in figures), "这一天系统里没有记到您办的业务。没在系统里办的，写在下面。"))  # fmt: skip
        if fill and logs:
            self._words.set_value(logs[0].words)
        self._said.set_text(f"{local(logs[0].submitted_at):%m-%d %H:%M} 交过，共交了 {len(logs)} 次。" if logs
                            else "这一天的日志还没有交。")  # fmt: skip

    async def _submit(self) -> None:
        words = str(self._words.value or "")
        finding = check_words(words)
        self._words.error = finding.sentence if finding else None
        if finding is not None:
            return
        try:
            await self._desk.change(submit_log(self._day, words, self._desk.now()), LOGGING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._desk.say("日志交了。")
        await self.show()


async def _own(desk: Desk) -> None:
    today = calendar_day(desk.now())
    try:
        day = min(date.fromisoformat(desk.named("day")), today)
    except ValueError:
        day = today
    head("工作日志", "每天下班前交一次。系统里办的已经数好，只有次数，没有人；其余的写几句。")
    await _Day(desk, day).show(fill=True)


class _Check:
    """The logs of one week and what the manager says of them."""

    def __init__(self, desk: Desk, week: str) -> None:
        self._desk, self._week, self._checks = desk, week, desk.may(CHECKING)
        monday = day_of(week, 1)
        with ui.element("div").classes("foot turn"):
            ui.link("上一周", f"/worklog/week?week={week_of(monday - _DAY)}").classes("act quiet")
            ui.label(f"{day_word(monday)} 至 {day_word(monday + 6 * _DAY)}").classes("section")
            ui.link("下一周", f"/worklog/week?week={week_of(monday + 7 * _DAY)}").classes("act quiet")
            action("打印周日志检查单", self._print, "print")
        self._owed = ui.label("").classes("sub").mark("owed")
        self._totals = ui.label("").classes("sub").mark("totals")
        self._logs = listing("logs")
        self._said = ui.label("").classes("sub").mark("checked")
        if self._checks:
            with ui.element("div").classes("card reply"):
                ui.label("检查和总结").classes("group-name")
                self._findings = ui.textarea(label="发现的问题和不足 *").mark("findings")
                self._measures = ui.textarea(label="改进措施 *").mark("measures")
                for part in (self._findings, self._measures):
                    part.props(f"outlined autogrow maxlength={LONGEST}")
                action("检查完了", self._check, "check", "brand")

    async def show(self, fill: bool = False) -> Week:
        """Ask again and redraw; `fill` puts what was said last into the fields."""
        today = calendar_day(self._desk.now())
        week = await self._desk.ask(lambda tables: look_at_week(tables, self._week, today))
        gone = "已离开的人"
        owed = "，".join(f"{day_word(day)} {week.names.get(staff, gone)}" for day, staff in week.owed)
        self._owed.set_text(f"没交的：{owed}" if owed else "该交的都交了。")
        self._totals.set_text(f"合计：{figure_words(week.totals)}")
        self._logs.set_content(table(_LOGS, tuple(Row(id=log.id, cells=(
            Cell(text=day_word(log.day), look="num",
                 flags=(Flag(word="补交", tone="calm"),) * (calendar_day(log.submitted_at) > log.day)),
            Cell(text=week.names.get(log.staff_id, gone), look="main"), Cell(text=figure_words(log.figures)),
            Cell(text=log.words or "—"), Cell(text=f"{local(log.submitted_at):%m-%d %H:%M}", look="num"),
        )) for log in week.logs), "这一周还没有人交日志。"))  # fmt: skip
        if week.checks:
            last = week.checks[0]
            who, at = week.names.get(last.checked_by, gone), f"{local(last.checked_at):%m-%d %H:%M}"
            told = f"{who} {at} 检查过，共 {len(week.checks)} 次。问题：{last.findings} 措施：{last.measures}"
            self._said.set_text(told)
            if fill and self._checks:
                self._findings.set_value(last.findings)
                self._measures.set_value(last.measures)
        else:
            self._said.set_text("这一周还没有检查。")
        return week

    async def _check(self) -> None:
        wrong = False
        for part in (self._findings, self._measures):
            finding = check_words(str(part.value or ""), needed=True)
            part.error = finding.sentence if finding else None
            wrong = wrong or finding is not None
        if wrong:
            return
        step = check_week(self._week, str(self._findings.value), str(self._measures.value), self._desk.now())
        try:
            await self._desk.change(step, CHECKING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._desk.say("检查记下了。")
        await self.show()

    async def _print(self) -> None:
        week = await self.show()
        try:
            paper = await asyncio.to_thread(draw, page_of("worklog_week.html", week_paper(week, self._desk.now())))
        except ContentError as error:
            self._desk.refuse(error)
            return
        ui.download(paper, f"工作日志周检查单-{self._week}.pdf", "application/pdf")


async def _weekly(desk: Desk) -> None:
    week = desk.named("week")
    try:
        day_of(week, 1)
    except ValueError:
        week = week_of(calendar_day(desk.now()))
    head("工作日志周检查", "负责人每周看一遍大家的日志，写下问题和改进措施，打印存档。")
    await _Check(desk, week).show(fill=True)


PAGE = DeskPage(path="/worklog", title="工作日志", menu="工作日志", place=96, body=_own, roles=LOGGING)
WEEK = DeskPage(path="/worklog/week", title="工作日志周检查", body=_weekly, roles=SEEING_WEEKS)
