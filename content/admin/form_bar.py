"""The bar under a form: save, hand in to the reviewer, back to the list, and where the record stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from nicegui import ui

from content.admin.checks import blocking
from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.editor import AfterSave, Editor
from content.admin.login import EDITING
from content.model.audit import Action
from content.model.codes import Stage
from content.model.findings import Finding, Severity
from content.model.people import Staff
from content.store.database import Tables
from content.store.editorial import EditorialTable

R = TypeVar("R", bound=Any)


def hand_in(desk: Desk, table: Callable[[Tables], EditorialTable[R]]) -> AfterSave[R]:
    """Return the step that submits what was just saved, unless something in it must be mended first."""

    def step(tables: Tables, staff: Staff, record: R, findings: tuple[Finding, ...]) -> R:
        if blocking(findings) or record.stage not in (Stage.DRAFT, Stage.RETURNED):
            return record
        where = table(tables)
        tables.audit.note(staff, desk.now(), Action.STAGE, subject=where.table, subject_id=record.id,
                          words=f"提交审核：{where.word}")  # fmt: skip
        return where.set_stage(record.id, Stage.SUBMITTED, staff.id, desk.now())

    return step


def stands(record: Any, stored: bool) -> str:
    """Return where an editorial record stands, with the reviewer's words when it came back."""
    if not stored:
        return "还没有保存"
    note = f"：{record.review_note}" if record.stage is Stage.RETURNED and record.review_note else ""
    return f"{record.stage.label}{note}"


def reasons_wanted(findings: tuple[Finding, ...]) -> str:
    """Return what a record handed in with warnings still needs, in words; "" without any."""
    asked = sum(one.severity is not Severity.INFO for one in findings)
    return f"有 {asked} 处提示，要审核员写明理由才能放行。" if asked else ""


class HistoryLink:
    """修改记录 of the record in a form, once it is stored."""

    def __init__(self, editor: Editor[Any]) -> None:
        self._sort = editor.sort
        self._link = ui.link("修改记录", "").classes("act quiet").mark("history")
        self._link.set_visibility(False)
        if editor.stored:
            self.lead_to(str(editor.base.id))

    def lead_to(self, record_id: str) -> None:
        """Lead to the history of a record that is stored now."""
        self._link.props(f'href="/history/{self._sort}/{record_id}"')
        self._link.set_visibility(True)


def form_bar(desk: Desk, editor: Editor[R], back: str, named: Callable[[R], str], submit: AfterSave[R],
             again: bool = False) -> None:  # fmt: skip
    """Place the bar of an editorial record; `named` is how messages call it, `again` offers to save and copy it."""

    def told(record: R) -> None:
        state.set_text(stands(record, True))
        history.lead_to(record.id)
        ui.navigate.history.replace(desk.href(f"{back}/{record.id}"))

    async def save() -> None:
        record = await editor.save()
        if record is not None:
            told(record)
            desk.say(f"{named(record)}已保存。")

    async def save_and_copy() -> None:
        record = await editor.save()
        if record is not None:
            told(record)
            desk.say(f"{named(record)}已保存，照它再写一条。")
            desk.go(f"{back}/new?from={record.id}")

    async def save_and_submit() -> None:
        record = await editor.save(submit)
        if record is None:
            return
        told(record)
        if record.stage is Stage.SUBMITTED:
            desk.say(f"{named(record)}已提交，等审核员审核。" + reasons_wanted(editor.found))
            desk.go(back)
        else:
            desk.warn("已保存，但还不能提交。标红的几处改好后再按“提交审核”。")

    edits = desk.may(EDITING)
    if not edits:
        editor.form.only_read()
    with ui.element("div").classes("bar"):
        if edits:
            action("提交审核", save_and_submit, "submit", "first")
            action("保存", save, "save")
            if again:
                action("保存并再来一条", save_and_copy, "again")
        ui.link("返回列表", back if edits else "/review").classes("act quiet")
        history = HistoryLink(editor)
        state = ui.label(stands(editor.base, editor.stored)).classes("state").mark("state")
