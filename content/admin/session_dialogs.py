"""What is asked about one session: its correction, and the list of signatures kept with it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

from nicegui import ui

from content.admin.attachments import bytes_of
from content.admin.cases import ANSWERING
from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.entry_use_cases import correction_facts, keep_entry
from content.admin.fields import Typed, typed_of, values_of
from content.admin.form import Form
from content.admin.paper_keeping import About, keep_paper
from content.admin.sessions import correction_groups, name_evidence, people_in
from content.admin.uploads import FileDrop
from content.clock import calendar_day
from content.errors import ContentError
from content.feeds.intake import Taken
from content.feeds.recognise import PAPERS
from content.model.attachments import AttachmentRole
from content.model.findings import Finding
from content.model.sessions import CourseSession
from content.rules.reply_words import check_reply
from content.rules.training import check_session

_NOTHING: dict[str, Typed] = {"day": "", "held": False, "attended": "", "reason": "", "void": False}
Show = Callable[[], Awaitable[None]]


class SessionCorrection:
    """The question what was wrong with a session, and why."""

    def __init__(self, desk: Desk, show: Show) -> None:
        self._desk, self._show = desk, show
        self._wanted: CourseSession | None = None
        with ui.dialog() as self._dialog, ui.card().classes("ask wide"):
            self._form = Form(correction_groups(), _NOTHING)
            with ui.element("div").classes("foot"):
                action("更正", self._save, "corrected", "first")
                action("取消", self._dialog.close)

    def open(self, session: CourseSession) -> None:
        """Ask about one session."""
        self._wanted = session
        self._form.fill(typed_of(correction_groups(), session) | {"attended": "", "reason": ""})
        self._dialog.open()

    async def _save(self) -> None:
        session, desk, now = self._wanted, self._desk, self._desk.now()
        if session is None:
            return
        read, wrong = values_of(correction_groups(), self._form.typed())
        values: dict[str, Any] = read
        lines, keys = tuple(values.get("attended", ())), desk.parts.keys
        people, told = await desk.ask(lambda tables: people_in(tables, keys, lines))
        fresh = replace(session, **(values | {"attended": people if lines else session.attended}
                                    | correction_facts(session, desk.staff, now)))  # fmt: skip
        found = [*wrong, *([] if fresh.void else check_session(fresh, calendar_day(now))),
                 *check_reply("reason", fresh.reason)]  # fmt: skip
        if told:
            found.insert(0, Finding(field="attended", sentence=told))
        if not fresh.reason:
            found.append(Finding(field="reason", sentence="更正要写明原因。"))
        self._form.show(tuple(found))
        if found:
            return
        try:
            await desk.change(keep_entry(lambda tables: tables.course_sessions, fresh, now), ANSWERING)
        except ContentError as error:
            desk.refuse(error)
            return
        self._dialog.close()
        desk.say("已更正，原来的登记留着。")
        await self._show()


class Evidence:
    """The place to bring a list of signatures; the file is kept encrypted and never published."""

    def __init__(self, desk: Desk, show: Show) -> None:
        self._desk, self._show = desk, show
        self._wanted: CourseSession | None = None
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            ui.label("传签到表").classes("title")
            ui.label("照片或 PDF。加密存着，只有录入、审核、负责人和审计看得到。").classes("sub")
            FileDrop(desk.parts.tray, desk.staff.id, "传签到表", PAPERS, self._took, marker="drop-attendance")
            action("关闭", self._dialog.close)

    def open(self, session: CourseSession) -> None:
        """Ask for the list of one session."""
        self._wanted = session
        self._dialog.open()

    async def _took(self, taken: Taken) -> None:
        try:
            plain = await asyncio.to_thread(bytes_of, taken)
        finally:
            taken.drop()
        session, now = self._wanted, self._desk.now()
        if session is None:
            return
        about = About(subject="course_session", subject_id=session.entry_id, role=AttachmentRole.ATTENDANCE)
        await keep_paper(self._desk, plain, about, ANSWERING, partial(name_evidence, session, now))
        self._dialog.close()
        self._desk.say("签到表已存好。")
        await self._show()
