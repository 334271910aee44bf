"""What a person may see of themselves at a kiosk, after their own card: question and answer of the hatch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from content.model.abilities import Certificate, Education, PhoneOf, SeekerGroup, Skill
from content.model.codes import PayWish, StartWish


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonQuestion:
    """Sealed to the hub: whose record, and the one-time key its answer is sealed to."""

    id_number: str = field(repr=False)
    reply_key: str  # base64 of 32 bytes, X25519


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants and can do, as they last said it."""

    trades: tuple[str, ...] = ()
    pay_wishes: tuple[PayWish, ...] = ()
    start_wish: StartWish = StartWish.TODAY
    township_codes: tuple[str, ...] = ()
    unsure: bool = False
    education: Education | None = None
    skills: tuple[Skill, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    seeker_groups: tuple[SeekerGroup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnApplication:
    """One 报名 of theirs, with its state in words."""

    number: str
    job_number: int
    job_title: str
    employer_name: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRecord:
    """The answer: masks only, and `found` False, all else empty, where nobody is known."""

    found: bool
    number: str = ""  # of the newest registration
    registered_at: datetime | None = None
    changed_at: datetime | None = None  # last registration or correction: "since last time" counts from here
    name_mask: str = ""
    phone_mask: str = ""
    phone_of: PhoneOf = PhoneOf.OWN
    wish: Wish = Wish()
    applications: tuple[OwnApplication, ...] = ()
