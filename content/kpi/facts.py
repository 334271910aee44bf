"""What the score is computed from: rows of the ledgers, figures of the bureau and corrections of the 考核组.

Persons and firms are digests or codes; no name, phone or number of a person gets here. `on` is the day a thing
happened, `entered_at` the instant (aware) somebody or something wrote it down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from content.kpi.measures import Measure
from content.kpi.periods import PeriodKind
from content.model.cases import Satisfaction
from content.model.codes import Channel, EmployerKind, Labelled


class Check(Labelled):
    """What the 考核组 found out about a row (R207)."""

    OPEN = "open", "未核实"
    CONFIRMED = "confirmed", "已核实"
    REJECTED = "rejected", "核实不属实"


class ServiceKind(Labelled):
    """常态业务, and after them what is none: nobody served anybody there."""

    GUIDANCE = "guidance", "职业指导"
    REGISTRATION = "registration", "求职登记"
    POLICY = "policy", "政策咨询"
    JOBS = "jobs", "岗位咨询"
    INSURANCE = "insurance", "社保咨询"
    RIGHTS = "rights", "权益咨询"
    TRAINING = "training", "培训咨询"
    PROCEDURE = "procedure", "手续办理指导"
    BROWSING = "browsing", "浏览"
    PRINTING = "printing", "打印"
    READING = "reading", "阅读政策"
    SELF_TEST = "self_test", "自助小测"


class ServedBy(Labelled):
    """How a firm was served (A3.7)."""

    VISIT = "visit", "走访"
    JOB = "job", "发布岗位"
    FAIR = "fair", "参加招聘会"


class SessionKind(Labelled):
    """What kind of 场次."""

    TRAINING = "training", "技能培训"
    FAIR = "fair", "招聘会"
    LIVE = "live", "直播带岗"


class Asked(Labelled):
    """Whose satisfaction an answer tells."""

    SEEKER = "seeker", "求职者"
    EMPLOYER = "employer", "企业"


class Hardship(Labelled):
    """Why somebody is helped."""

    UNEMPLOYED = "unemployed", "失业人员"
    HARD_TO_PLACE = "hard_to_place", "就业困难人员"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row of a ledger says."""

    id: str
    on: date
    entered_at: datetime
    channel: Channel = Channel.WINDOW
    check: Check = Check.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement(Row):
    """新增就业: a person began to work through the market; without evidence it counts nothing (R130)."""

    person: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid(Row):
    """帮扶: help to a person of the two groups, or that they found work again by it (R131–R136)."""

    person: str
    hardship: Hardship
    reemployed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Row):
    """推荐; `confirmed` by staff with the seeker's consent after talking to the firm.

    劳务外包 begins `on` and counts on the day it has lasted; `worked_until` is its last day, None while it goes on.
    """

    person: str
    job: str
    confirmed: bool
    placed: bool = False
    is_workshop: bool = False
    outsourced: bool = False
    worked_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerService(Row):
    """A firm was served; `employer` is its 统一社会信用代码 or a digest of it."""

    employer: str
    kind: EmployerKind
    by: ServedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting(Row):
    """A job was published; `fingerprint` is the same for the same employer, trade, place and pay (R108)."""

    fingerprint: str
    headcount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Row):
    """One service; `person` "" is an anonymous one, known by its event; not `done` is a question without answer."""

    person: str
    kind: ServiceKind
    done: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Row):
    """One dated session of a training or fair; `event` is the course or fair it belongs to."""

    event: str
    kind: SessionKind
    held: bool
    attended: int  # persons on the list of those who came
    invited: int = 0  # firms


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Row):
    """One answer about satisfaction; `subject` is the person or firm, "" where nobody was asked who they are."""

    asked: Asked
    subject: str
    grade: Satisfaction | None  # None is an invalid one


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Row):
    """A number somebody brings from elsewhere, as from paper of a time before the ledgers; `source` names the paper."""

    measure: Measure
    value: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """核定调整 by the 考核组: added to what rows give, never in their place (R207)."""

    id: str
    measure: Measure
    of: PeriodKind  # an assessment is corrected, not a ledger
    change: int
    reason: str
    by: str
    at: datetime
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of the bureau with the paper it stands in."""

    value: int
    document: str
    entered_by: str
    entered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyFigures:
    """What shares are shares of; None until the bureau has told it."""

    new_employment_target: Figure | None = None
    new_employment_actual: Figure | None = None
    new_employment_half: Figure | None = None  # actual, January to June
    aid_task: Figure | None = None  # 失业人员再就业 + 就业困难人员就业


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is known of one market's year; rows of other days may be among them and count for nothing here."""

    placements: tuple[Placement, ...] = ()
    aids: tuple[Aid, ...] = ()
    referrals: tuple[Referral, ...] = ()
    employer_services: tuple[EmployerService, ...] = ()
    postings: tuple[Posting, ...] = ()  # with those of the days before the period in which a repost is none
    services: tuple[Service, ...] = ()
    sessions: tuple[Session, ...] = ()
    answers: tuple[Answer, ...] = ()
    counts: tuple[Count, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    county: CountyFigures = CountyFigures()


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """严重违规 as the bureau established it: 数据造假, 服务欺诈."""

    id: str
    on: date
    what: str
    document: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyFacts:
    """What the money depends on beside the score."""

    budget_fen: int  # 年度预算
    paid_half_fen: int = 0  # in this year's half-year round
    half_points: Fraction | None = None  # official and exact; None where there was no half-year assessment
    points_before: tuple[Fraction | None, ...] = ()  # of earlier years, the last one first; None is not assessed
    violations: tuple[Violation, ...] = ()
    accepted: bool = False  # 验收合格
    construction_paid_years: int = 0
    construction_paid_fen: int = 0
    rectification_open: bool = False  # 整改 asked for and not yet 合格
