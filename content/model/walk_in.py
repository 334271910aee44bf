"""举报 and 用工登记: what a walk-in files at the kiosk beside looking for work, and what the hub makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.codes import Channel, Labelled, PayUnit, Settlement
from content.model.seekers import Sealed


class ComplaintKind(Labelled):
    """What a complaint is about; the label is what the choice at the kiosk says (条例 §31, 劳动合同法 §9)."""

    FEE = "fee", "要交钱、要押金"
    PAPERS = "papers", "扣身份证、扣证件"
    FALSE = "false", "招的活是假的"
    DIFFERENT = "different", "到了和说的不一样"
    WAGES = "wages", "干了活不给钱"
    DANGER = "danger", "危险、没有保护"
    OTHER = "other", "别的事"


class ComplaintState(Labelled):
    """How far a complaint has come; nothing is answered without an outcome."""

    NEW = "new", "新收"
    CHECKING = "checking", "核实中"
    ANSWERED = "answered", "已答复"


class Outcome(Labelled):
    """What the checking of a complaint came to."""

    TRUE = "true", "属实，已处理"
    PARTLY = "partly", "部分属实，已处理"
    UNFOUNDED = "unfounded", "查了，不属实"
    PASSED_ON = "passed-on", "已转有关部门"
    TOO_LITTLE = "too-little", "线索太少，没查清"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBody:
    """Body of kind `report`, version 1; the job is told by its number, "" and 0 where none was named."""

    number: str
    code: str  # 4 digits printed on the slip
    kind: ComplaintKind
    job_id: str
    job_number: int
    employer_name: str  # as the page of the job said it
    text: str
    phone: str  # "" for an anonymous report
    notice_version: str
    channel: Channel = Channel.KIOSK


@dataclass(frozen=True, slots=True, kw_only=True)
class HiringBody:
    """Body of kind `hiring`, version 1: a walk-in employer wants people."""

    number: str
    code: str
    household: bool  # 家庭雇主: neither unit name nor credit code
    unit_name: str
    credit_code: str  # "" where nobody knew it by heart
    contact_name: str
    contact_phone: str
    trade_code: str
    headcount: int
    township_code: str
    pay_fen: int
    pay_unit: PayUnit
    settlement: Settlement
    starts_on: date
    hours: str
    gathering: str
    valid_days: int
    consent_version: str
    consented_at: datetime  # to contact and phone standing with the job
    channel: Channel = Channel.KIOSK


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One 举报 projected from a filing, whose id it has; text and phone are ciphertext."""

    id: str
    number: str
    code_digest: bytes
    terminal_id: str
    occurred_at: datetime
    clock_ok: bool
    channel: Channel
    kind: ComplaintKind
    job_id: str
    job_number: int
    employer_name: str
    text: Sealed | None
    phone: Sealed | None  # None for an anonymous one
    state: ComplaintState = ComplaintState.NEW
    outcome: Outcome | None = None
    answer: str = ""
    answered_at: datetime | None = None
    handled_by: str = ""  # staff id of who did the last step
    suspended_job: str = ""  # id of the job this file keeps from the hall; "" for none
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hiring:
    """One 用工登记 projected from a filing, whose id it has, with the draft employer and job it became.

    The draft has no contact: a household's name and phone stand in clear only once staff take it up to be published.
    """

    id: str
    number: str
    code_digest: bytes
    terminal_id: str
    occurred_at: datetime
    clock_ok: bool
    channel: Channel
    employer_id: str
    job_id: str
    known_employer: bool  # it was in the records before
    contact_name: Sealed  # who walked in, until a clerk takes the draft up: another than the employer's may be known
    contact_phone: Sealed
    consent_version: str
    answer: str = ""
    answered_at: datetime | None = None
    handled_by: str = ""
    version: int = 1
    late: bool = False  # 补录
    entered_at: datetime | None = None  # when the desk typed it from paper


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptAnswer:
    """What the hatch says of a receipt: words for the person, nothing about anybody; `at` is None without an answer."""

    found: bool
    state: str
    answer: str
    at: datetime | None
