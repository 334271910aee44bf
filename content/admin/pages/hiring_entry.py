"""录入用工登记表: the paper form of an employer, typed in its own order; it becomes a draft job."""

from __future__ import annotations

from datetime import date

from nicegui import ui

from content.admin.checks import all_wrong, blocking
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.fields import values_of
from content.admin.form import Form
from content.admin.hiring_entry import blank_hiring, check_hiring, hiring_groups, hiring_of, take_in
from content.admin.parts import DeskPage
from content.admin.walk_in import HIRING
from content.clock import calendar_day
from content.errors import ContentError
from content.model.ids import new_id


class _Entry:
    """The open form; after it is kept it is empty for the next paper."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._id = desk, new_id(desk.now())
        with ui.element("div").classes("news").mark("entered") as self._bar:
            self._said = ui.label("").classes("said")
        self._bar.set_visibility(False)
        self._form = Form(hiring_groups(), blank_hiring(calendar_day(desk.now())))
        with ui.element("div").classes("bar"):
            action("保存，录下一张", self._save, "save", "first")
            ui.link("返回台账", "/ledger/jobs").classes("act quiet")

    async def _save(self) -> None:
        now, groups = self._desk.now(), hiring_groups()
        values, wrong = values_of(groups, self._form.typed())
        found, signed = all_wrong(wrong, check_hiring(values, calendar_day(now))), values.get("signed_on")
        self._form.show(found)
        if blocking(found) or not isinstance(signed, date):
            self._desk.warn(f"还有 {len(blocking(found))} 处要改，改好再保存。填好的内容都还在。")
            return
        step = take_in(self._id, hiring_of(values, now), signed, now, self._desk.parts.keys)
        try:
            hired = await self._desk.change(step, HIRING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._said.set_text(f"已存：回执号 {hired.number}，查询码 {hired.code}，请写在回执联上。岗位是草稿，"
                            "在“用工登记”里核实、填好再提交审核。")  # fmt: skip
        self._bar.set_visibility(True)
        self._id = new_id(now)
        self._form.fill({spec.name: "" for group in groups for spec in group.fields}
                        | blank_hiring(calendar_day(now)))  # fmt: skip


async def _body(desk: Desk) -> None:
    head("录入用工登记表", "照纸表从上往下填。存下来是一条待核实的用工登记和一个草稿岗位，核实了才发布。")
    _Entry(desk)


PAGE = DeskPage(path="/ledger/hire", title="录入用工登记表", roles=HIRING, body=_body)
