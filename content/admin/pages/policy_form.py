"""政策公告, one: the plain words first, then the document it rests on."""

from __future__ import annotations

from dataclasses import replace

from content.admin.attachments import attachments
from content.admin.checks import policy_findings
from content.admin.controls import head, not_there
from content.admin.desk import Desk
from content.admin.editing import blank_policy, policy_from
from content.admin.editor import Craft, Editor
from content.admin.form_bar import form_bar, hand_in
from content.admin.login import EDITING, REVIEWING
from content.admin.parts import DeskPage
from content.admin.record_forms import policy_groups
from content.model.codes import InsuranceTopic, PolicyCategory
from content.model.notices import PolicyNotice


def _craft() -> Craft[PolicyNotice]:
    return Craft(sort="policy", groups=policy_groups(), table=lambda tables: tables.policies, assemble=policy_from,
                 check=policy_findings)  # fmt: skip


def _on_topic(desk: Desk, blank: PolicyNotice) -> PolicyNotice:
    """Return a new policy with the topic a square of 宣传覆盖 asked for."""
    category, insurance = desk.named("category"), desk.named("insurance")
    if category in {one.value for one in PolicyCategory}:
        blank = replace(blank, category=PolicyCategory(category))
    if insurance in {one.value for one in InsuranceTopic}:
        blank = replace(blank, category=PolicyCategory.INSURANCE, insurance=insurance)
    return blank


async def _body(desk: Desk) -> None:
    wanted = desk.named("id")
    stored = wanted != "new"
    policy = _on_topic(desk, blank_policy(desk.staff, desk.now()))
    found = await desk.ask(lambda tables: tables.policies.get(wanted)) if stored else policy
    if found is None:
        not_there("这条政策", "政策公告")
        return
    head("政策公告" if stored else "新政策公告", "先写给不看文件的人：能得到什么、谁能办、带什么、去哪里。")
    editor = Editor(desk, _craft(), found, stored)
    await editor.open()
    await attachments(desk, "policy", editor)
    submit = hand_in(desk, lambda tables: tables.policies)
    form_bar(desk, editor, "/policies", lambda record: f"“{record.title}”", submit)


PAGE = DeskPage(path="/policies/{id}", title="政策公告", roles=EDITING | REVIEWING, body=_body)
