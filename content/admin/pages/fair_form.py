"""招聘会 or 直播带岗, one: plan, notices by channel, firms and booths, and what came after (R112–R118, 条例 §28)."""

from __future__ import annotations

from nicegui import ui

from content.admin.checks import fair_findings
from content.admin.desk import Desk
from content.admin.editor import Craft, Editor
from content.admin.hall_form import HallForm, RowsOf, show_form
from content.admin.hall_forms import fair_groups
from content.admin.hall_kinds import FAIRS
from content.admin.hall_records import attended, blank_fair, fair_from
from content.admin.hall_rows import ANNOUNCEMENT_COLUMNS, INVITATION_COLUMNS
from content.admin.login import EDITING, REVIEWING
from content.admin.parts import DeskPage
from content.admin.row_field import RowField
from content.model.codes import FairTheme, Invited
from content.model.notices import JobFair
from content.store.records import Page

_ROWS = (
    RowsOf(name="announcements", columns=ANNOUNCEMENT_COLUMNS, word="再记一次通知"),
    RowsOf(name="invitations", columns=INVITATION_COLUMNS, word="加一家"),
)


async def _body(desk: Desk) -> None:
    firms = await desk.ask(lambda tables: {one.name: one.id for one in tables.employers.every(Page())})

    def craft(fair: JobFair) -> Craft[JobFair]:
        return Craft(sort=FAIRS.sort, groups=fair_groups(), table=FAIRS.table,
                     assemble=lambda base, values, staff, now: fair_from(base, values, staff, now, firms),
                     check=fair_findings)  # fmt: skip

    def more(editor: Editor[JobFair], rows: dict[str, RowField]) -> None:
        if editor.stored:
            ui.link("招聘会小结（打印、Excel）", f"/reports/fair/{editor.base.id}").classes("act quiet")
        if editor.base.invitations:
            with rows["invitations"].foot:
                ui.label(attended(editor.base.invitations)).classes("sub").mark("attended")
        if desk.may(EDITING) and firms:
            _from_the_books(rows["invitations"], tuple(sorted(firms)))

    theme = FairTheme.LIVE if desk.named("theme") == FairTheme.LIVE.value else FairTheme.GENERAL
    form: HallForm[JobFair] = HallForm(
        kind=FAIRS, title="招聘会", words="先定方案和时间就能保存；通知、邀请、展位、回访以后接着填。", rows=_ROWS,
        blank=lambda staff, now: blank_fair(staff, now, theme),
    )  # fmt: skip
    await show_form(desk, form, craft, more, papers=True)


def _from_the_books(rows: RowField, names: tuple[str, ...]) -> None:
    """Offer the firms in the books, so that a name is chosen and not typed."""

    def chosen() -> None:
        if choice.value:
            rows.add((str(choice.value), Invited.ASKED.value, "", "", "", ""))
            choice.set_value(None)

    with rows.foot:
        choice = ui.select(list(names), label="从企业库加一家", with_input=True, on_change=chosen)
        choice.props("outlined dense options-dense").classes("search").mark("from-books")


PAGE = DeskPage(path="/fairs/{id}", title="招聘会", roles=EDITING | REVIEWING, body=_body)
