"""Who stands at the kiosk, what they may do and when their visit ends; pure, and nothing of it is ever stored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum

from content.model.codes import IdEntry
from content.model.places import TOWNSHIPS
from content.model.published import PublicJob
from content.privacy import mask_id_number, mask_name
from content.rules.ages import ADULT_AGE, WORKING_AGE, age_on
from kiosk.reader.base import IdCard
from kiosk.reader.numbers import IdNumber


class Standing(Enum):
    """What the age of a person means for registering (domain B2)."""

    UNDER_16 = "under_16"  # stopped kindly, nothing stored
    MINOR = "minor"  # 16–17: hazard jobs hidden
    ADULT = "adult"
    PAST_RETIREMENT = "past_retirement"  # a note, never a refusal


class Phase(Enum):
    """Where a visit stands against its clock."""

    HERE = "here"
    ASKING = "asking"  # 我还在 is on the screen
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitTimes:
    """How long a visit may rest: idle, then the grace with 我还在; after a finished task only `done_s`.

    `attract_s` is how long the first page rests untouched before the loop that invites people begins.
    """

    idle_s: int = 60
    grace_s: int = 20
    done_s: int = 15
    attract_s: int = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A walk-in as the card or the hand said; `sex` GB/T 2261.1, `township_code` empty outside the county."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    id_entry: IdEntry
    sex: str = field(repr=False)
    nation_code: str = field(repr=False)
    birth: date = field(repr=False)
    township_code: str = ""

    @property
    def shown_name(self) -> str:
        """Return the name as a screen or slip may show it."""
        return mask_name(self.name)

    @property
    def shown_number(self) -> str:
        """Return the ID number as a screen may show it."""
        return mask_id_number(self.id_number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit; `finished_at` is set while the page of a finished task is on."""

    id: str
    touched_at: datetime
    person: Person | None = None
    finished_at: datetime | None = None


class Arrival(Enum):
    """What a card that was just read means to the visit."""

    FIRST = "first"
    SAME = "same"
    SECOND = "second"  # another card: ask before anything changes


def touched(visit: Visit, now: datetime) -> Visit:
    """Return the visit after a touch, which also takes the person on from a finished task."""
    return replace(visit, touched_at=max(now, visit.touched_at), finished_at=None)


def identified(visit: Visit, person: Person, now: datetime) -> Visit:
    """Return the visit of a person now known."""
    return replace(touched(visit, now), person=person)


def finished(visit: Visit, now: datetime) -> Visit:
    """Return the visit with its task done."""
    return replace(touched(visit, now), finished_at=now)


def phase(visit: Visit, times: VisitTimes, now: datetime) -> Phase:
    """Return where the visit stands; a limit belongs to what follows it."""
    if visit.finished_at is not None:
        return Phase.OVER if now - visit.finished_at >= timedelta(seconds=times.done_s) else Phase.HERE
    resting = now - visit.touched_at
    if resting >= timedelta(seconds=times.idle_s + times.grace_s):
        return Phase.OVER
    return Phase.ASKING if resting >= timedelta(seconds=times.idle_s) else Phase.HERE


def arrival(visit: Visit, person: Person) -> Arrival:
    """Say whether a card is the first of the visit, the same again, or another person's."""
    if visit.person is None:
        return Arrival.FIRST
    return Arrival.SAME if visit.person.id_number == person.id_number else Arrival.SECOND


def person_from_card(card: IdCard) -> Person | None:
    """Return the person of a card, None where it names no day of birth that exists (a clerk looks)."""
    if card.birth is None or not card.number or not card.name:
        return None
    return Person(
        name=card.name, id_number=card.number, id_entry=IdEntry.CARD, sex=card.sex,
        nation_code=card.nation_code, birth=card.birth,
        township_code=township_of(card.current_address or card.address),
    )  # fmt: skip


def person_by_hand(name: str, number: IdNumber, entry: IdEntry = IdEntry.HAND) -> Person | None:
    """Return the person who typed name and number, None where the number says no day of birth (2017 foreign card)."""
    if number.birth is None:
        return None
    return Person(name=name, id_number=number.text, id_entry=entry, sex=number.sex, nation_code="",
                  birth=number.birth)  # fmt: skip


def township_of(address: str) -> str:
    """Return the code of the township of 东至县 an address names, "" where it names none."""
    if "东至" not in address:
        return ""
    return next((code for code, name in TOWNSHIPS.items() if name in address), "")


def standing(birth: date, sex: str, today: date) -> Standing:
    """Return what the age means today; men by the 60-year track, women by the earliest (50), else no note (B2)."""
    age = age_on(birth, today)
    if age < WORKING_AGE:
        return Standing.UNDER_16
    if age < ADULT_AGE:
        return Standing.MINOR
    retires = retirement_day(birth, sex)
    return Standing.PAST_RETIREMENT if retires is not None and today >= retires else Standing.ADULT


def retirement_day(birth: date, sex: str) -> date | None:
    """Return the first day of statutory retirement by the rules since 2025-01-01, None for a sex not stated.

    Men 60 to 63, a month later for every four born from 1965-01; women 50 to 55, one for every two from 1975-01.
    """
    tracks = {"1": (60, 1965, 4, 36), "2": (50, 1975, 2, 60)}
    if sex not in tracks:
        return None
    age, base_year, every, most = tracks[sex]
    months = (birth.year - base_year) * 12 + birth.month - 1
    delay = 0 if months < 0 else min(most, months // every + 1)
    return _months_after(birth, age * 12 + delay)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def may_see(job: PublicJob, who: Standing) -> bool:
    """Say whether the person may see a job: 16–17 none with a hazard, under 16 none at all (B2)."""
    if who is Standing.UNDER_16:
        return False
    return who is not Standing.MINOR or (job.minors_allowed and not job.hazards)
