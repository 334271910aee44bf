"""Invented people of the demonstration: who registered, asked, signed up and answered, all filed before `now`.

Their ID numbers carry a wrong check digit on purpose, so that no number is anybody's; their names say what they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from content.admin.seeker_entry import DESK
from content.hubapi.case_projections import project_case
from content.hubapi.projections import project_registration
from content.link.numbers import write_number
from content.model.abilities import Certificate, Education, SeekerGroup, Skill
from content.model.cases import (
    AmountClass,
    Awareness,
    CaseBody,
    CaseKind,
    CourseSignUpBody,
    DisputeBody,
    DisputeKind,
    DisputeWish,
    QuestionBody,
    QuestionTopic,
    Satisfaction,
    SatisfactionBody,
    SatisfactionReason,
    SelfTestBody,
    TrainingSurveyBody,
    TrainingTime,
    TrainingWish,
)
from content.model.codes import Channel, CourseMode, IdEntry, PayWish, StartWish
from content.model.filings import FilingHeader, RegistrationBody
from content.model.ids import new_id
from content.model.jobs import JobPost
from content.model.notices import Course
from content.model.people import Staff
from content.privacy import KeyRing
from content.rules.consent import CONSENT_VERSION
from content.rules.self_test import items, items_version
from content.store.tables import Tables

PEOPLE = 60
_EVERY = timedelta(hours=11)  # somebody registers
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"
_PREFIX = "90"  # of receipts: no terminal is given it
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """One invented person with the job that fits them."""

    registration_id: str
    number: str  # of the receipt
    id_number: str
    name: str
    phone: str
    at: datetime
    job: JobPost


def id_number_of(place: int) -> str:
    """Return an ID number that nobody can have: by GB 11643 its last digit is wrong."""
    born = f"{1966 + place * 7 % 36}{1 + place % 12:02d}{1 + place * 3 % 28:02d}"
    digits = f"341721{born}{100 + place:03d}"
    right = _CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11]
    return digits + ("0" if right != "0" else "1")


def _registration(place: int, number: str, job: JobPost, at: datetime, staff: Staff) -> RegistrationBody:
    by_window, unsure = place % 4 == 0, place % 9 == 0
    skills, papers = tuple(Skill), tuple(Certificate)
    return RegistrationBody(
        number=number, code=f"{1000 + place * 37 % 9000}", name=f"{_SURNAMES[place % len(_SURNAMES)]}演示",
        id_number=id_number_of(place), id_entry=IdEntry.HAND if by_window else IdEntry.CARD, nation_code="01",
        sex="2" if place % 3 else "1", township_code=job.township_code, phone=f"1390000{1000 + place}",
        trades=() if unsure else (job.trade_code,), pay_wishes=(tuple(PayWish)[place % 4],),
        start_wish=tuple(StartWish)[place % 4], township_codes=(job.township_code,) * (place % 2),
        consent_version=CONSENT_VERSION, consented_at=at, channel=Channel.WINDOW if by_window else Channel.KIOSK,
        handled_by=staff.id if by_window else "", unsure=unsure, education=tuple(Education)[place % 7],
        skills=(skills[place % 9], skills[(place + 4) % 9]), certificates=(papers[place % 12],) * (place % 3 == 0),
        seeker_groups=(tuple(SeekerGroup)[place % 4],) * (place % 5 == 0),
    )  # fmt: skip


def _header(kind: str, at: datetime, terminal: str = "") -> FilingHeader:
    return FilingHeader(id=new_id(at), kind=kind, version=2 if kind == "registration" else 1, site_id="",
                        terminal=terminal, seq=0, occurred_at=at, clock_ok=True)  # fmt: skip


def register_guests(tables: Tables, keys: KeyRing, jobs: tuple[JobPost, ...], staff: Staff,
                    now: datetime) -> tuple[Guest, ...]:  # fmt: skip
    """Take the people into the ledger, the one who came first first."""
    guests = []
    for place in range(PEOPLE):
        at, number = now - _EVERY * (PEOPLE - place), write_number(_PREFIX, place + 1)
        job = jobs[place * 4 % len(jobs)]
        body = _registration(place, number, job, at, staff)
        header = _header("registration", at, DESK if body.handled_by else "")
        records = project_registration(header, body, at, None, keys)
        tables.seekers.put(records.seeker)
        tables.seekers.add_registration(replace(records.registration, entered_at=at if body.handled_by else None))
        guests.append(Guest(registration_id=header.id, number=number, id_number=body.id_number, name=body.name,
                            phone=body.phone, at=at, job=job))  # fmt: skip
    return tuple(guests)


def _file(tables: Tables, keys: KeyRing, kind: CaseKind, body: CaseBody, at: datetime) -> str:
    header = _header(kind.value, at)
    tables.cases.add(project_case(header, body, keys))
    return header.id


def file_disputes(tables: Tables, keys: KeyRing, now: datetime) -> tuple[str, ...]:
    """File what three people came to the kiosk with; return the ids, the oldest first."""
    told = ((DisputeKind.WAGES, AmountClass.BELOW_5000, 12), (DisputeKind.INJURY, AmountClass.UNKNOWN, 6),
            (DisputeKind.CONTRACT, AmountClass.NONE, 1))  # fmt: skip
    return tuple(
        _file(tables, keys, CaseKind.DISPUTE, DisputeBody(
            number=write_number(_PREFIX, 500 + place), code="4821", dispute=kind, amount=amount,
            wish=DisputeWish.MEDIATE, phone=f"1390000{2000 + place}", notice_version=CONSENT_VERSION,
        ), now - timedelta(days=days))
        for place, (kind, amount, days) in enumerate(told)
    )  # fmt: skip


def file_questions(tables: Tables, keys: KeyRing, now: datetime) -> None:
    """File questions left at the kiosk; the oldest waits longer than R149 allows."""
    asked = ((QuestionTopic.INSURANCE, "在外地交过社保，回来怎么接上", 9),
             (QuestionTopic.POLICY, "开小吃店有没有补贴", 2),
             (QuestionTopic.JOBS, "有没有晚上干的零活", 0))  # fmt: skip
    for place, (topic, text, days) in enumerate(asked):
        body = QuestionBody(number=write_number(_PREFIX, 600 + place), code="4821", topic=topic, text=text, phone="",
                            notice_version=CONSENT_VERSION)  # fmt: skip
        _file(tables, keys, CaseKind.QUESTION, body, now - timedelta(days=days, hours=2))


def file_sign_ups(tables: Tables, keys: KeyRing, guests: tuple[Guest, ...], course: Course, now: datetime) -> None:
    """Let some of the people sign up for a course, one of them without a card."""
    for place, guest in enumerate(guests[-9:]):
        body = CourseSignUpBody(
            number=write_number(_PREFIX, 700 + place), code="4821", course_id=course.id, course_name=course.name,
            name=guest.name, id_number=guest.id_number if place else "", phone=guest.phone,
            notice_version=CONSENT_VERSION, consented_at=now,
        )  # fmt: skip
        _file(tables, keys, CaseKind.COURSE_SIGN_UP, body, now - timedelta(hours=5 + place))


def file_surveys(tables: Tables, keys: KeyRing, now: datetime) -> None:
    """File wishes to learn in the first days of the month, up to `now`."""
    wishes, local_first = tuple(TrainingWish), now - timedelta(days=now.day - 1)
    for place in range(9):
        at = min(local_first + timedelta(days=place % 12), now - timedelta(minutes=10 + place))
        picked = (wishes[(0, 0, 3, 3, 0, 7, 9, 3, 1)[place]], wishes[(place * 5 + 2) % 12])
        body = TrainingSurveyBody(wishes=picked, time=tuple(TrainingTime)[place % 4], mode=tuple(CourseMode)[place % 4],
                                  channel=Channel.WINDOW if place % 3 == 0 else Channel.KIOSK)  # fmt: skip
        _file(tables, keys, CaseKind.TRAINING_SURVEY, body, at)


def file_faces(tables: Tables, keys: KeyRing, now: datetime) -> None:
    """File what people tapped at the kiosk on their way out."""
    for place in range(26):
        face = (Satisfaction.VERY_GOOD, Satisfaction.GOOD, Satisfaction.GOOD, Satisfaction.FAIR)[place % 4]
        body = SatisfactionBody(face=face, reason=tuple(SatisfactionReason)[place % 6], id_number="",
                                awareness=tuple(Awareness)[place % 4])  # fmt: skip
        _file(tables, keys, CaseKind.SATISFACTION, body, now - timedelta(hours=7 * place + 1))


def file_self_tests(tables: Tables, keys: KeyRing, guests: tuple[Guest, ...]) -> None:
    """File a 职业小测 of everybody who does not know what work to look for, each with another leaning."""
    types = tuple(dict.fromkeys(item.type for item in items()))
    for place, guest in enumerate(guests[::9]):
        wanted = types[place % len(types)]
        answers = tuple(2 if item.type == wanted else place % 2 for item in items())
        body = SelfTestBody(items_version=items_version(), answers=answers, seconds=110, types=wanted,
                            id_number=guest.id_number, consented_at=guest.at)  # fmt: skip
        _file(tables, keys, CaseKind.SELF_TEST, body, guest.at + timedelta(minutes=12))
