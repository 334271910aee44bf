"""One question opened: what was asked, what was done about it, the answer, whom one asks, and its correction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from nicegui import ui

from content.admin.cases import ANSWERING
from content.admin.consult_forms import correction_groups, step_groups
from content.admin.consultations import OpenFile, open_file, step_on, take_step
from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.entry_use_cases import correction_facts, keep_entry
from content.admin.fields import Typed, typed_of, values_of
from content.admin.form import Form
from content.admin.written import written
from content.clock import calendar_day, local
from content.errors import ContentError
from content.model.consultations import ConsultStepKind
from content.rules.consulting import check_consultation, check_escalation
from content.rules.reply_words import check_reply
from content.store.database import Tables

_BLANK: dict[str, Typed] = {"words": "", "whom": "", "due_on": ""}
_NOTHING: dict[str, Typed] = {"topic": "", "channel": "", "day": "", "question": "", "reason": "", "void": False}


class QuestionDialog:
    """The dialog of a page; `show` redraws the list after something was done."""

    def __init__(self, desk: Desk, show: Callable[[], Awaitable[None]], acts: bool) -> None:
        self._desk, self._show, self._acts = desk, show, acts
        self._file: OpenFile | None = None
        with ui.dialog() as self._dialog, ui.card().classes("ask wide"):
            self._place = ui.html("").classes("w-full").mark("question")
            self._step = Form(step_groups(), _BLANK) if acts else None
            with ui.element("div").classes("foot"):
                if acts:
                    self._answer = action("答复", self._answered, "answer", "first")
                    action("请教", self._asked, "ask-expert", "brand")
                    self._correct = action("更正", self._open_correction, "correct")
                action("关闭", self._dialog.close)
        if acts:
            self._place_correction()

    def _place_correction(self) -> None:
        with ui.dialog() as self._correction, ui.card().classes("ask wide"):
            self._corrected = Form(correction_groups(), _NOTHING)
            with ui.element("div").classes("foot"):
                action("更正", self._save_correction, "corrected", "first")
                action("取消", self._correction.close)

    async def open(self, subject_id: str) -> None:
        """Show one question."""
        if not await self._read(subject_id):
            self._desk.warn("这条咨询刚被作废，请刷新列表。")
            return
        if self._step is not None and self._file is not None:
            self._step.fill(_BLANK)
            # the receipt of a kiosk tells the answer of the page 办事登记
            self._answer.set_visibility(self._file.line.entry is not None)
            self._correct.set_visibility(self._file.line.entry is not None)
        self._dialog.open()

    async def _read(self, subject_id: str) -> bool:
        today = calendar_day(self._desk.now())

        def look(tables: Tables) -> tuple[OpenFile | None, dict[str, str]]:
            return open_file(tables, subject_id, today), {one.id: one.name for one in tables.staff.all()}

        self._file, names = await self._desk.ask(look)
        if self._file is None:
            return False
        steps = [(step.kind.label, step.whom, step.words, f"{step.due_on or ''}",
                  f"{local(step.at):%Y-%m-%d %H:%M} {names.get(step.by, step.by)}")
                 for step in self._file.steps]  # fmt: skip
        self._place.set_content(written("question.html", file=self._file, line=self._file.line, steps=steps))
        return True

    async def _take(self, kind: ConsultStepKind) -> None:
        if self._file is None or self._step is None:
            return
        now = self._desk.now()
        values, wrong = values_of(step_groups(), self._step.typed())
        words, whom = str(values.get("words", "")), str(values.get("whom", ""))
        due = values.get("due_on")
        due_on = due if isinstance(due, date) else None
        found = (*wrong, *check_reply("words", words))
        if kind is ConsultStepKind.ESCALATED:
            found = (*found, *check_escalation(whom, due_on, calendar_day(now)))
        self._step.show(found)
        if found:
            return
        if kind is ConsultStepKind.ESCALATED:
            step = step_on(self._file.line.id, kind, self._desk.staff.id, now, whom=whom, due_on=due_on, words=words)
        else:
            step = step_on(self._file.line.id, kind, self._desk.staff.id, now, words=words)
        try:
            await self._desk.change(take_step(step), ANSWERING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._dialog.close()
        self._desk.say("已记下。")
        await self._show()

    async def _answered(self) -> None:
        await self._take(ConsultStepKind.ANSWERED)

    async def _asked(self) -> None:
        await self._take(ConsultStepKind.ESCALATED)

    def _open_correction(self) -> None:
        entry = self._file.line.entry if self._file is not None else None
        if entry is not None:
            self._corrected.fill(typed_of(correction_groups(), replace(entry, reason="")))
            self._correction.open()

    async def _save_correction(self) -> None:
        entry = self._file.line.entry if self._file is not None else None
        if entry is None:
            return
        now = self._desk.now()
        values, wrong = values_of(correction_groups(), self._corrected.typed())
        fresh = replace(entry, **{**values, **correction_facts(entry, self._desk.staff, now)})
        found = wrong or (*check_consultation(fresh, calendar_day(now)), *check_reply("reason", fresh.reason))
        self._corrected.show(found)
        if found:
            return
        try:
            await self._desk.change(keep_entry(lambda tables: tables.consultations, fresh, now), ANSWERING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._correction.close()
        self._dialog.close()
        self._desk.say("已更正，原来的登记留着。")
        await self._show()
