"""What an edition may hold, and nothing else: the allow-list by which no private record reaches a screen.

No field is a word relative to now; everything that ends carries its end as an instant in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from content.model.codes import (
    CourseKind,
    CourseMode,
    EmployerKind,
    FairTheme,
    JobSource,
    MediaKind,
    NoticeKind,
    PayUnit,
    PolicyCategory,
    PolicyLevel,
    RightsTopic,
    Settlement,
    VerifyMethod,
    WorkForm,
)
from content.model.tickets import TicketMatter


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
    pick_up: str = ""
    ask_for: str = ""
    also_numbers: tuple[int, ...] = ()  # of duplicates that were merged into it and may be on slips
    media: tuple[str, ...] = ()


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
    insurance: str = ""
    media: tuple[str, ...] = ()


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
    contact_phone: str = ""
    media: tuple[str, ...] = ()


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
    stream_url: str = ""
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicArticle:
    """One 维权知识."""

    id: str
    topic: RightsTopic
    title: str
    summary: str
    body: str
    valid_until: datetime | None = None
    source_name: str = ""
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicNotice:
    """One 通知 or 公示."""

    id: str
    title: str
    body: str
    shown_from: datetime
    valid_until: datetime
    media: tuple[str, ...] = ()
    kind: NoticeKind = NoticeKind.NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMedia:
    """One 素材 of the edition; `blob` names its file in the manifest."""

    id: str
    kind: MediaKind
    mime: str
    blob: str
    title: str
    width: int
    height: int
    length_ms: int
    prompt: str = ""  # key of the spoken prompt a recording says
    on_screens: bool = False
    shown_from: datetime | None = None
    valid_until: datetime | None = None
    page_of: str = ""  # id of the PDF this picture is a page of
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWage:
    """What one trade pays in fen a unit, and on what ground; 0 for a figure that is not known."""

    trade_code: str
    trade_name: str
    unit: PayUnit
    low_fen: int
    median_fen: int
    high_fen: int
    ground: str  # "某文件" or "本市场 12 个岗位的中位数", printed beside the figure
    as_of: date
    own_jobs: int = 0  # of how many of our own jobs it is the median; 0 for a document's


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceDisplay:
    """What must hang in the hall: licences, services, charges, who supervises (条例 §32)."""

    business_licence: str = ""  # number of the 营业执照
    business_licence_media: str = ""
    agency_licence: str = ""  # number of the 人力资源服务许可证
    agency_licence_media: str = ""
    services: tuple[str, ...] = ()
    charges: str = "免费服务 不收任何费用"
    supervisor: str = ""  # 监督机关
    supervisor_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HardshipCategory:
    """One category of 就业困难人员 as the province lists them (就业促进法 §52)."""

    code: str
    label: str
    evidence: str = ""  # what to bring
    sensitive: bool = False  # a screen and a consent of its own (PIPL §28)


@dataclass(frozen=True, slots=True, kw_only=True)
class HardshipDisplay:
    """The province's categories as the kiosk's guide offers them; none where the market has typed none."""

    categories: tuple[HardshipCategory, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWindow:
    """One 服务窗口 and when somebody sits there; days are those the yearly table moves for this window."""

    number: int
    name: str
    matters: tuple[TicketMatter, ...]
    hours: str  # 08:30-12:00 14:00-17:30
    weekdays: tuple[int, ...]  # 1 Monday … 7 Sunday
    days_off: tuple[date, ...] = ()
    extra_days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowDisplay:
    """The windows a number can be taken for; none where the market has set none."""

    windows: tuple[PublicWindow, ...] = ()


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
    media: tuple[PublicMedia, ...] = ()
    wages: tuple[PublicWage, ...] = ()
    licences: LicenceDisplay = field(default_factory=LicenceDisplay)
    hardship: HardshipDisplay = field(default_factory=HardshipDisplay)
    windows: WindowDisplay = field(default_factory=WindowDisplay)
