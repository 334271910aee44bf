"""求职台账 and 用工台账 as lines to be read: what stands now, with marks of what was put right (R123, R181)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from content.model.abilities import Certificate, Education, PhoneOf, SeekerGroup, Skill
from content.model.codes import Channel, IdEntry, PayWish, StartWish
from content.model.jobs import JobPost


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerLine:
    """One registration with its newest correction laid over it; name, ID number and phone are masks unless asked."""

    id: str
    seeker_id: str
    number: str
    occurred_at: datetime
    clock_ok: bool
    channel: Channel
    id_entry: IdEntry
    terminal_id: str
    trades: tuple[str, ...]
    pay_wishes: tuple[PayWish, ...]
    start_wish: StartWish
    township_codes: tuple[str, ...]
    is_minor: bool
    late: bool
    entered_at: datetime | None
    handled_by: str
    helped: bool
    unsure: bool
    phone_of: PhoneOf
    education: Education | None
    skills: tuple[Skill, ...]
    certificates: tuple[Certificate, ...]
    seeker_groups: tuple[SeekerGroup, ...]
    consent_version: str
    sex: str
    birth_year: int
    township_code: str
    merged_into: str
    corrected_at: datetime | None
    reason: str  # of the newest correction
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """One job as 用工台账 lists it, with what its 用工登记 says where there was one."""

    job: JobPost
    receipt: str = ""  # "" where staff wrote the job themselves
    channel: Channel | None = None
    late: bool = False
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMerge:
    """Two records of one person put together, or taken apart again; entries are only ever added."""

    id: str
    kept: str
    gone: str
    at: datetime
    merged_by: str
    reason: str
    apart: bool = False
