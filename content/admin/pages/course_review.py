"""培训评估 of one course: what was ready, looked at and said (R165, R166), exam, work afterwards, effect (R168)."""

from __future__ import annotations

from nicegui import ui

from content.admin.cases import ANSWERING, SEEING
from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Row, listing, table
from content.admin.parts import MOUNT, DeskPage
from content.admin.sessions import CourseFile, course_file, keep_result, keep_review
from content.admin.written import written
from content.clock import calendar_day, local
from content.errors import ContentError
from content.model.sessions import EXAM_OUTCOMES, FOLLOW_UP_OUTCOMES, ReviewKind, TraineeCheck, TraineeOutcome
from content.rules.reply_words import check_reply
from content.rules.training import asked_for

_COLUMNS = ("学员", *(check.label for check in TraineeCheck))
_LONGEST = 1000


class _Room:
    """The open course."""

    def __init__(self, desk: Desk, course_id: str) -> None:
        self._desk, self._id, self._acts = desk, course_id, desk.may(ANSWERING)
        self._people_shown: tuple[str, ...] = ()
        self._figures = ui.html("").classes("w-full").mark("figures")
        ui.label("学员").classes("section")
        self._people = listing("people", self._deed)
        ui.label("记录和评估").classes("section")
        self._missing = ui.label("").classes("sub").mark("missing")
        self._reviews = listing("reviews")
        if self._acts:
            ui.label("写一条").classes("section")
            kinds = {one.value: one.label for one in ReviewKind}
            self._kind = ui.select(kinds, value=ReviewKind.READY.value, label="记的是什么").mark("review-kind")
            self._kind.props("outlined dense").classes("w-full")
            self._words = ui.textarea(label="怎么样（不写姓名电话）").mark("review")
            self._words.props(f"outlined autogrow maxlength={_LONGEST} counter").classes("w-full")
            with ui.element("div").classes("foot"):
                action("存下", self._save, "save", "first")
            self._place_dialog()

    def _place_dialog(self) -> None:
        self._person = ""
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            ui.label("记结果").classes("title")
            checks = {one.value: one.label for one in TraineeCheck}
            self._check = ui.select(checks, value=TraineeCheck.EXAM.value, label="哪一项", on_change=self._checked)
            self._check.props("outlined dense").mark("check")
            self._outcome = ui.select({}, label="结果").props("outlined dense").mark("outcome")
            self._reason = ui.input("改以前记的，写为什么").props("outlined dense maxlength=60").mark("reason")
            with ui.element("div").classes("foot"):
                action("记下", self._keep, "keep", "first")
                action("取消", self._dialog.close)
        self._checked()

    def _checked(self) -> None:
        exam = self._check.value == TraineeCheck.EXAM.value
        allowed = EXAM_OUTCOMES if exam else FOLLOW_UP_OUTCOMES
        self._outcome.set_options({one.value: one.label for one in allowed}, value=None)

    async def show(self) -> None:
        """Ask again and redraw."""
        file = await self._desk.ask(lambda tables: course_file(tables, self._id))
        if file is None:
            return
        self._people_shown = tuple(index for index, _ in file.people)
        self._figures.set_content(written("course_review.html", sums=file.sums))
        self._people.set_content(table(_COLUMNS, tuple(self._row(file, place) for place in range(len(file.people))),
                                       "还没有人来上过这门课。"))  # fmt: skip
        rows = tuple(Row(id=one.id, cells=(Cell(text=one.kind.label), Cell(text=one.words, look="main"), Cell(
            text=f"{local(one.at):%Y-%m-%d}", small=file.names.get(one.by, one.by))))
            for one in file.reviews)  # fmt: skip
        self._reviews.set_content(table(("记的是什么", "怎么样", "谁写的"), rows, "还没有写。"))
        missing = "；".join(kind.label for kind in asked_for(one.kind for one in file.reviews))
        self._missing.set_text(f"还没有记：{missing}。" if missing else "该记的都记了。")

    def _row(self, file: CourseFile, place: int) -> Row:
        index, person = file.people[place]
        told = ((file.results.get((index, check))) for check in TraineeCheck)
        cells = tuple(Cell(text=one.outcome.label, small=one.day.isoformat()) if one is not None else Cell(text="—")
                      for one in told)  # fmt: skip
        who = Cell(text=person.words, look="main", href=MOUNT + person.href if person.href else "")
        return Row(id=str(place), cells=(who, *cells), deeds=(Do(word="记结果", deed="result"),) * self._acts)

    async def _deed(self, name: str, place: str) -> None:
        if name == "result" and int(place) < len(self._people_shown):
            self._person = self._people_shown[int(place)]
            self._reason.set_value("")
            self._dialog.open()

    async def _keep(self) -> None:
        if self._outcome.value is None:
            self._desk.warn("请选结果。")
            return
        reason, now = str(self._reason.value or ""), self._desk.now()
        wrong = check_reply("reason", reason)
        if wrong:
            self._desk.warn(wrong[0].sentence)
            return
        step = keep_result(self._id, self._person, TraineeCheck(self._check.value), TraineeOutcome(self._outcome.value),
                           calendar_day(now), reason, now)  # fmt: skip
        try:
            await self._desk.change(step, ANSWERING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._dialog.close()
        self._desk.say("已记下。")
        await self.show()

    async def _save(self) -> None:
        words = str(self._words.value or "")
        wrong = check_reply("review", words)
        if wrong:
            self._desk.warn(wrong[0].sentence)
            return
        try:
            step = keep_review(self._id, ReviewKind(self._kind.value), words, self._desk.now())
            await self._desk.change(step, ANSWERING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._words.set_value("")
        self._desk.say("已存下。")
        await self.show()


async def _body(desk: Desk) -> None:
    course_id = desk.named("id")
    file = await desk.ask(lambda tables: course_file(tables, course_id))
    if file is None:
        not_there("这门课", "培训班")
        return
    head(f"培训评估：{file.name}", "开班前后要记的、考核、满 30 天和 90 天的就业，算到现在；效果不好的写明要改什么。")
    with ui.element("div").classes("tools"):
        ui.link("培训小结（打印、Excel）", f"/reports/course/{course_id}").classes("act quiet")
    await _Room(desk, course_id).show()


PAGE = DeskPage(path="/sessions/{id}", title="培训评估", roles=SEEING, body=_body)
