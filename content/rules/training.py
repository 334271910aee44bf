"""What is right in a session, what is due for each trainee, and what a course came to (R167, R168)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from content.model.findings import Finding, lacking
from content.model.sessions import CourseSession, TraineeCheck, TraineeOutcome, TraineeResult

AHEAD = timedelta(days=7)  # a follow-up is told of so long before it falls due


def check_session(session: CourseSession, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a session noted on `today`."""
    return tuple(_session(session, today))


def _session(session: CourseSession, today: date) -> Iterator[Finding]:
    if not session.course_id:
        yield lacking("course_id", "请选是哪门课；没有的，先到“培训课程”里建一门。")
    if session.held and session.day > today:
        yield lacking("day", "还没到这一天，不能记“已办”。")
    if session.held and not session.attended:
        yield lacking("attended", "已办的要有到场名单，一行一个证件号码或回执号。")
    if not session.held and session.attended:
        yield lacking("held", "有到场名单，请勾“已办”；没办就把名单清空。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One thing to be asked of one trainee."""

    course_id: str
    person: str  # blind index in hex
    check: TraineeCheck
    due_on: date
    overdue: bool


def people_of(sessions: Iterable[CourseSession]) -> tuple[str, ...]:
    """Return who came to any of the sessions, each once, in the order they came."""
    return tuple(dict.fromkeys(person for one in sessions if one.held for person in one.attended))


def owed(sessions: tuple[CourseSession, ...], results: tuple[TraineeResult, ...], today: date) -> tuple[Owed, ...]:
    """Return what is due of the trainees of one course by now and in the week ahead, the soonest first.

    A course ends with its last day held; who was not reached at a follow-up is not asked for it again.
    """
    held = [one for one in sessions if one.held]
    if not held:
        return ()
    ended = max(one.day for one in held)
    known = {(one.person_index.hex(), one.check) for one in results}
    found = [
        Owed(course_id=held[0].course_id, person=person, check=check, due_on=ended + check.wait,
             overdue=today > ended + check.wait)
        for check in TraineeCheck if ended + check.wait <= today + AHEAD
        for person in people_of(held) if (person, check) not in known
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.due_on))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One share of an evaluation."""

    check: TraineeCheck
    good: int  # passed the exam, or at work
    answered: int  # examined, or reached
    asked: int  # with the ones nobody reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """培训评估 of one course in numbers."""

    days: int
    trainees: int
    parts: tuple[Part, ...]


_GOOD = (TraineeOutcome.PASSED, TraineeOutcome.EMPLOYED)


def evaluation(sessions: tuple[CourseSession, ...], results: tuple[TraineeResult, ...]) -> Evaluation:
    """Return what a course came to; results of persons who are on no list any more are left out."""
    people = frozenset(people_of(sessions))
    mine = [one for one in results if one.person_index.hex() in people]
    parts = []
    for check in TraineeCheck:
        outcomes = [one.outcome for one in mine if one.check is check]
        parts.append(Part(check=check, good=sum(one in _GOOD for one in outcomes), asked=len(outcomes),
                          answered=sum(one is not TraineeOutcome.NOT_REACHED for one in outcomes)))  # fmt: skip
    days = len({one.day for one in sessions if one.held})
    return Evaluation(days=days, trainees=len(people), parts=tuple(parts))
