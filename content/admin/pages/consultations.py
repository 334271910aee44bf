"""咨询: a question noted in under a minute, those left at kiosks beside it, what waits too long first (R147–R149)."""

from __future__ import annotations

from datetime import date
from typing import Any

from nicegui import ui

from content.admin.cases import ANSWERING, SEEING
from content.admin.consult_dialogs import QuestionDialog
from content.admin.consult_forms import consult_groups
from content.admin.consultations import Line, first_steps, month_page
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.entry_use_cases import entry_facts, keep_entry
from content.admin.fields import Typed, values_of
from content.admin.form import Form
from content.admin.listing import ROWS, Cell, Do, Flag, Pager, Row, listing, table
from content.admin.months import month_named, place_turn
from content.admin.parts import MOUNT, DeskPage
from content.admin.persons import Meant, person_of
from content.admin.sheet_dialog import SheetDialog
from content.admin.sheets_hall import CONSULTATIONS, MONTH
from content.clock import calendar_day
from content.errors import ContentError
from content.model.codes import Channel
from content.model.consultations import Consultation, ConsultTopic
from content.rules.cadence import month_days
from content.rules.consulting import check_consultation, check_escalation
from content.rules.reply_words import check_reply
from content.store.database import Tables
from content.store.records import Page

_COLUMNS = ("日期", "问哪方面", "怎么问的", "谁问的", "办到哪一步")
_KEYED = ("question", "reply", "who", "whom", "due_on", "day")


def _blank(today: date) -> dict[str, Typed]:
    return {"topic": ConsultTopic.JOBS.value, "channel": Channel.WINDOW.value, "day": today.isoformat(),
            "question": "", "reply": "", "who": "", "whom": "", "due_on": ""}  # fmt: skip


def _stands(line: Line) -> Cell:
    state = line.state
    asked = f"请教{state.whom}" + (f"，{state.due_on:%m-%d} 前回话" if state.due_on else "") if state.whom else ""
    if state.answered_at is not None:
        return Cell(flags=(Flag(word="已答复", tone="good"),), small=asked)
    flags = (Flag(word="超期", tone="warn"),) if state.overdue else ()
    return Cell(flags=(Flag(word="待答复", tone="warn" if state.overdue else "calm"), *flags), small=asked)


def row_of(line: Line, acts: bool) -> Row:
    """Return a question as a line; nothing anybody said stands in a list."""
    flags = (Flag(word="补录", tone="calm"),) if line.late else ()
    deeds: tuple[Do, ...] = (Do(word="看" if line.state.answered_at or not acts else "答复", deed="open"),)
    if line.entry is None:
        deeds = (*deeds, Do(word="去答复", href=f"{MOUNT}/cases/{line.id}"))
    return Row(id=line.id, deeds=deeds, cells=(
        Cell(text=line.day.isoformat(), look="num", flags=flags),
        Cell(text=line.topic.label, look="main"),
        Cell(text=line.channel.label, small=f"回执 {line.number}" if line.number else ""),
        Cell(text="实名" if line.known else "匿名"),
        _stands(line),
    ))  # fmt: skip


class _Room:
    """The open month."""

    def __init__(self, desk: Desk, month: date) -> None:
        self._desk, self._days, self._acts = desk, month_days(month), desk.may(ANSWERING)
        head("咨询", "现场、电话、网上问的都记在这里，自助机上问的也列在一起。超过 5 个工作日没有答复的排在最前面。")
        if self._acts:
            self._place_form()
        place_turn(desk, "/consultations", month)
        with ui.element("div").classes("foot above"):
            ui.link("这个月的分析", f"/consultations/month?month={month:%Y-%m}").classes("act brand")
            SheetDialog(desk, CONSULTATIONS, lambda: Page(filters=((MONTH, f"{month:%Y-%m}"),)), "导出这个月的台账")
        self._dialog = QuestionDialog(desk, self.show, self._acts)
        self._place = listing("list", self._deed)
        self._pager = Pager(self.show)

    def _place_form(self) -> None:
        self._form = Form(consult_groups(), _blank(calendar_day(self._desk.now())))
        for name in _KEYED:
            self._form.part(name).on("keydown.enter", self._save)
        with ui.element("div").classes("foot"):
            action("登记", self._save, "save", "first")
            ui.label("键盘：Tab 下一格，上下键选，回车登记。").classes("sub")

    async def show(self) -> None:
        """Ask again and redraw the list."""
        today, (first, last) = calendar_day(self._desk.now()), self._days

        some, total = await self._desk.ask(
            lambda tables: month_page(tables, first, last, today, ROWS, self._pager.offset))  # fmt: skip
        self._place.set_content(table(_COLUMNS, tuple(row_of(one, self._acts) for one in some),
                                      "这个月还没有咨询。有人来问，就在上面记一条。"))  # fmt: skip
        self._pager.show(len(some), total)

    async def _deed(self, name: str, subject_id: str) -> None:
        if name == "open":
            await self._dialog.open(subject_id)

    def _entry(self, values: dict[str, Any], person: Meant) -> Consultation:
        now = self._desk.now()
        return Consultation(person_index=person.index, topic=values["topic"], channel=values["channel"],
                            question=values["question"], day=values["day"],
                            **entry_facts(self._desk.staff, now))  # fmt: skip

    async def _save(self) -> None:
        desk, now, today = self._desk, self._desk.now(), calendar_day(self._desk.now())
        typed = self._form.typed()
        values, wrong = values_of(consult_groups(), typed)

        def who(tables: Tables) -> Meant:
            return person_of(tables, desk.parts.keys, str(typed["who"]))

        person = await desk.ask(who)
        found = (*wrong, *person.findings("who"))
        if not wrong:
            entry = self._entry(values, person)
            reply, whom, due_on = values["reply"], values["whom"], values["due_on"]
            found = (*found, *check_consultation(entry, today), *check_reply("reply", str(reply)),
                     *check_escalation(str(whom), due_on if isinstance(due_on, date) else None, today))  # fmt: skip
        self._form.show(found)
        if found:
            desk.warn(f"还有 {len(found)} 处要改，改好再登记。填好的内容都还在。")
            return
        after = first_steps(str(reply), str(whom), due_on if isinstance(due_on, date) else None, now)
        try:
            await desk.change(keep_entry(lambda tables: tables.consultations, entry, now, after), ANSWERING)
        except ContentError as error:
            desk.refuse(error)
            return
        self._form.fill(_blank(today) | {"topic": typed["topic"], "channel": typed["channel"]})
        self._form.part("question").run_method("focus")
        desk.say("咨询已登记。")
        await self.show()


async def _body(desk: Desk) -> None:
    await _Room(desk, month_named(desk)).show()


PAGE = DeskPage(path="/consultations", title="咨询", menu="咨询", place=91, body=_body, roles=SEEING, urgent=True,
                count=lambda tables, now: tables.consultations.open_count())  # fmt: skip
