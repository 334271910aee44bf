"""举报, one: read the file, stop the job in one click and undo it, answer with an outcome."""

from __future__ import annotations

from dataclasses import dataclass

from nicegui import ui

from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.pages.complaints import TONES
from content.admin.parts import MOUNT, DeskPage
from content.admin.walk_in import HANDLING, LONGEST_ANSWER, READING, close, job_of, look_at_phone, suspend, take_up
from content.admin.written import written
from content.clock import local
from content.errors import ContentError
from content.model.jobs import Employer, JobPost
from content.model.walk_in import Complaint, ComplaintState, Outcome
from content.store.database import Tables

_STILL = "岗位还暂停着：属实就到岗位里撤下，不属实就点“恢复展示”。"


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    file: Complaint
    text: str
    job: JobPost | None
    firm: Employer | None
    terminal: str
    handler: str
    others: tuple[Complaint, ...]


def _look(tables: Tables, complaint_id: str) -> _View | None:
    file = tables.complaints.get(complaint_id)
    if file is None:
        return None
    job = job_of(tables, file)
    terminal, handler = tables.terminals.get(file.terminal_id), tables.staff.get(file.handled_by)
    return _View(
        file=file, text=tables.complaints.text_of(file), job=job,
        firm=tables.employers.get(job.employer_id) if job is not None else None,
        terminal=terminal.name if terminal is not None else "不认识的终端",
        handler=handler.name if handler is not None else "",
        others=tuple(one for one in tables.complaints.about_job(file.job_id) if one.id != file.id)
        if file.job_id else (),
    )  # fmt: skip


class _File:
    """The open file: what it shows and what its buttons do."""

    def __init__(self, desk: Desk, view: _View) -> None:
        self._desk, self._id, self._view = desk, view.file.id, view
        self._handles = desk.may(HANDLING)
        with ui.element("div").classes("news").mark("news") as self._bar:
            self._said = ui.label("").classes("said")
        self._bar.set_visibility(False)
        self._place = ui.html("").classes("w-full").mark("file")
        if not self._handles:
            return
        with ui.element("div").classes("foot"):
            self._stop = action("", self._stopped, "stop", "first")
            self._take = action("开始核实", self._taken, "take")
            self._phone = action("看电话", self._looked, "phone")
            self._phone.set_visibility(view.file.phone is not None)
        self._answer_form(view.file)

    def _answer_form(self, file: Complaint) -> None:
        with ui.element("div").classes("card reply"):
            ui.label("写答复").classes("group-name")
            outcomes = {one.value: one.label for one in Outcome}
            self._outcome = ui.select(outcomes, label="处理结果 *", value=file.outcome.value if file.outcome else None)
            self._outcome.props("outlined dense").classes("outcome").mark("outcome")
            self._words = ui.textarea(label="给举报人的答复 *", value=file.answer).mark("answer")
            self._words.props(f"outlined autogrow maxlength={LONGEST_ANSWER} counter")
            ui.label("举报的人凭回执号和查询码在自助机上看到这段话。不要写姓名、电话，也不要写是谁说的。").classes("sub")
            self._close = action("", self._closed, "close", "brand")

    async def show(self) -> None:
        """Ask again and redraw."""
        view = await self._desk.ask(lambda tables: _look(tables, self._id))
        if view is None:
            return
        self._view, file, job = view, view.file, view.job
        self._place.set_content(written(
            "complaint.html", mount=MOUNT, file=file, text=view.text, job=job, firm=view.firm, terminal=view.terminal,
            handler=view.handler, others=view.others, tone=TONES[file.state],
            received=f"{local(file.occurred_at):%Y-%m-%d %H:%M}"))  # fmt: skip
        if self._handles:
            self._stop.set_visibility(job is not None)
            self._stop.set_text("恢复展示" if job is not None and job.suspended else "暂停展示这个岗位")
            self._take.set_visibility(file.state is ComplaintState.NEW)
            self._close.set_text("改答复" if file.state is ComplaintState.ANSWERED else "办结并答复")

    def _tell(self, sentence: str) -> None:
        self._said.set_text(sentence)
        self._bar.set_visibility(True)

    async def _stopped(self) -> None:
        lift = self._view.job is not None and bool(self._view.job.suspended)
        # a patch edition takes its time on a busy hub: the click is answered at once
        self._tell("正在办理……")
        try:
            job, reached = await suspend(self._desk, self._id, self._view.file.version, lift=lift)
        except ContentError as error:
            self._bar.set_visibility(False)
            self._desk.refuse(error)
        else:
            then = "，自助机和信息屏正在更新" if reached else ""
            self._tell(f"{job.number} 号“{job.title}”已{'恢复展示' if lift else '暂停展示'}{then}。"
                       + ("" if lift else "点错了可以马上恢复。"))  # fmt: skip
        await self.show()

    async def _taken(self) -> None:
        try:
            await self._desk.change(take_up(self._id, self._view.file.version, self._desk.now()), HANDLING)
        except ContentError as error:
            self._desk.refuse(error)
        await self.show()

    async def _looked(self) -> None:
        try:
            phone = await self._desk.change(look_at_phone(self._id, self._desk.now()), HANDLING)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._tell(f"电话 {phone}。谁看过已记在操作记录里。")

    async def _closed(self) -> None:
        outcome = Outcome(self._outcome.value) if self._outcome.value else None
        step = close(self._id, self._view.file.version, outcome, str(self._words.value or ""), self._desk.now())
        try:
            await self._desk.change(step, HANDLING)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            job = self._view.job
            stands = job is not None and bool(job.suspended)
            self._tell("已办结，凭回执能看到答复了。" + (_STILL if stands else ""))
        await self.show()


async def _body(desk: Desk) -> None:
    view = await desk.ask(lambda tables: _look(tables, desk.named("id")))
    if view is None:
        not_there("这份举报", "举报")
        return
    head(f"举报 {view.file.number}", "先核实，再办结。岗位有问题可以马上停掉，查清了再恢复或撤下。")
    await _File(desk, view).show()


PAGE = DeskPage(path="/complaints/{id}", title="举报", roles=READING, body=_body)
