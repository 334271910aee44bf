"""What the hall is told besides jobs: policies, courses, fairs, rights articles, notices, wages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.codes import (
    CourseKind,
    CourseMode,
    FairTheme,
    Invited,
    NoticeChannel,
    NoticeKind,
    PayUnit,
    PolicyCategory,
    PolicyLevel,
    RightsTopic,
)
from content.model.editorial import Editorial


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyNotice(Editorial):
    """政策公告 with the fields of R143–R145 and the plain words the hall reads first."""

    title: str
    level: PolicyLevel
    category: PolicyCategory
    document_number: str
    issuer: str
    issued_on: date
    effective_on: date
    expires_on: date | None
    source_name: str
    source_url: str
    summary: str  # 大白话
    who: str  # 谁能办
    body: str
    materials: tuple[str, ...]  # 要带什么
    where: str  # 到哪里办
    insurance: str = ""  # which of the four insurances of R139 it is about, `InsuranceTopic` value; "" for none


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(Editorial):
    """培训课程: the six fields of R163 and how to sign up."""

    name: str
    kind: CourseKind
    outline: str
    schedule: str
    starts_at: datetime
    ends_at: datetime
    mode: CourseMode
    provider: str  # 机构简介
    sign_up: str  # 报名方式
    place: str
    seats: int
    month: str = ""  # "2026-11": the month it was picked for (R162); "" for none
    contact_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One notice given of a fair (R113)."""

    channel: NoticeChannel
    at: datetime
    by: str  # staff id
    where: str = ""  # link, or places where posters hang


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One firm asked to a fair (R114); `booth` "" until it has one (R116)."""

    employer_id: str  # "" for a firm that is not in the books
    name: str
    answer: Invited
    booth: str = ""
    jobs: int = 0
    headcount: int = 0
    hired: int = 0  # taken on at the booth on the day (R117)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFair(Editorial):
    """招聘会 or 直播带岗 (R112–R118)."""

    name: str
    theme: FairTheme
    starts_at: datetime
    ends_at: datetime
    place: str
    summary: str
    invited: int  # as the hall reads it
    booths: tuple[str, ...]  # "3 号 · 某单位", beside those of the invitations
    plan: str = ""  # 详细方案, 组织实施办法
    plan_fixed_at: datetime | None = None  # at least 14 days ahead (R112)
    emergency_plan: str = ""  # 应急预案 (条例 §28)
    security_plan: str = ""  # 安全保卫工作方案 (条例 §28)
    stream_url: str = ""  # 直播间
    roster: str = ""  # 现场人员 (R115)
    announcements: tuple[Announcement, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    held: bool = False  # 已举办, with evidence
    follow_up: str = ""  # 回访、总结 (R118)
    followed_up_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsArticle(Editorial):
    """维权知识 on one of the four topics of R171."""

    topic: RightsTopic
    title: str
    summary: str
    body: str
    source_name: str = ""
    source_url: str = ""
    expires_on: date | None = None
    month: str = ""  # "2026-11": the month whose outward article it is (R172); "" for none


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Editorial):
    """通知 or 公示 of the market, shown between two instants."""

    title: str
    body: str
    shown_from: datetime
    shown_until: datetime  # of a 公示: the end of its last working day
    kind: NoticeKind = NoticeKind.NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class WageLine:
    """What one trade pays in fen a unit, as a document says it; a figure it does not name is 0."""

    trade_code: str
    trade_name: str  # as the document calls it
    unit: PayUnit
    low_fen: int
    median_fen: int
    high_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WageGuide(Editorial):
    """工资指导价位 typed from a document of the bureau; medians of our own jobs are computed, never typed."""

    title: str
    document_number: str
    issuer: str
    issued_on: date
    source_url: str
    expires_on: date | None
    lines: tuple[WageLine, ...]
