"""用工登记: what employers asked for at the kiosk; each opens its draft job, and its receipt is answered here."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from nicegui import ui

from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.listing import ROWS, Cell, Do, Flag, Pager, Row, listing, table
from content.admin.login import EDITING
from content.admin.parts import MOUNT, DeskPage
from content.admin.walk_in import HIRING, LONGEST_ANSWER, answer_hiring, take_draft
from content.admin.wording import pay_words
from content.clock import local
from content.errors import ContentError
from content.model.jobs import Employer, JobPost
from content.model.walk_in import Hiring
from content.rules.receipts import hiring_state
from content.store.database import Tables

_COLUMNS = ("回执号", "收到", "用工单位", "要招", "薪资", "岗位现在", "答复")
_PHRASES = ("请带营业执照和经办人身份证到窗口核验。", "电话没打通，请到服务窗口说一声。",
            "工钱没有写清楚，请到窗口补上。")  # fmt: skip


def _row(one: Hiring, firm: Employer | None, job: JobPost | None, terminal: str, state: str, edits: bool) -> Row:
    deeds = [Do(word="填好岗位", deed="take", hot=not one.answer) if edits
             else Do(word="看岗位", href=f"{MOUNT}/jobs/{one.job_id}")]  # fmt: skip
    if firm is not None and firm.verified_at is None:
        deeds.append(Do(word="核实单位", href=f"{MOUNT}/employers/{firm.id}"))
    deeds.append(Do(word="改答复" if one.answer else "写答复", deed="answer"))
    new = () if one.known_employer else (Flag(word="新单位", tone="warn"),)
    clock = () if one.clock_ok else (Flag(word="终端时钟不准", tone="warn"),)
    return Row(id=f"{one.id}:{one.version}", deeds=tuple(deeds), cells=(
        Cell(text=one.number, look="num"),
        Cell(text=f"{local(one.occurred_at):%m-%d %H:%M}", small=terminal, look="num", flags=clock),
        Cell(text=firm.name if firm is not None else "", small=f"{one.contact_name.mask} {one.contact_phone.mask}",
             look="main", flags=new),
        Cell(text=f"{job.title} {job.headcount} 人" if job is not None else "", small=job.gathering if job else ""),
        Cell(text=pay_words(job) if job is not None else "", small=job.settlement.label if job else "", look="num"),
        Cell(text=state),
        Cell(text=one.answer or "—"),
    ))  # fmt: skip


class _Answering:
    """The question for the words of an answer."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._id, self._version = desk, "", 0
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            ui.label("答复用工登记").classes("title")
            ui.label("用工的人凭回执在自助机上看到这句话。岗位发布了不用写，自助机自己会说“已发布几号”。").classes("sub")
            self._words = ui.textarea(placeholder="写给用工的人看").mark("answer")
            self._words.props(f"outlined autogrow autofocus maxlength={LONGEST_ANSWER}")
            for phrase in _PHRASES:
                action(phrase, partial(self._put, phrase), look="plain")
            with ui.element("div").classes("foot"):
                action("答复", self._answered, "send", "first")
                action("取消", self._dialog.close)

    def _put(self, phrase: str) -> None:
        self._words.set_value(phrase)

    async def ask(self, row_id: str, words: str) -> bool:
        """Ask, and say whether an answer was written."""
        self._id, _, version = row_id.partition(":")
        self._version = int(version) if version.isdecimal() else 0
        self._words.set_value(words)
        return bool(await self._dialog)

    async def _answered(self) -> None:
        step = answer_hiring(self._id, self._version, str(self._words.value or ""), self._desk.now())
        try:
            await self._desk.change(step, HIRING)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say("已答复，凭回执能看到了。")
            self._dialog.submit(True)


def _look(tables: Tables, offset: int, now: datetime, edits: bool) -> tuple[tuple[Row, ...], int]:
    found, total = tables.hirings.page(limit=ROWS, offset=offset)
    names = {terminal.id: terminal.name for terminal in tables.terminals.all()}
    rows = []
    for one in found:
        job = tables.jobs.get(one.job_id)
        rows.append(_row(one, tables.employers.get(one.employer_id), job, names.get(one.terminal_id, "—"),
                         hiring_state(job, now), edits))  # fmt: skip
    return tuple(rows), total


async def _body(desk: Desk) -> None:
    edits = desk.may(EDITING)

    async def show() -> None:
        try:
            rows, total = await desk.ask(lambda tables: _look(tables, pager.offset, desk.now(), edits))
        except ContentError as error:
            desk.refuse(error)
            return
        place.set_content(table(_COLUMNS, rows, "还没有用工登记。自助机上登记一个，几秒后就在这里。"))
        pager.show(len(rows), total)

    async def deed(name: str, row_id: str) -> None:
        if name == "take":
            await take(row_id.partition(":")[0])
            return
        known = await desk.ask(lambda tables: tables.hirings.get(row_id.partition(":")[0]))
        await question.ask(row_id, known.answer if known is not None else "")
        await show()

    async def take(hiring_id: str) -> None:
        try:
            job_id = await desk.change(take_draft(hiring_id, desk.now()), EDITING)
        except ContentError as error:
            desk.refuse(error)
        else:
            desk.go(f"/jobs/{job_id}")

    head("用工登记", "点“填好岗位”才看得到电话：打电话核实，补好再提交审核。单位没核实的岗位发布不了。")
    place = listing("list", deed)
    pager = Pager(show)
    question = _Answering(desk)
    await show()


PAGE = DeskPage(path="/hirings", title="用工登记", menu="用工登记", place=74, body=_body, roles=HIRING, urgent=True,
                count=lambda tables, now: tables.hirings.waiting_count())  # fmt: skip
