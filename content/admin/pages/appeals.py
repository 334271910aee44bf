"""公示申诉: windows of 公示, appeals that came, taken in by a clerk and answered by the 考核小组 (R211)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from nicegui import ui

from content.admin.appeals import LONGEST_APPEAL, Typed, answer_appeal, open_appeals, take_in
from content.admin.cases import ANSWERING, SEEING, look_at_person
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.fields import Field, Kind, value_of
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.pages.cases import TONES
from content.admin.parts import MOUNT, DeskPage
from content.admin.scoring import ASSESSING
from content.admin.scoring import SEEING as SCORE_SEEING
from content.admin.walk_in import LONGEST_ANSWER
from content.clock import local
from content.errors import ContentError
from content.model.cases import Case, CaseBody, CaseKind, CaseState
from content.model.codes import NoticeKind, Stage
from content.model.notices import Notice
from content.model.publicities import AppealDeed
from content.rules.case_words import facts_of
from content.rules.publicity import standing_words, term_of
from content.store.database import Tables
from content.store.records import Page

_COLUMNS = ("回执号", "交来", "对哪份公示", "电话", "办到哪一步", "来自")
_SHOWN = 50
_FILED_AT = Field(name="filed_at", label="交来的时间", kind=Kind.INSTANT, optional=True)
_CALLING = ANSWERING | ASSESSING
_ANSWERS = {one.value: one.label for one in (AppealDeed.KEPT, AppealDeed.CORRECTED)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    rows: tuple[Row, ...]
    stands: tuple[str, ...]
    notices: dict[str, str]  # those an appeal may be about


def _notices(tables: Tables) -> tuple[Notice, ...]:
    found, _ = tables.notices.page(Page(filters=(("kind", NoticeKind.PUBLICITY.value),), limit=_SHOWN))
    return tuple(one for one in found if one.published_at is not None or one.stage is Stage.APPROVED)


def _row(one: Case, answers: bool, reads: bool, calls: bool) -> Row:
    clock = () if one.clock_ok else (Flag(word="终端时钟不准，请核对", tone="warn"),)
    open_ = one.state in (CaseState.NEW, CaseState.HANDLING)
    deeds = (Do(word="答复", deed="answer", hot=True),) * (answers and open_) + (
        Do(word="看电话", deed="phone"),) * bool(one.phone_mask and calls)  # fmt: skip
    return Row(id=one.id, deeds=deeds, cells=(
        Cell(text=one.number or "—", look="num"),
        Cell(text=f"{local(one.occurred_at):%Y-%m-%d %H:%M:%S}", look="num", flags=clock),
        Cell(text=one.subject, look="main", href=f"{MOUNT}/cases/{one.id}" if reads else ""),
        Cell(text=one.phone_mask or "—", look="num"),
        Cell(flags=(Flag(word=one.state.label, tone=TONES[one.state]),), small=one.answer),
        Cell(text=one.channel.label),
    ))  # fmt: skip


def _look(tables: Tables, now: datetime, answers: bool, reads: bool, calls: bool) -> _View:
    holidays, notices = tables.market.get().holidays, _notices(tables)
    cases, _ = tables.cases.page(CaseKind.APPEAL, limit=_SHOWN)
    stands = []
    for notice in notices:
        term = term_of(notice, holidays)
        if term is None or notice.stage is Stage.WITHDRAWN:
            continue
        own = [one for one in cases if one.subject_id == notice.id and one.state is not CaseState.REFUSED]
        answered = sum(one.state is CaseState.ANSWERED for one in own)
        stands.append(f"{notice.title}：{standing_words(term, len(own), answered, now, holidays)}")
    return _View(rows=tuple(_row(one, answers, reads, calls) for one in cases), stands=tuple(stands),
                 notices={one.id: one.title for one in notices})  # fmt: skip


class _Answering:
    """The question for the answer to an appeal."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._case = desk, ("", 0)
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            ui.label("答复公示申诉").classes("title")
            ui.label("复查后要改得分的，先到“核定调整和定稿”另定一稿，定稿时选这件申诉。").classes("sub")
            self._read = ui.label("").classes("said").mark("said")
            self._deed = ui.radio(_ANSWERS, value=AppealDeed.KEPT.value).mark("deed")
            self._words = ui.textarea(label="给申诉人的答复 *").mark("words")
            self._words.props(f"outlined autogrow maxlength={LONGEST_ANSWER} counter")
            with ui.element("div").classes("foot"):
                action("答复", self._answered, "send", "first")
                action("取消", self._dialog.close)

    async def ask(self, case: Case, body: CaseBody) -> None:
        """Ask, until an answer was written or the question closed."""
        self._read.set_text("；".join(f"{word}：{said}" for word, said in facts_of(body)))
        self._case = (case.id, case.version)
        self._deed.set_value(AppealDeed.KEPT.value)
        self._words.set_value("")
        await self._dialog

    async def _answered(self) -> None:
        step = answer_appeal(*self._case, AppealDeed(self._deed.value), str(self._words.value or ""), self._desk.now())
        try:
            await self._desk.change(step, ASSESSING)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say("已答复，凭回执能看到了。")
            self._dialog.submit(True)


class _Intake:
    """The form by which a clerk takes an appeal in."""

    def __init__(self, desk: Desk, after: Callable[[], Awaitable[None]]) -> None:
        self._desk, self._after = desk, after
        ui.label("窗口收一件").classes("section")
        with ui.element("section").classes("group"):
            with ui.element("div").classes("grid"):
                self._notice = ui.select({}, label="对哪份公示 *").props("outlined dense").classes("w6").mark("notice")
                self._filed_at = ui.input("什么时候交来的").classes("w3").mark("filed-at")
                self._filed_at.props('outlined dense hint="空着是现在；早交的写 2027-01-13 09:30"')
                self._phone = ui.input("电话").props("outlined dense").classes("w3").mark("phone")
                self._text = ui.textarea("怎么说的 *（加密保存，不写证件号码）").classes("w12").mark("text")
                self._text.props(f"outlined autogrow maxlength={LONGEST_APPEAL} counter")
            action("收下", self._save, "take-in", "brand")
            self._given = ui.label("").classes("sub").mark("given")

    def offer(self, notices: dict[str, str]) -> None:
        """Say which 公示 there are."""
        first = next(iter(notices), None)
        self._notice.set_options(notices, value=self._notice.value if self._notice.value in notices else first)

    async def _save(self) -> None:
        desk, now = self._desk, self._desk.now()
        try:
            read = value_of(_FILED_AT, str(self._filed_at.value or ""))
        except ValueError as wrong:
            desk.warn(str(wrong))
            return
        filed_at = read if isinstance(read, datetime) else now
        typed = Typed(notice_id=str(self._notice.value or ""), text=str(self._text.value or ""),
                      phone=str(self._phone.value or ""), filed_at=filed_at)  # fmt: skip
        try:
            number, code = await desk.change(take_in(typed, desk.parts.keys, now), ANSWERING)
        except ContentError as error:
            desk.refuse(error)
            return
        for part in (self._text, self._phone, self._filed_at):
            part.set_value("")
        self._given.set_text(f"收下了。请抄给来人：回执号 {number}，查询码 {code}，在自助机“查回执”里看答复。")
        await self._after()


async def _body(desk: Desk) -> None:
    answers = desk.may(ASSESSING)

    async def show() -> None:
        now = desk.now()
        view = await desk.ask(lambda tables: _look(tables, now, answers, desk.may(SEEING), desk.may(_CALLING)))
        stands.set_content(table(("公示期",), tuple(Row(id=line, cells=(Cell(text=line),)) for line in view.stands),
                                 "现在没有公示。公示由考核组在“核定调整和定稿”里做。"))  # fmt: skip
        place.set_content(table(_COLUMNS, view.rows, "没有申诉。自助机和窗口收到的都列在这里。"))
        if intake is not None:
            intake.offer(view.notices)

    async def deed(name: str, case_id: str) -> None:
        if name == "phone":
            try:
                told = await desk.change(look_at_person(case_id, desk.now()), _CALLING)
            except ContentError as error:
                desk.refuse(error)
            else:
                desk.say(f"{told}。谁看过已记在操作记录里。")
            return

        def look(tables: Tables) -> tuple[Case, CaseBody] | None:
            case = tables.cases.get(case_id)
            return (case, tables.cases.body_of(case)) if case is not None and case.kind is CaseKind.APPEAL else None

        found = await desk.ask(look)
        if name == "answer" and answers and found is not None:
            await question.ask(*found)
            await show()

    head("公示申诉", "公示期内交来的才算，自助机断网时交的按交的时间算。考核小组复查后答复，本人凭回执看。")
    stands = listing("stands")
    intake = _Intake(desk, show) if desk.may(ANSWERING) else None
    ui.label("收到的申诉").classes("section")
    place = listing("appeals", deed)
    question = _Answering(desk)
    await show()


PAGE = DeskPage(path="/appeals", title="公示申诉", menu="公示申诉", place=104, body=_body, roles=SEEING | SCORE_SEEING,
                urgent=True, count=lambda tables, now: open_appeals(tables))  # fmt: skip
