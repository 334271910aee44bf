"""办事登记, one: read it, say that somebody sees to it, write the answer its receipt tells."""

from __future__ import annotations

from dataclasses import dataclass

from nicegui import ui

from content.admin.cases import ANSWERING, SEEING, answer_case, look_at_person, take_case
from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.pages.cases import TONES
from content.admin.parts import DeskPage
from content.admin.walk_in import LONGEST_ANSWER
from content.admin.written import written
from content.clock import local
from content.errors import ContentError
from content.model.cases import Case, CaseKind, CaseState
from content.rules.case_words import Facts, facts_of
from content.store.database import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    file: Case
    facts: Facts
    terminal: str
    handler: str


def _look(tables: Tables, case_id: str) -> _View | None:
    file = tables.cases.get(case_id)
    if file is None:
        return None
    terminal, handler = tables.terminals.get(file.terminal_id), tables.staff.get(file.handled_by)
    return _View(file=file, facts=facts_of(tables.cases.left_of(file)),
                 terminal=terminal.name if terminal is not None else "不认识的终端",
                 handler=handler.name if handler is not None else "")  # fmt: skip


class _File:
    """The open case: what it shows and what its buttons do."""

    def __init__(self, desk: Desk, view: _View) -> None:
        self._desk, self._id, self._view = desk, view.file.id, view
        # an appeal is the 考核小组's to answer, on its own page (R211)
        appeal = view.file.kind is CaseKind.APPEAL
        self._handles = desk.may(ANSWERING) and view.file.kind.answered and not appeal
        if appeal:
            ui.link("公示申诉由考核小组答复，在这里办", "/appeals").classes("act quiet")
        with ui.element("div").classes("news").mark("news") as self._bar:
            self._said = ui.label("").classes("said")
        self._bar.set_visibility(False)
        self._place = ui.html("").classes("w-full").mark("file")
        if not self._handles:
            return
        with ui.element("div").classes("foot"):
            self._take = action("我来办", self._taken, "take")
            phone = action("看姓名和电话", self._looked, "phone")
            phone.set_visibility(bool(view.file.phone_mask))
        with ui.element("div").classes("card reply"):
            ui.label("写答复").classes("group-name")
            self._words = ui.textarea(label="给来办事的人的答复 *", value=view.file.answer).mark("answer")
            self._words.props(f"outlined autogrow maxlength={LONGEST_ANSWER} counter")
            ui.label("凭回执号和查询码在自助机上看得到这段话。不要写姓名、电话。").classes("sub")
            self._close = action("", self._answered, "close", "brand")

    async def show(self) -> None:
        """Ask again and redraw."""
        view = await self._desk.ask(lambda tables: _look(tables, self._id))
        if view is None:
            return
        self._view, file = view, view.file
        self._place.set_content(written(
            "case.html", file=file, facts=view.facts, terminal=view.terminal, handler=view.handler,
            tone=TONES[file.state], received=f"{local(file.occurred_at):%Y-%m-%d %H:%M}"))  # fmt: skip
        if self._handles:
            self._take.set_visibility(file.state is CaseState.NEW)
            self._close.set_text("改答复" if file.state is CaseState.ANSWERED else "答复")

    def _tell(self, sentence: str) -> None:
        self._said.set_text(sentence)
        self._bar.set_visibility(True)

    async def _taken(self) -> None:
        try:
            await self._desk.change(take_case(self._id, self._view.file.version), ANSWERING)
        except ContentError as error:
            self._desk.refuse(error)
        await self.show()

    async def _looked(self) -> None:
        try:
            told = await self._desk.change(look_at_person(self._id, self._desk.now()), ANSWERING)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._tell(f"{told}。谁看过已记在操作记录里。")

    async def _answered(self) -> None:
        step = answer_case(self._id, self._view.file.version, str(self._words.value or ""), self._desk.now())
        try:
            await self._desk.change(step, ANSWERING)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._tell("已答复，凭回执能看到了。")
        await self.show()


async def _body(desk: Desk) -> None:
    view = await desk.ask(lambda tables: _look(tables, desk.named("id")))
    if view is None:
        not_there("这份登记", "办事登记")
        return
    head(f"{view.file.kind.label} {view.file.number}".strip(), "答复写好，人家凭回执在自助机“查回执”里看。")
    await _File(desk, view).show()


PAGE = DeskPage(path="/cases/{id}", title="办事登记", roles=SEEING, body=_body)
