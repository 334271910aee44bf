"""求职者 and 求职登记 as the ledger keeps them: personal fields are ciphertext, mask and blind index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.abilities import Certificate, Education, PhoneOf, SeekerGroup, Skill
from content.model.codes import Channel, IdEntry, PayWish, StartWish


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """One personal column: what is stored instead of the value; `index` is None where nothing looks it up."""

    ciphertext: bytes
    mask: str
    index: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """One person, found again by the blind index of their ID number."""

    id: str
    name: Sealed
    id_number: Sealed
    phone: Sealed | None
    birth_year: int
    sex: str  # GB/T 2261.1
    township_code: str
    first_seen_at: datetime
    last_seen_at: datetime
    merged_into: str = ""  # id of the record that stands for the same person


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person changed of their own record (PIPL §46); its id is the filing's, and it may arrive before theirs."""

    id: str
    person_index: bytes
    occurred_at: datetime
    clock_ok: bool
    terminal_id: str
    phone: Sealed | None  # None where it was left as it is, or taken away: `phone_of` says
    phone_kept: bool
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
    registration_id: str = ""  # the line of the ledger the desk put right; "" where the person changed their record
    reason: str = ""
    corrected_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawal:
    """撤回同意并删除 (PIPL §15, §47): what was said up to then loses its person."""

    id: str  # the filing's id, and that of the nameless person the lines then belong to
    person_index: bytes
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One 求职登记 projected from a filing; its id is the filing's id, so it can only exist once."""

    id: str
    seeker_id: str
    number: str  # receipt number, terminal prefix first
    code_digest: bytes  # keyed digest of the 4-digit code on the slip
    terminal_id: str
    occurred_at: datetime
    clock_ok: bool
    channel: Channel
    id_entry: IdEntry
    trades: tuple[str, ...]
    pay_wishes: tuple[PayWish, ...]
    start_wish: StartWish
    township_codes: tuple[str, ...]
    is_minor: bool
    consent_version: str
    late: bool = False  # 补录
    handled_by: str = ""  # the clerk at the window, "" at a kiosk
    phone_of: PhoneOf = PhoneOf.OWN
    helped: bool = False
    unsure: bool = False
    education: Education | None = None
    skills: tuple[Skill, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    seeker_groups: tuple[SeekerGroup, ...] = ()
    entered_at: datetime | None = None  # when the desk typed it from paper

    @property
    def is_proven(self) -> bool:
        """Say whether a card was read or somebody of the market saw who it was; at a kiosk a number is typed unseen."""
        return self.id_entry is IdEntry.CARD or self.channel is not Channel.KIOSK
