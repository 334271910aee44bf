"""The forms of 信息源登记 and 走访, and what typed values make of their records: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from content.admin.fields import Field, Group, Kind
from content.clock import calendar_day
from content.model.codes import JobSource
from content.model.ids import new_id
from content.model.jobs import Employer, JobPost
from content.model.outreach import FORWARDED, EmployerVisit, Industry, SourceWatch, VisitMode
from content.model.people import Staff


@cache
def source_groups() -> tuple[Group, ...]:
    """Return the one line by which a look at a source is noted."""
    return (Group(title="登记一条", fields=(
        Field(name="source", label="看的是哪家", needed=True, width=4, hint="中介或平台的名称"),
        Field(name="kind", label="类型", kind=Kind.CHOICE, needed=True, width=2,
              options={one.value: one.label for one in FORWARDED}, code=JobSource),
        Field(name="url", label="网址", width=6),
        Field(name="seen", label="看到几个岗位", kind=Kind.WHOLE, width=2),
        Field(name="taken", label="采用几个", kind=Kind.WHOLE, width=2),
        Field(name="day", label="哪一天", kind=Kind.DAY, width=2),
        Field(name="note", label="备注（补录要写原因）", width=6),
    )),)  # fmt: skip


@cache
def correction_groups() -> tuple[Group, ...]:
    """Return what of an entry can be corrected, and why."""
    return (Group(title="更正（原来的登记会留着）", fields=(
        Field(name="seen", label="看到几个岗位", kind=Kind.WHOLE, width=6),
        Field(name="taken", label="采用几个", kind=Kind.WHOLE, width=6),
        Field(name="url", label="网址", width=12),
        Field(name="reason", label="为什么更正", needed=True, width=12),
        Field(name="void", label="整条作废（记错了，没有看过）", kind=Kind.FLAG, width=12),
    )),)  # fmt: skip


def blank_source(staff: Staff, now: datetime) -> SourceWatch:
    """Return what the next entry starts with: today, a platform."""
    return SourceWatch(id=new_id(now), day=calendar_day(now), kind=JobSource.PLATFORM, source="", url="", seen=0,
                       taken=0, note="", at=now, by=staff.id)  # fmt: skip


def source_from(values: Mapping[str, Any], staff: Staff, now: datetime) -> SourceWatch:
    """Return a new entry with typed values."""
    return replace(blank_source(staff, now), **values)


def correction_of(entry: SourceWatch, values: Mapping[str, Any], staff: Staff, now: datetime) -> SourceWatch:
    """Return the entry that stands for an earlier one."""
    return replace(entry, **values, id=new_id(now), at=now, by=staff.id, corrects=entry.id)


@cache
def visit_groups() -> tuple[Group, ...]:
    """Return the form of a 走访."""
    return (Group(title="跟哪家、谈什么", fields=(
        Field(name="employer_id", label="企业", kind=Kind.CHOICE, width=6, needed=True,
              hint="打字就能找；库里没有的，先到“企业”里建"),
        Field(name="day", label="哪一天", kind=Kind.DAY, needed=True),
        Field(name="mode", label="方式", kind=Kind.CHOICE, needed=True, code=VisitMode),
        Field(name="industry", label="行业", kind=Kind.CHOICE, needed=True, code=Industry,
              hint="前七类是规定要覆盖的"),
        Field(name="contact_name", label="跟谁谈的", needed=True),
        Field(name="contact_phone", label="对方电话"),
        Field(name="needs_workers", label="有用工需求", kind=Kind.FLAG),
        Field(name="note", label="谈了什么；有需求写明工种、人数、时间", kind=Kind.AREA, width=12),
    )),)  # fmt: skip


def blank_visit(staff: Staff, now: datetime) -> EmployerVisit:
    """Return what a new 走访 starts with: today, by phone, of no named industry."""
    return EmployerVisit(id=new_id(now), day=calendar_day(now), mode=VisitMode.PHONE, employer_id="",
                         industry=Industry.OTHER, contact_name="", contact_phone="", needs_workers=False, note="",
                         created_at=now, created_by=staff.id, updated_at=now)  # fmt: skip


def visit_from(base: EmployerVisit, values: Mapping[str, Any], staff: Staff, now: datetime) -> EmployerVisit:
    """Return the visit with typed values put in."""
    return replace(base, **values, updated_at=now)


def job_of_source(blank: JobPost, entry: SourceWatch) -> JobPost:
    """Return a new job that carries where it was found (R106, 2026 通知)."""
    return replace(blank, source=entry.kind, source_name=entry.source, source_url=entry.url, captured_at=entry.at)


def job_of_visit(blank: JobPost, employer: Employer) -> JobPost:
    """Return a new job of a firm that was visited; whom to call is left to be typed, since the hall reads it."""
    return replace(blank, employer_id=employer.id, township_code=employer.township_code, address=employer.address,
                   source=JobSource.OWN)  # fmt: skip
