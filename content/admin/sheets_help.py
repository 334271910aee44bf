"""推荐, 就业, 职业指导 and 帮扶 as they leave the desk, a row as the paper ledger has it; masked unless asked whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from content.admin.sheets_out import Facts, Line, Sheet
from content.clock import local
from content.model.aid import AidFile
from content.model.chains import ChainEntry
from content.model.guidance import Guidance
from content.model.referrals import Placement, Referral
from content.rules.consulting import entered_late
from content.rules.referrals import follow_up_until
from content.store.aid import AidView
from content.store.chains import Entries
from content.store.database import Tables
from content.store.records import Page
from content.store.referrals import ReferralView

VIEW = "view"  # the filter by which a page's choice comes into its sheet
_AT_ONCE = 2000
_SHUT = "（写全才有）"
_PERSON = ("姓名", "身份证号码", "联系电话")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One row with what stands beside it: whom it is about, and staff and firms by their names."""

    place: int
    row: Any
    person: Line  # name, ID number and phone, whole or masked
    names: dict[str, str]
    firms: dict[str, str]
    more: Line = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A ledger as a sheet asks it: how many rows, under which name the audit knows it."""

    table: str
    count: Callable[[Page], int]

    def page(self, page: Page) -> tuple[tuple[()], int]:
        """Return how many rows would be written."""
        return (), self.count(page)


def chosen(page: Page, name: str = VIEW) -> str:
    """Return what a page's address says under a name, "" for nothing."""
    return dict(page.filters).get(name, "")


def person_facts(tables: Tables, index: bytes, whole: bool, own: str = "") -> Line:
    """Return name, ID number and phone of who has a blind index; `own` is the name as the row itself has it."""
    seeker = tables.seekers.by_index(index) if index else None
    if seeker is None:
        return (own, "", "")
    if whole:
        asked = Page(filters=(("seeker", seeker.id),), limit=1)
        for line in tables.seeker_ledger.every(asked, whole=True):
            return (line.name, line.id_number, line.phone)
    phone = seeker.phone.mask if seeker.phone is not None else ""
    return (own or seeker.name.mask, seeker.id_number.mask, phone)


Listed = Callable[[int, int], tuple[tuple[Any, ...], int]]


def _each(listed: Listed) -> Iterator[Any]:
    offset = 0
    while rows := listed(_AT_ONCE, offset)[0]:
        yield from rows
        offset += _AT_ONCE


def _told(tables: Tables, ledger: Entries[Any], listed: Listed, whole: bool,
          more: Callable[[Any], Line] = lambda row: ()) -> Iterator[Told]:  # fmt: skip
    names = {one.id: one.name for one in tables.staff.all()}
    for place, row in enumerate(_each(listed), 1):
        firm = getattr(row, "employer_id", "")
        own = (ledger.open(row, "name") if whole else "") or row.name.mask
        yield Told(place=place, row=row, names=names, firms=tables.employers.names([firm]) if firm else {},
                   person=person_facts(tables, row.person_index, whole, own), more=more(row))  # fmt: skip


def day_of(at: datetime | date | None) -> str:
    """Return a day as a ledger writes it."""
    if at is None:
        return ""
    return f"{local(at):%Y-%m-%d}" if isinstance(at, datetime) else at.isoformat()


def _marks(entry: ChainEntry, day: date) -> Line:
    void = "作废" if entry.void else ""
    return (void or ("补录" if entered_late(day, entry.entered_at) else ""), entry.reason)


def _yes(flag: object) -> str:
    return "是" if flag else ""


def _referrals(tables: Tables, page: Page) -> Listed:
    view = ReferralView(chosen(page) or ReferralView.ALL.value)
    until = follow_up_until(date.fromisoformat(chosen(page, "today")))
    return lambda limit, offset: tables.referrals.listed(view, until, limit, offset)


def _referral_line(told: Told, facts: Facts) -> Line:
    one: Referral = told.row
    return (
        str(told.place), day_of(one.day), *told.person, f"{one.job_number}", one.employer_name, _yes(one.is_workshop),
        one.source.label, one.channel.label, one.number, day_of(one.consented_at), day_of(one.contacted_at),
        told.names.get(one.contacted_by, one.contacted_by), day_of(one.confirmed_at),
        told.names.get(one.confirmed_by, one.confirmed_by), one.outcome.label, day_of(one.placed_on),
        _yes(one.outsourced), day_of(one.worked_until), *_marks(one, one.day),
    )  # fmt: skip


REFERRALS = Sheet(
    title="推荐台账", contacts=True, line=_referral_line,
    table=lambda tables: Whole(table="referral", count=lambda page: _referrals(tables, page)(0, 0)[1]),
    rows=lambda tables, page, whole: _told(tables, tables.referrals, _referrals(tables, page), whole),
    heading=("序号", "推荐日期", *_PERSON, "岗位编号", "推荐单位", "零工作坊", "来源", "渠道", "回执号", "本人同意日期",
             "联系单位日期", "联系人", "确认日期", "确认人", "推荐结果", "上岗日期", "劳务外包", "干到哪天", "补录",
             "更正原因"),
)  # fmt: skip


def _placement_line(told: Told, facts: Facts) -> Line:
    one: Placement = told.row
    return (
        str(told.place), day_of(one.started_on), *told.person, told.firms.get(one.employer_id, ""), one.channel.label,
        _yes(one.referral_id), "有" if one.evidence else "没有（不计数）",
        told.names.get(one.entered_by, one.entered_by), day_of(one.entered_at), *_marks(one, one.started_on),
    )  # fmt: skip


PLACEMENTS = Sheet(
    title="就业登记台账", contacts=True, line=_placement_line,
    table=lambda tables: Whole(table="placement", count=lambda page: tables.placements.listed(0, 0)[1]),
    rows=lambda tables, page, whole: _told(tables, tables.placements, tables.placements.listed, whole),
    heading=("序号", "上岗日期", *_PERSON, "用工单位", "怎么知道的", "经市场推荐", "证明材料", "登记人", "登记日期",
             "补录", "更正原因"),
)  # fmt: skip


def _guidance(tables: Tables, whole: bool) -> Iterator[Told]:
    def said(row: Guidance) -> Line:
        return (tables.guidance.open(row, "words") if whole else _SHUT,)

    return _told(tables, tables.guidance, tables.guidance.listed, whole, said)


def _guidance_line(told: Told, facts: Facts) -> Line:
    one: Guidance = told.row
    return (
        str(told.place), day_of(one.day), *told.person, one.topic.label, one.channel.label, one.result.label,
        *told.more, told.names.get(one.entered_by, one.entered_by), *_marks(one, one.day),
    )  # fmt: skip


GUIDANCE = Sheet(
    title="职业指导台账", contacts=True, line=_guidance_line,
    table=lambda tables: Whole(table="guidance", count=lambda page: tables.guidance.listed(0, 0)[1]),
    rows=lambda tables, page, whole: _guidance(tables, whole),
    heading=("序号", "日期", *_PERSON, "指导内容", "方式", "结果", "谈了什么", "指导人", "补录", "更正原因"),
)  # fmt: skip


def _files(tables: Tables, page: Page) -> Listed:
    view, today = AidView(chosen(page) or AidView.ALL.value), date.fromisoformat(chosen(page, "today"))
    return lambda limit, offset: tables.aid_files.listed(view, today, chosen(page, "owner"), limit, offset)


def _aided(tables: Tables, page: Page, whole: bool) -> Iterator[Told]:
    def done(row: AidFile) -> Line:
        events = tables.aid_events.of_file(row.root)
        told = "；".join(f"{one.day:%m-%d} {one.deed.label}" for one in reversed(events))
        return (tables.aid_files.open(row, "plan") if whole else _SHUT, str(len(events)), told)

    return _told(tables, tables.aid_files, _files(tables, page), whole, done)


def _aid_line(told: Told, facts: Facts) -> Line:
    one: AidFile = told.row
    return (
        str(told.place), day_of(one.entered_at), *told.person, one.group.label, one.paper.label,
        day_of(one.consented_at), told.names.get(one.owner, one.owner), *told.more, one.state.label,
        day_of(one.next_on), one.outcome.label if one.outcome is not None else "", day_of(one.closed_on),
        "作废" if one.void else "", one.reason,
    )  # fmt: skip


AID = Sheet(
    title="帮扶档案台账", contacts=True, line=_aid_line,
    table=lambda tables: Whole(table="aid_file", count=lambda page: _files(tables, page)(0, 0)[1]),
    rows=_aided,
    heading=("序号", "建档日期", *_PERSON, "人员类别", "证明材料", "本人同意日期", "帮扶责任人", "帮扶计划", "帮扶次数",
             "帮扶经过", "办到哪一步", "下次联系", "结案结果", "结案日期", "作废", "更正原因"),
)  # fmt: skip
