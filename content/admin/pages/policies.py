"""政策公告: the list with stage and search, and 撤下."""

from __future__ import annotations

from content.admin.controls import Sure, head
from content.admin.desk import Desk
from content.admin.list_choices import POLICY_CHOICES, owners
from content.admin.listing import Cell, Do, Flag, Row
from content.admin.login import EDITING
from content.admin.parts import MOUNT, DeskPage
from content.admin.record_list import RecordList
from content.admin.releases import CLOSING, withdraw_policy
from content.admin.sheets_out import POLICIES
from content.admin.wording import STAGE_TONES, day_words
from content.errors import ContentError
from content.model.codes import Stage
from content.model.notices import PolicyNotice
from content.store.database import Tables
from content.store.records import Page

_COLUMNS = ("标题", "级别", "类别", "文号", "失效日期", "改动", "状态")
_SORTS = {"标题": "title", "级别": "level", "类别": "category", "失效日期": "expires_on", "改动": "updated_at"}


def _row(policy: PolicyNotice, closer: bool) -> Row:
    ends = policy.expires_on.isoformat() if policy.expires_on is not None else "长期"
    deeds = () if policy.stage is Stage.WITHDRAWN or not closer else (Do(word="撤下", deed="withdraw"),)
    return Row(id=policy.id, deeds=deeds, cells=(
        Cell(text=policy.title, look="main", href=f"{MOUNT}/policies/{policy.id}", small=policy.issuer),
        Cell(text=policy.level.label),
        Cell(text=policy.category.label),
        Cell(text=policy.document_number),
        Cell(text=ends, look="num"),
        Cell(text=day_words(policy.updated_at), look="num"),
        Cell(flags=(Flag(word=policy.stage.label, tone=STAGE_TONES[policy.stage]),),
             small=policy.review_note if policy.stage is Stage.RETURNED else ""),
    ))  # fmt: skip


async def _body(desk: Desk) -> None:
    closer = desk.may(CLOSING)

    def look(tables: Tables, page: Page) -> tuple[tuple[Row, ...], int, dict[Stage, int]]:
        policies, total = tables.policies.page(page)
        return tuple(_row(policy, closer) for policy in policies), total, tables.policies.counts()

    async def deed(name: str, policy_id: str) -> None:
        if not await sure.ask("撤下这条政策？"):
            return
        try:
            policy, reached = await withdraw_policy(desk, policy_id)
        except ContentError as error:
            desk.refuse(error)
        else:
            desk.say(f"“{policy.title}”已撤下" + ("，自助机和信息屏正在更新。" if reached else "。"))
        await policies.show()

    head("政策公告", "每周至少更新两次；国家、省、市、县四级都要有。到期的会自己下架。",
         ("新政策", "/policies/new") if desk.may(EDITING) else None)  # fmt: skip
    sure = Sure("撤下后不能恢复，自助机和信息屏上马上就没有了；要再发，得重新写一条送审。", "撤下")
    policies = RecordList(desk, "/policies", _COLUMNS, look, deed if closer else None,
                          search="标题、文号、发文单位", sorts=_SORTS, sheet=POLICIES,
                          choices=(*POLICY_CHOICES, await desk.ask(owners)),
                          none="没有找到政策。换个词试试，或者点右上角“新政策”。")  # fmt: skip
    await policies.show()


PAGE = DeskPage(path="/policies", title="政策公告", menu="政策公告", place=50, body=_body,
                count=lambda tables, now: tables.policies.count_at(Stage.APPROVED))  # fmt: skip
