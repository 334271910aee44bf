"""What a monthly report tells beside the numbers of the score: meetings held, weekly duties, questions, disputes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from content.rules.workdays import day_of, week_of

_FRIDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FairOfMonth:
    """One 招聘会 or 直播带岗 of the month."""

    name: str
    theme: str
    on: date
    held: bool
    invited: int
    attended: int  # firms
    came: int  # seekers who checked in
    live: bool
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOfMonth:
    """One day of one course."""

    course: str
    on: date
    held: bool
    attended: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekOfMonth:
    """The weekly duties of one ISO week; a log check or sweep is there or not."""

    week: str
    policy_updates: int
    reviewed: bool
    swept: bool
    logs_checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFacts:
    """All of it; persons are counted and nobody is named."""

    market: str
    firms_visited: int
    industries: int  # of the seven named in the regulation
    files_opened: int  # 帮扶档案
    trainees: int  # different persons
    courses_picked: int
    articles: int
    watched_days: int
    workdays: int
    consultations: int
    consult_actions: int
    fairs: tuple[FairOfMonth, ...] = ()
    sessions: tuple[SessionOfMonth, ...] = ()
    weeks: tuple[WeekOfMonth, ...] = ()


def weeks_of_month(first: date, last: date) -> tuple[str, ...]:
    """Return the ISO weeks whose Friday lies between two days: each week is in one month, that of its review."""
    fridays = (first + _DAY * ahead for ahead in range((last - first).days + 1))
    return tuple(week_of(day) for day in fridays if day.isoweekday() == _FRIDAY)


def days_of_week(week: str) -> tuple[date, date]:
    """Return Monday and Sunday of an ISO week."""
    return day_of(week, 1), day_of(week, 7)
