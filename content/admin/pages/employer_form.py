"""企业, one: its facts, the papers seen, and who verified it when and how (R104, 条例 §26)."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from content.admin.attachments import attachments
from content.admin.checks import VERIFICATION, blocking, employer_findings
from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.editing import blank_employer, employer_from
from content.admin.editor import Craft, Editor
from content.admin.form_bar import HistoryLink
from content.admin.login import EDITING
from content.admin.parts import DeskPage
from content.admin.record_forms import employer_groups
from content.admin.releases import follow_suspension
from content.admin.wording import day_words
from content.model.codes import VerifyMethod
from content.model.findings import Finding
from content.model.jobs import Employer
from content.model.people import Staff
from content.store.database import Tables


def _craft() -> Craft[Employer]:
    return Craft(sort="employer", groups=employer_groups(), table=lambda tables: tables.employers,
                 assemble=employer_from, check=employer_findings)  # fmt: skip


def _verified(firm: Employer) -> str:
    if firm.verified_at is None or firm.verified_how is None:
        return "未核实"
    return f"{day_words(firm.verified_at)} {firm.verified_how.label}"


class _Buttons:
    """保存 and 核实, with what they answered."""

    def __init__(self, desk: Desk, editor: Editor[Employer]) -> None:
        self._desk, self._editor = desk, editor
        ways = {way.value: way.label for way in VerifyMethod}
        with ui.element("div").classes("bar"):
            action("保存", self._save, "save", "brand")
            self._how = ui.select(ways, label="怎样核实的").props("outlined dense").classes("search").mark("how")
            action("保存并记为已核实", self._verify, "verify", "first")
            ui.link("返回列表", "/employers").classes("act quiet")
            self._history = HistoryLink(editor)
            state = _verified(editor.base) if editor.stored else "还没有保存"
            self._state = ui.label(state).classes("state").mark("state")

    def _told(self, firm: Employer, sentence: str) -> None:
        self._state.set_text(_verified(firm))
        self._history.lead_to(firm.id)
        ui.navigate.history.replace(self._desk.href(f"/employers/{firm.id}"))
        self._desk.say(sentence)

    async def _save(self) -> None:
        before = self._editor.base.suspended
        firm = await self._editor.save()
        if firm is None:
            return
        self._told(firm, f"“{firm.name}”已保存。")
        if bool(before) is not bool(firm.suspended) and await follow_suspension(self._desk, firm):
            done = "已暂停招聘，它的岗位正在撤下" if firm.suspended else "已恢复招聘，它的岗位正在放回"
            self._desk.say(f"{done}：自助机和信息屏几秒后更新。")

    async def _verify(self) -> None:
        if not self._how.value:
            self._how.error = "请先选怎样核实的。"
            return
        self._how.error = None
        how = VerifyMethod(self._how.value)

        def note(tables: Tables, staff: Staff, firm: Employer, findings: tuple[Finding, ...]) -> Employer:
            if any(finding.field != VERIFICATION for finding in blocking(findings)):
                return firm
            checked = replace(firm, verified_by=staff.id, verified_at=self._desk.now(), verified_how=how)
            return tables.employers.save(checked, firm.version, staff.id)

        firm = await self._editor.save(note)
        if firm is None:
            return
        if firm.verified_at is None:
            self._state.set_text(_verified(firm))
            self._desk.warn("已保存，但还不能记为已核实。标红的几处改好后再按一次。")
            return
        self._told(firm, f"“{firm.name}”已核实，它的岗位可以发布了。")


async def _body(desk: Desk) -> None:
    wanted = desk.named("id")
    stored = wanted != "new"
    firm = await desk.ask(lambda tables: tables.employers.get(wanted)) if stored else blank_employer(desk.now())
    if firm is None:
        not_there("这家企业", "企业")
        return
    found = firm
    head("企业" if stored else "新企业", "改了名称或信用代码，就要重新核实。")
    editor = Editor(desk, _craft(), found, stored)
    await editor.open()
    await attachments(desk, "employer", editor)
    _Buttons(desk, editor)


PAGE = DeskPage(path="/employers/{id}", title="企业", roles=EDITING, body=_body)
