"""通知 or 公示, one: what it says and from when; a 公示 stands exactly seven working days (R210)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from nicegui import ui

from content.admin.desk import Desk
from content.admin.editor import Craft, Editor
from content.admin.fields import Field, Kind, value_of
from content.admin.hall_form import HallForm, show_form
from content.admin.hall_forms import notice_groups
from content.admin.hall_kinds import NOTICES
from content.admin.hall_records import at_hour, blank_notice, notice_from
from content.admin.login import EDITING, REVIEWING
from content.admin.parts import DeskPage
from content.admin.row_field import RowField
from content.clock import calendar_day
from content.model.codes import NoticeKind
from content.model.findings import Finding, lacking
from content.model.market import HolidayYear
from content.model.notices import Notice
from content.model.people import Staff
from content.rules.hall_completeness import check_notice
from content.rules.publicity import PUBLICITY_DAYS, publicity_days, publicity_end, years_missing

_ASKED = "publicity"
_START = Field(name="shown_from", label="从什么时候起显示", kind=Kind.INSTANT)


def _check(notice: Notice, holidays: tuple[HolidayYear, ...], now: datetime) -> tuple[Finding, ...]:
    found = check_notice(notice, now)
    if notice.kind is NoticeKind.PUBLICITY and notice.shown_until != publicity_end(notice.shown_from, holidays):
        moved = lacking("shown_from", "放假安排改过，公示期要重新算，请再按一次保存。")
        return (*found, moved)
    return found


def _term(typed: str, holidays: tuple[HolidayYear, ...]) -> str:
    """Return the term in words, for what stands in the field."""
    try:
        posted = value_of(_START, typed)
    except ValueError as wrong:
        return str(wrong)
    if not isinstance(posted, datetime):
        return "请填从什么时候起显示。"
    first, last = publicity_days(posted, holidays)
    missing = "、".join(str(year) for year in years_missing(posted, holidays))
    note = f"市场设置里还没有 {missing} 年的放假安排，现在只除去了周末。" if missing else ""
    return (f"公示 {PUBLICITY_DAYS} 个工作日：{first.month} 月 {first.day} 日是第 1 天，"
            f"{last.month} 月 {last.day} 日是最后一天，过了零点自己下架。{note}")  # fmt: skip


async def _body(desk: Desk) -> None:
    holidays = await desk.ask(lambda tables: tables.market.get().holidays)
    asked = desk.named("kind") == _ASKED

    def blank(staff: Staff, now: datetime) -> Notice:
        notice = blank_notice(staff, now)
        if not asked:
            return notice
        # tomorrow, so that there is time to review it
        start = at_hour(calendar_day(now) + timedelta(days=1), 8)
        return notice_from(replace(notice, kind=NoticeKind.PUBLICITY, shown_from=start), {}, staff, now, holidays)

    def craft(notice: Notice) -> Craft[Notice]:
        return Craft(sort=NOTICES.sort, groups=notice_groups(notice.kind), table=NOTICES.table,
                     assemble=lambda base, values, staff, now: notice_from(base, values, staff, now, holidays),
                     check=lambda one, tables, now: _check(one, holidays, now))  # fmt: skip

    def more(editor: Editor[Notice], rows: dict[str, RowField]) -> None:
        if editor.base.kind is NoticeKind.PUBLICITY:
            start = editor.form.part(_START.name)
            slot = start.parent_slot
            if slot is None:
                raise TypeError("the field stands on no page")
            with slot:
                term = ui.label(_term(str(start.value), holidays)).classes("w12 term").mark("term")
            term.move(target_index=slot.children.index(start) + 1)
            start.on_value_change(lambda: term.set_text(_term(str(start.value), holidays)))

    new = NoticeKind.PUBLICITY if asked else NoticeKind.NOTICE
    form: HallForm[Notice] = HallForm(
        kind=NOTICES, title=new.label if desk.named("id") == "new" else PAGE.title, blank=blank,
        words="公示期由系统按工作日算，不能多也不能少。" if asked else "一条只说一件事，大厅里站着看得完。",
    )  # fmt: skip
    await show_form(desk, form, craft, more)


PAGE = DeskPage(path="/notices/{id}", title="通知公示", roles=EDITING | REVIEWING, body=_body)
