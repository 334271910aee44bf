"""What an edition may hold, and nothing else: the allow-list by which no private record reaches a screen.

No field is a word relative to now; everything that ends carries its end as an instant in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.codes import (
    CourseKind,
    CourseMode,
    EmployerKind,
    FairTheme,
    JobSource,
    PayUnit,
    PolicyCategory,
    PolicyLevel,
    RightsTopic,
    Settlement,
    VerifyMethod,
    WorkForm,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicJob:
    """One 岗位 as kiosk, screen and slip show it (domain B3); pay in fen."""

    id: str
    number: int
    title: str
    trade_code: str
    trade_name: str
    trade_group: str
    employer_name: str
    employer_kind: EmployerKind
    employer_credit_code: str
    employer_introduction: str
    headcount: int
    duties: str
    requirements: str
    skills: str
    certificates: str
    township_code: str
    township_name: str
    address: str
    gathering: str
    starts_on: date | None
    ends_on: date | None
    hours: str
    daily_hours_tenths: int
    form: WorkForm
    meals: str
    lodging: str
    transport: str
    risks: str
    protection: str
    insurance: str
    pay_min_fen: int
    pay_max_fen: int
    pay_unit: PayUnit
    pay_note: str
    settlement: Settlement
    contact_name: str
    contact_phone: str
    source: JobSource
    source_name: str
    source_url: str
    verified_at: datetime
    verified_how: VerifyMethod
    reviewed_at: datetime
    minors_allowed: bool
    hazards: tuple[str, ...]
    is_workshop: bool
    urgent: bool
    valid_until: datetime
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPolicy:
    """One 政策公告; `valid_until` is the end of its last day, None where it names none."""

    id: str
    title: str
    level: PolicyLevel
    category: PolicyCategory
    document_number: str
    issuer: str
    issued_on: date
    effective_on: date
    valid_until: datetime | None
    source_name: str
    source_url: str
    summary: str
    who: str
    body: str
    materials: tuple[str, ...]
    where: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCourse:
    """One 培训课程 that can still be joined or watched."""

    id: str
    name: str
    kind: CourseKind
    outline: str
    schedule: str
    starts_at: datetime
    mode: CourseMode
    provider: str
    sign_up: str
    place: str
    seats: int
    valid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFair:
    """One 招聘会 to come or under way."""

    id: str
    name: str
    theme: FairTheme
    starts_at: datetime
    place: str
    summary: str
    invited: int
    booths: tuple[str, ...]
    valid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicArticle:
    """One 维权知识."""

    id: str
    topic: RightsTopic
    title: str
    summary: str
    body: str
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicNotice:
    """One 通知."""

    id: str
    title: str
    body: str
    shown_from: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCard:
    """Who the market is: name, hours, phones, address; printed on slips and shown on screens."""

    name: str = "东至县零工市场"
    county: str = "东至县"
    address: str = ""
    hours: str = ""
    phone: str = ""
    complaint_phone: str = "12333"
    public_url: str = ""  # base address of the phone pages; "" makes QR codes carry plain text
    operator: str = ""
    licence_number: str = ""  # 人力资源服务许可证


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionContent:
    """Everything one edition shows; `jobs` in display order: day work first, then newest."""

    market: MarketCard
    jobs: tuple[PublicJob, ...]
    policies: tuple[PublicPolicy, ...]
    courses: tuple[PublicCourse, ...]
    fairs: tuple[PublicFair, ...]
    articles: tuple[PublicArticle, ...]
    notices: tuple[PublicNotice, ...]
