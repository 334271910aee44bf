"""From a filing's body to ledger records: pure, versioned by (kind, version), right in any order of arrival.

A new version of a body gets its own function and the old one stays, since outboxes may hold either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from content.clock import calendar_day
from content.errors import ContentError
from content.model.cases import BODIES
from content.model.codec import from_json
from content.model.filings import FilingHeader, RegistrationBody
from content.model.seekers import Registration, Seeker
from content.privacy import ColumnCipher, KeyRing, blind_index, code_digest, protect
from content.rules.ages import ADULT_AGE, WORKING_AGE, age_on

SEEKER_TABLE = "seeker"  # the place that a person's encrypted columns are bound to
_ID_NUMBER = re.compile(r"[0-9]{6}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9Xx]")

UNKNOWN_KIND = "本版程序还不认识这种呈报，升级后自动处理。"


class NotProjectable(ContentError):
    """A body whose data cannot become a ledger record; `str(error)` says who should do what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRecords:
    """What one registration becomes."""

    seeker: Seeker
    registration: Registration


_KNOWN = frozenset((kind, 1) for kind in (
    "registration", "report", "hiring", "application", "withdrawal", "usage", "ticket", "plays", "referral",
    *(one.value for one in BODIES)))  # fmt: skip
_KNOWN |= {("registration", 2), ("correction", 1), ("withdrawal_of_consent", 1)}


def is_known(kind: str, version: int) -> bool:
    """Say whether this program can project such a filing."""
    return (kind, version) in _KNOWN


def known_kinds() -> tuple[str, ...]:
    """Return the kinds of which this program can project some version."""
    return tuple(sorted({kind for kind, _ in _KNOWN}))


def read_registration(body: bytes) -> RegistrationBody:
    """Read the body of kind `registration`, version 1 or 2; NotProjectable when it is something else."""
    try:
        return from_json(RegistrationBody, body)
    except ValueError:
        # the cause is left out on purpose: pydantic's message quotes the input, and this one holds a person
        raise NotProjectable("这份求职登记的内容缺项或写法不对，请窗口经办人按小票联系本人补录。") from None


def person_index(body: RegistrationBody, keys: KeyRing) -> bytes:
    """Return the blind index by which the person of a registration is found again."""
    return blind_index(keys.index, "id1", body.id_number)


def slip_code_digest(keys: KeyRing, number: str, code: str) -> bytes:
    """Return the keyed digest under which the 4-digit code of a slip is kept with its number."""
    return code_digest(keys.index, "slip code", f"{number}|{code}")


def project_registration(header: FilingHeader, body: RegistrationBody, received_at: datetime, known_as: str | None,
                         keys: KeyRing) -> RegistrationRecords:  # fmt: skip
    """Return the records; `known_as` is the id of the person if the ledger has them already.

    A person met for the first time takes the filing's id, so that projecting it twice makes one person.
    """
    happened = header.occurred_at if header.clock_ok else min(header.occurred_at, received_at)
    day = calendar_day(header.occurred_at if header.clock_ok else received_at)
    born = birth_date(body.id_number, day)
    if age_on(born, day) < WORKING_AGE:
        raise NotProjectable("登记人未满16周岁，不能求职登记，请窗口经办人核对后作废。")
    seeker = _seeker(body, known_as or header.id, happened, born, keys)
    registration = Registration(
        id=header.id,
        seeker_id=seeker.id,
        number=body.number,
        code_digest=slip_code_digest(keys, body.number, body.code),
        terminal_id=header.terminal,
        occurred_at=header.occurred_at,
        clock_ok=header.clock_ok,
        channel=body.channel,
        id_entry=body.id_entry,
        trades=body.trades,
        pay_wishes=body.pay_wishes,
        start_wish=body.start_wish,
        township_codes=body.township_codes,
        is_minor=age_on(born, day) < ADULT_AGE,
        consent_version=body.consent_version,
        handled_by=body.handled_by,
        phone_of=body.phone_of,
        helped=body.helped,
        unsure=body.unsure,
        education=body.education,
        skills=body.skills,
        certificates=body.certificates,
        seeker_groups=body.seeker_groups,
    )
    return RegistrationRecords(seeker=seeker, registration=registration)


def _seeker(body: RegistrationBody, seeker_id: str, seen_at: datetime, born: date, keys: KeyRing) -> Seeker:
    cipher = ColumnCipher(key=keys.data)
    phone = None
    if body.phone:
        phone = protect(cipher, keys.index, "tel1", body.phone, SEEKER_TABLE, "phone", seeker_id)
    return Seeker(
        id=seeker_id,
        name=protect(cipher, None, "name", body.name, SEEKER_TABLE, "name", seeker_id),
        id_number=protect(cipher, keys.index, "id1", body.id_number, SEEKER_TABLE, "id_number", seeker_id),
        phone=phone,
        birth_year=born.year,
        sex=body.sex,
        township_code=body.township_code,
        first_seen_at=seen_at,
        last_seen_at=seen_at,
    )


def birth_date(id_number: str, today: date) -> date:
    """Return the date of birth in positions 7–14 (GB 11643); NotProjectable when there is none."""
    found = _ID_NUMBER.fullmatch(id_number)
    try:
        born = date(*map(int, found.groups())) if found else None
    except ValueError:
        born = None
    if born is None or not date(1900, 1, 1) <= born <= today:
        raise NotProjectable("这份求职登记的身份证号码不对，请窗口经办人按小票联系本人核对后补录。")
    return born
