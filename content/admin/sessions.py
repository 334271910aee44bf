"""培训班 at the desk: its forms, a month of it, what is due of whom, and the evaluation of a course."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from content.admin.fields import Field, Group, Kind
from content.admin.persons import person_of
from content.admin.sign_ups import person_of_sign_up
from content.clock import local
from content.link.numbers import read_number
from content.model.audit import Action
from content.model.codes import Stage
from content.model.ids import new_id
from content.model.people import Staff
from content.model.sessions import CourseReview, CourseSession, TraineeCheck, TraineeOutcome, TraineeResult
from content.privacy import KeyRing
from content.rules.cadence import month_days
from content.rules.training import Evaluation, Owed, evaluation, owed, people_of
from content.store.database import Tables
from content.store.records import Page

_OFFERED = 80  # courses in the list
_LOOKED_BACK = timedelta(days=200)  # a course that ended before has no follow-up left that anybody makes


@cache
def session_groups() -> tuple[Group, ...]:
    """Return the form of one day of a course."""
    return (Group(title="记一场", fields=(
        Field(name="course_id", label="哪门课", kind=Kind.CHOICE, needed=True, width=6),
        Field(name="day", label="哪一天", kind=Kind.DAY, needed=True, width=3),
        Field(name="held", label="已办", kind=Kind.FLAG, width=3),
        Field(name="attended", label="到场的人：没有报名的，一行一个证件号码或回执号（号码不保存）",
              kind=Kind.LINES, width=12),
    )),)  # fmt: skip


@cache
def correction_groups() -> tuple[Group, ...]:
    """Return what of a session can be corrected."""
    return (Group(title="更正（原来的登记会留着）", fields=(
        Field(name="day", label="哪一天", kind=Kind.DAY, needed=True, width=6),
        Field(name="held", label="已办", kind=Kind.FLAG, width=6),
        Field(name="attended", label="重填到场名单（空着就不改）", kind=Kind.LINES, width=12),
        Field(name="reason", label="为什么更正", needed=True, width=12),
        Field(name="void", label="整场作废（记错了）", kind=Kind.FLAG, width=12),
    )),)  # fmt: skip


def people_in(tables: Tables, keys: KeyRing, lines: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return the blind indexes of a typed list in hex, each once, and which lines are nobody's number."""
    found, wrong = [], []
    for place, line in enumerate(lines, 1):
        person = person_of(tables, keys, line)
        # the receipt of who signed up for a course is one too
        index = person.index.hex() if not person.wrong else person_of_sign_up(tables, keys, read_number(line) or "")
        if index:
            found.append(index)
        else:
            wrong.append(str(place))
    told = f"第 {'、'.join(wrong)} 行的号码不对，请对照签到表改好。" if wrong else ""
    return tuple(dict.fromkeys(found)), told


def courses_offered(tables: Tables) -> dict[str, str]:
    """Return the courses a session can be of, the latest first."""
    found, _ = tables.courses.page(Page(limit=_OFFERED))
    return {one.id: f"{one.name}（{local(one.starts_at):%m-%d}）" for one in found if one.stage is not Stage.WITHDRAWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A trainee as staff may see them in a list."""

    words: str  # masked name and phone, or that they are in no ledger
    href: str  # of their line of the ledger below /staff, "" for none


def shown_person(tables: Tables, index: str) -> Person:
    """Return who a trainee is, masked."""
    seeker = tables.seekers.by_index(bytes.fromhex(index))
    if seeker is None:
        return Person(words="没有求职登记的人", href="")
    phone = f" {seeker.phone.mask}" if seeker.phone is not None else ""
    return Person(words=seeker.name.mask + phone, href=f"/registrations?seeker={seeker.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfSessions:
    """A month of sessions, and what is due of all trainees now."""

    sessions: tuple[CourseSession, ...]
    courses: dict[str, str]
    trainees: int
    due: tuple[tuple[Owed, Person], ...]


def month_of_sessions(tables: Tables, month: date, today: date) -> MonthOfSessions:
    """Return what the page shows."""
    days = month_days(month)
    sessions = tables.course_sessions.between(*days)
    due = []
    held = tables.course_sessions.courses_held(today - _LOOKED_BACK, today)
    for course in held:
        own = tables.course_sessions.of_course(course), tables.course_sessions.results(course)
        due += [(one, shown_person(tables, one.person)) for one in owed(*own, today)]
    known = {*held, *(one.course_id for one in sessions)}
    found = {course: tables.courses.get(course) for course in known}
    return MonthOfSessions(
        sessions=sessions, trainees=tables.course_sessions.trainees_between(*days),
        courses={key: one.name if one is not None else "" for key, one in found.items()},
        due=tuple(sorted(due, key=lambda pair: pair[0].due_on)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFile:
    """One course with its trainees."""

    name: str
    sums: Evaluation
    people: tuple[tuple[str, Person], ...]  # index in hex
    results: dict[tuple[str, TraineeCheck], TraineeResult]
    reviews: tuple[CourseReview, ...]
    names: dict[str, str]


def course_file(tables: Tables, course_id: str) -> CourseFile | None:
    """Return a course as its evaluation shows it."""
    course = tables.courses.get(course_id)
    if course is None:
        return None
    sessions, results = tables.course_sessions.of_course(course_id), tables.course_sessions.results(course_id)
    return CourseFile(
        name=course.name, sums=evaluation(sessions, results), reviews=tables.course_sessions.reviews(course_id),
        people=tuple((one, shown_person(tables, one)) for one in people_of(sessions)),
        results={(one.person_index.hex(), one.check): one for one in results},
        names={one.id: one.name for one in tables.staff.all()},
    )  # fmt: skip


def keep_result(course_id: str, person: str, check: TraineeCheck, outcome: TraineeOutcome, day: date, reason: str,
                now: datetime) -> Callable[[Tables, Staff], None]:  # fmt: skip
    """Return the use case that notes what was found out about a trainee."""

    def step(tables: Tables, staff: Staff) -> None:
        tables.course_sessions.add_result(TraineeResult(
            id=new_id(now), course_id=course_id, person_index=bytes.fromhex(person), check=check, outcome=outcome,
            day=day, at=now, by=staff.id, reason=reason.strip()))  # fmt: skip
        tables.audit.note(staff, now, Action.SAVED, subject="trainee_result", subject_id=course_id, words=check.label)

    return step


def keep_review(course_id: str, words: str, now: datetime) -> Callable[[Tables, Staff], None]:
    """Return the use case that adds words to the evaluation of a course."""

    def step(tables: Tables, staff: Staff) -> None:
        tables.course_sessions.add_review(
            CourseReview(id=new_id(now), course_id=course_id, words=words.strip(), at=now, by=staff.id))
        tables.audit.note(staff, now, Action.SAVED, subject="course_review", subject_id=course_id, words="培训评估")

    return step


def name_evidence(session: CourseSession, now: datetime, paper_id: str) -> Callable[[Tables, Staff], None]:
    """Return the use case by which a session names its list of signatures, as a correction of it."""

    def step(tables: Tables, staff: Staff) -> None:
        tables.course_sessions.add(replace(
            session, id=new_id(now), corrects=session.id, reason="补传签到表", noted_at=now, noted_by=staff.id,
            evidence=paper_id))  # fmt: skip

    return step
