"""呈报: the envelope a terminal files and the bodies sealed in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.abilities import Certificate, Education, PhoneOf, SeekerGroup, Skill
from content.model.codes import Channel, IdEntry, PayWish, StartWish


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingHeader:
    """What of a filing is in clear and never changes; bound to the sealed body as associated data."""

    id: str  # UUIDv7
    kind: str  # "registration", "correction", "withdrawal_of_consent", "referral", "application" …
    version: int
    site_id: str
    terminal: str
    seq: int  # 1, 2, 3 … per terminal, no gap
    occurred_at: datetime
    clock_ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A filing as stored and carried: `sealed` is base64 of the body sealed to the hub's key."""

    header: FilingHeader
    sealed: str


REGISTRATION_VERSION = 2  # what this program files; the hub reads 1 as well


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationBody:
    """Body of kind `registration`; everything below `handled_by` came with version 2, optional or told by a choice."""

    number: str
    code: str  # 4 digits printed on the slip
    name: str
    id_number: str
    id_entry: IdEntry
    sex: str
    nation_code: str
    township_code: str
    phone: str
    trades: tuple[str, ...]
    pay_wishes: tuple[PayWish, ...]
    start_wish: StartWish
    township_codes: tuple[str, ...]
    consent_version: str
    consented_at: datetime
    channel: Channel = Channel.KIOSK
    handled_by: str = ""  # the clerk at the window, as they gave their name
    phone_of: PhoneOf = PhoneOf.OWN
    helped: bool = False  # a child registered their parent: of the child nothing is kept
    unsure: bool = False  # 意向不确定: a 职业指导员 is to talk with them, and `trades` may be empty
    education: Education | None = None
    skills: tuple[Skill, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    seeker_groups: tuple[SeekerGroup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionBody:
    """Body of kind `correction`, version 1: wishes and phone as a person wants them from now on (PIPL §46)."""

    id_number: str
    registration_number: str
    phone: str | None  # None leaves it as it is, "" takes it away
    phone_of: PhoneOf
    trades: tuple[str, ...]
    pay_wishes: tuple[PayWish, ...]
    start_wish: StartWish
    township_codes: tuple[str, ...]
    unsure: bool
    education: Education | None
    skills: tuple[Skill, ...]
    certificates: tuple[Certificate, ...]
    seeker_groups: tuple[SeekerGroup, ...]
    consent_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawalBody:
    """Body of kind `withdrawal_of_consent`, version 1: the person is to be taken out of the ledger (PIPL §15, §47)."""

    id_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralBody:
    """Body of kind `referral`, version 1: a clerk referred a person to a job and handed out the 推荐单."""

    number: str
    job_id: str
    job_number: int
    employer_name: str
    name: str
    id_number: str
    id_entry: IdEntry
    appointment: str  # when to be there, as it stands on the slip
    registration_number: str  # "" where the person was registered elsewhere
    consented_at: datetime  # to the employer being told the name (PIPL §23)
    handled_by: str
    channel: Channel = Channel.WINDOW


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationBody:
    """Body of kind `application`, version 1: 我要报名 with the consent that names the employer (PIPL §23)."""

    number: str
    code: str
    job_id: str
    job_number: int
    employer_name: str
    name: str
    id_number: str
    phone: str
    consent_version: str
    consented_at: datetime
    id_entry: IdEntry = IdEntry.CARD


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalBody:
    """Body of kind `withdrawal`, version 1: an application is taken back, and with it the consent (PIPL §15)."""

    application_number: str
    id_number: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """One whole scene painted on a screen."""

    edition_order: int
    scene_id: str
    content_ids: tuple[str, ...]
    started_at: datetime
    milliseconds: int
    kind: str = ""  # of scene; "" from a screen that does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaysBody:
    """Body of kind `plays`, version 1: the whole plays that started in one hour."""

    hour: datetime
    plays: tuple[Play, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the hub answers to a batch: stored ids, and how far this terminal's seq has no gap."""

    stored: tuple[str, ...]
    contiguous_seq: int
