"""工资指导价位, one document: its number, issuer and date, and a line for each trade."""

from __future__ import annotations

from content.admin.checks import guide_findings
from content.admin.desk import Desk
from content.admin.editor import Craft
from content.admin.hall_form import HallForm, RowsOf, show_form
from content.admin.hall_forms import guide_groups
from content.admin.hall_kinds import GUIDES
from content.admin.hall_records import blank_guide, record_from
from content.admin.hall_rows import wage_columns
from content.admin.login import EDITING, REVIEWING
from content.admin.parts import DeskPage
from content.model.notices import WageGuide


async def _body(desk: Desk) -> None:
    form: HallForm[WageGuide] = HallForm(
        kind=GUIDES, title="工资指导价位", words="只抄文件上有的数，文件没写的空着，不要自己估。", blank=blank_guide,
        rows=(RowsOf(name="lines", columns=wage_columns(), word="加一行"),),
    )  # fmt: skip

    def craft(guide: WageGuide) -> Craft[WageGuide]:
        return Craft(sort=GUIDES.sort, groups=guide_groups(), table=GUIDES.table, assemble=record_from,
                     check=guide_findings)  # fmt: skip

    await show_form(desk, form, craft, papers=True)


PAGE = DeskPage(path="/wages/{id}", title="工资指导价位", roles=EDITING | REVIEWING, body=_body)
