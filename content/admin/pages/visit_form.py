"""走访, one: which firm, with whom, of what industry, and whether it needs workers (R101)."""

from __future__ import annotations

from nicegui import ui

from content.admin.checks import blocking
from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.editor import Craft, Editor
from content.admin.employer_choice import offer_employers
from content.admin.fields import values_of
from content.admin.login import EDITING
from content.admin.outreach_forms import blank_visit, visit_from, visit_groups
from content.admin.parts import DeskPage
from content.clock import calendar_day
from content.model.outreach import EmployerVisit
from content.rules.outreach import check_visit
from content.store.database import Tables
from content.store.records import Page


def _craft() -> Craft[EmployerVisit]:
    return Craft(sort="visit", groups=visit_groups(), table=lambda tables: tables.visits, assemble=visit_from,
                 check=lambda visit, tables, now: check_visit(visit, calendar_day(now)))  # fmt: skip


def _industry_of(tables: Tables, employer_id: str) -> str:
    """Return the industry a firm was noted under last, "" when it was never visited."""
    found, _ = tables.visits.page(Page(filters=(("employer", employer_id),), limit=1))
    return found[0].industry.value if found else ""


class _Bar:
    """保存, and what can be done with a visit once it is kept."""

    def __init__(self, desk: Desk, editor: Editor[EmployerVisit]) -> None:
        self._desk, self._editor = desk, editor
        with ui.element("div").classes("bar"):
            action("保存", self._save, "save", "first")
            self._job = action("记下用工需求（新岗位）", self._new_job, "new-job", "brand")
            ui.link("返回列表", "/visits").classes("act quiet")
        self._job.set_visibility(editor.stored)

    def _may_be_kept(self) -> bool:
        """Write what is wrong beside its field; a visit that is not right is not counted, so it is not kept."""
        values, wrong = values_of(visit_groups(), self._editor.form.typed())
        now = self._desk.now()
        found = wrong or check_visit(visit_from(self._editor.base, values, self._desk.staff, now), calendar_day(now))
        self._editor.form.show(found)
        if blocking(found):
            self._desk.warn(f"还有 {len(blocking(found))} 处要改，改好再保存。填好的内容都还在。")
        return not blocking(found)

    async def _save(self) -> None:
        visit = await self._editor.save() if self._may_be_kept() else None
        if visit is None:
            return
        self._job.set_visibility(True)
        ui.navigate.history.replace(self._desk.href(f"/visits/{visit.id}"))
        self._desk.say("走访已保存。" + ("有用工需求的，点“记下用工需求”。" if visit.needs_workers else ""))

    def _new_job(self) -> None:
        self._desk.go(f"/jobs/new?visit={self._editor.base.id}")


async def _body(desk: Desk) -> None:
    wanted = desk.named("id")
    stored = wanted != "new"
    blank = blank_visit(desk.staff, desk.now())
    visit = await desk.ask(lambda tables: tables.visits.get(wanted)) if stored else blank
    if visit is None:
        not_there("这次走访", "走访")
        return
    head("走访" if stored else "记一次走访", "电话、上门都算。对方的姓名和电话加密保存，列表里只显示一部分。")
    editor = Editor(desk, _craft(), visit, stored)
    choice = editor.form.part("employer_id")
    await offer_employers(desk, choice, visit.employer_id)

    async def chosen() -> None:
        known = await desk.ask(lambda tables: _industry_of(tables, str(choice.value or "")))
        if known and not editor.stored:
            editor.form.fill({"industry": known})

    choice.on_value_change(chosen)
    await editor.open()
    _Bar(desk, editor)


PAGE = DeskPage(path="/visits/{id}", title="走访", roles=EDITING, body=_body)
