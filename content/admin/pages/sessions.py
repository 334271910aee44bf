"""培训班: each day a course was held with who came, and what is due of each trainee afterwards (R166–R168)."""

from __future__ import annotations

from datetime import date
from typing import Any

from nicegui import ui

from content.admin.attendance import Attendance
from content.admin.cases import ANSWERING, SEEING
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.entry_use_cases import entry_facts, keep_entry
from content.admin.fields import Typed, values_of
from content.admin.form import Form
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.media_serving import attachment_path
from content.admin.months import month_named, place_turn
from content.admin.parts import MOUNT, DeskPage
from content.admin.session_dialogs import Evidence, SessionCorrection
from content.admin.sessions import MonthOfSessions, courses_offered, month_of_sessions, people_in, session_groups
from content.admin.sheet_dialog import SheetDialog
from content.admin.sheets_hall import MONTH, SESSIONS
from content.clock import calendar_day
from content.errors import ContentError
from content.model.findings import Finding
from content.model.sessions import CourseSession
from content.rules.cadence import thresholds
from content.rules.consulting import entered_late
from content.rules.training import check_session
from content.store.records import Page

_COLUMNS = ("日期", "课程", "办了没有", "到场", "签到表")
_DUE = ("最晚哪天", "做什么", "谁", "课程")


def _blank(today: date) -> dict[str, Typed]:
    return {"course_id": "", "day": today.isoformat(), "held": True, "attended": ""}


def session_row(one: CourseSession, courses: dict[str, str], acts: bool) -> Row:
    """Return a session as a line; how many came, and nobody of them."""
    flags = (Flag(word="补录", tone="calm"),) if entered_late(one.day, one.entered_at) else ()
    paper = Cell(text="看", href=attachment_path(one.evidence)) if one.evidence else Cell(text="还没有")
    deeds = (Do(word="更正", deed="correct"), Do(word="传签到表", deed="evidence", hot=not one.evidence)) * acts
    return Row(id=one.id, deeds=deeds, cells=(
        Cell(text=one.day.isoformat(), look="num", flags=flags),
        Cell(text=courses.get(one.course_id, ""), look="main", href=f"{MOUNT}/sessions/{one.course_id}"),
        Cell(flags=(Flag(word="已办", tone="good") if one.held else Flag(word="计划", tone="calm"),),
             small="" if one.planned == one.day else f"原定 {one.planned}"),
        Cell(text=f"{len(one.attended)} 人" if one.held else "—", look="num"), paper,
    ))  # fmt: skip


class _Room:
    """The open month."""

    def __init__(self, desk: Desk, month: date) -> None:
        self._desk, self._month, self._acts = desk, month, desk.may(ANSWERING)
        self._sessions: tuple[CourseSession, ...] = ()
        head("培训班", "办了哪天、谁来了、考得怎么样；培训完满 30 天、90 天要问在不在干活。每月不少于 20 人。")
        if self._acts:
            self._form = Form(session_groups(), _blank(calendar_day(desk.now())))
            self._attendance = Attendance(desk, self._form)
            with ui.element("div").classes("foot"):
                action("登记", self._save, "save", "first")
            self._correction, self._evidence = SessionCorrection(desk, self.show), Evidence(desk, self.show)
        place_turn(desk, "/sessions", month)
        with ui.element("div").classes("foot above"):
            self._figure = ui.label("").classes("sub").mark("figure")
            SheetDialog(desk, SESSIONS, lambda: Page(filters=((MONTH, f"{month:%Y-%m}"),)), "导出这个月的台账")
        self._place = listing("list", self._deed)
        ui.label("到期要做的").classes("section")
        self._due = listing("due")

    async def offer(self) -> None:
        """Fill the choice of courses."""
        if self._acts:
            offered = await self._desk.ask(courses_offered)
            choice = self._form.part("course_id")
            if isinstance(choice, ui.select):
                choice.set_options(offered, value=None)

    async def show(self) -> None:
        """Ask again and redraw."""
        today = calendar_day(self._desk.now())
        month = await self._desk.ask(lambda tables: month_of_sessions(tables, self._month, today))
        self._sessions = month.sessions
        held = sum(one.held for one in month.sessions)
        missing = thresholds()["trainees"]["needed"] - month.trainees
        self._figure.set_text(f"这个月办了 {held} 场，来了 {month.trainees} 个不同的人"
                              + (f"，还差 {missing} 人。" if missing > 0 else "。"))  # fmt: skip
        rows = tuple(session_row(one, month.courses, self._acts) for one in month.sessions)
        self._place.set_content(table(_COLUMNS, rows, "这个月还没有培训班。"))
        self._show_due(month)

    def _show_due(self, month: MonthOfSessions) -> None:
        rows = tuple(Row(id=str(place), deeds=(
            Do(word="去记", href=f"{MOUNT}/sessions/{owed.course_id}", hot=owed.overdue),), cells=(
            Cell(text=owed.due_on.isoformat(), look="num",
                 flags=(Flag(word="过期", tone="warn"),) if owed.overdue else ()),
            Cell(text=owed.check.label), Cell(text=person.words, look="main",
                                              href=MOUNT + person.href if person.href else ""),
            Cell(text=month.courses.get(owed.course_id, "")),
        )) for place, (owed, person) in enumerate(month.due))  # fmt: skip
        self._due.set_content(table(_DUE, rows, "这一周没有要考核、要回访的人。"))

    async def _deed(self, name: str, row_id: str) -> None:
        session = next((one for one in self._sessions if one.id == row_id), None)
        if session is not None and name == "correct":
            self._correction.open(session)
        elif session is not None and name == "evidence":
            self._evidence.open(session)

    async def _save(self) -> None:
        desk, now = self._desk, self._desk.now()
        read, wrong = values_of(session_groups(), self._form.typed())
        values: dict[str, Any] = read
        lines = tuple(values.get("attended", ()))
        people, told = await desk.ask(lambda tables: people_in(tables, desk.parts.keys, lines))
        found = list(wrong)
        if told:
            found.append(Finding(field="attended", sentence=told))
        session: CourseSession | None = None
        if not found:
            common = {name: values[name] for name in ("course_id", "day", "held")} | {"planned": values["day"]}
            came = (*(self._attendance.came() if values["held"] else ()), *people)
            session = CourseSession(attended=tuple(dict.fromkeys(came)), evidence="",
                                    **(common | entry_facts(desk.staff, now)))  # fmt: skip
            found += check_session(session, calendar_day(now))
        self._form.show(tuple(found))
        if found or session is None:
            desk.warn(f"还有 {len(found)} 处要改，改好再登记。填好的内容都还在。")
            return
        try:
            await desk.change(keep_entry(lambda tables: tables.course_sessions, session, now), ANSWERING)
        except ContentError as error:
            desk.refuse(error)
            return
        self._form.fill(_blank(calendar_day(now)))
        await self._attendance.show()
        desk.say("已登记。")
        await self.show()


async def _body(desk: Desk) -> None:
    room = _Room(desk, month_named(desk))
    await room.offer()
    await room.show()


PAGE = DeskPage(path="/sessions", title="培训班", menu="培训班", place=93, body=_body, roles=SEEING)
