"""录入纸质登记表, and 更正 of a line: forms in the order of the paper, checked beside the field."""

from __future__ import annotations

from datetime import date

from nicegui import ui

from content.admin.checks import all_wrong, blocking
from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.fields import values_of
from content.admin.form import Form
from content.admin.pages.ledger import PATH
from content.admin.parts import DeskPage
from content.admin.seeker_entry import (
    ENTERING,
    blank_entry,
    body_of,
    correction_groups,
    entry_groups,
    put_right,
    register,
    typed_wishes,
)
from content.clock import calendar_day
from content.errors import ContentError
from content.model.abilities import PhoneOf
from content.model.ids import new_id
from content.model.ledgers import SeekerLine
from content.rules.paper_registration import check_phone, check_reason, check_registration, check_wishes
from content.store.own_records import FORGOTTEN


class _Entry:
    """The open form; after it is kept it is empty for the next paper."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._id = desk, new_id(desk.now())
        with ui.element("div").classes("news").mark("entered") as self._bar:
            self._said = ui.label("").classes("said")
            self._person = ui.link("看这个人", "").classes("act quiet")
        self._bar.set_visibility(False)
        self._form = Form(entry_groups(), blank_entry(calendar_day(desk.now())))
        with ui.element("div").classes("bar"):
            action("保存，录下一张", self._save, "save", "first")
            ui.link("返回台账", PATH).classes("act quiet")

    async def _save(self) -> None:
        now, groups = self._desk.now(), entry_groups()
        values, wrong = values_of(groups, self._form.typed())
        body, day = body_of(values, now), values.get("signed_on")
        signed = day if isinstance(day, date) else None
        found = all_wrong(wrong, check_registration(body, signed, bool(values.get("agreed")), calendar_day(now)))
        self._form.show(found)
        if blocking(found) or signed is None:
            self._desk.warn(f"还有 {len(blocking(found))} 处要改，改好再保存。填好的内容都还在。")
            return
        try:
            entered = await self._desk.change(register(self._id, body, signed, now, self._desk.parts.keys), ENTERING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        before = f"这位以前登记过 {entered.before} 次，记在同一个人名下。" if entered.before else ""
        self._said.set_text(f"已存：回执号 {entered.number}，查询码 {entered.code}，请写在回执联上交给本人。{before}")
        self._person.props(f'href="/ledger/people/{entered.seeker_id}"')
        self._bar.set_visibility(True)
        self._id = new_id(now)
        self._form.fill({spec.name: "" for group in groups for spec in group.fields}
                        | blank_entry(calendar_day(now)))  # fmt: skip


async def _enter(desk: Desk) -> None:
    head("录入纸质登记表", "照纸表从上往下填。身份证号码会核对校验位；同一个号码的人只有一份档案。")
    _Entry(desk)


class _Correcting:
    """The open correction of one line."""

    def __init__(self, desk: Desk, line: SeekerLine) -> None:
        self._desk, self._line, self._groups = desk, line, correction_groups(line)
        self._form = Form(self._groups, typed_wishes(line))
        with ui.element("div").classes("bar"):
            action("记下更正", self._save, "save", "first")
            ui.link("不改了", PATH).classes("act quiet")

    async def _save(self) -> None:
        values, wrong = values_of(self._groups, self._form.typed())
        trades = tuple(str(value) for name, value in values.items() if name.startswith("trade_") and value)
        phone, phone_of = str(values.get("phone") or ""), PhoneOf(str(values.get("phone_of") or PhoneOf.OWN.value))
        findings = (*wrong, *check_wishes(trades, bool(values.get("unsure"))),
                    check_phone(phone, phone_of) if phone else None,
                    check_reason(str(values.get("reason") or "").strip()))  # fmt: skip
        found = tuple(one for one in findings if one is not None)
        self._form.show(found)
        if blocking(found):
            self._desk.warn(f"还有 {len(blocking(found))} 处要改，改好再保存。填好的内容都还在。")
            return
        try:
            await self._desk.change(put_right(self._line.id, values, self._desk.now(), self._desk.parts.keys),
                                    ENTERING)  # fmt: skip
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._desk.go(f"/ledger/people/{self._line.seeker_id}")


async def _correct(desk: Desk) -> None:
    line = await desk.ask(lambda tables: tables.seeker_ledger.line(desk.named("id")))
    if line is None or line.name == FORGOTTEN:
        not_there("这条登记", "求职台账")
        return
    head(f"更正求职登记 {line.number}", f"{line.name}。原来登记的留着，更正记在后面，写明原因。姓名或号码错了，"
         "照正确的再录一张，请负责人合并两份档案。")  # fmt: skip
    _Correcting(desk, line)


PAGE = DeskPage(path="/ledger/entry", title="录入纸质登记表", roles=ENTERING, body=_enter)
CORRECTION = DeskPage(path="/ledger/correct/{id}", title="更正求职登记", roles=ENTERING, body=_correct)
