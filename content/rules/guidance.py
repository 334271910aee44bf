"""职业指导: when it is due, what is written of it, and whom to call about a new job that fits (R124–R127); pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.clock import calendar_day
from content.model.codes import Settlement
from content.model.findings import Finding, lacking
from content.model.guidance import Guidance, GuidanceResult, ServicePlan
from content.model.own_record import Wish
from content.model.published import PublicJob
from content.rules.cadence import closing
from content.rules.hazards import may_be_offered
from content.rules.matching import matches
from content.rules.workdays import Workdays

CALLS_FOR = timedelta(days=3)  # own: after that a job is no news
WISHES_FOR = timedelta(days=90)  # own: an older wish is asked anew before anybody is called
_DAY_WORK = timedelta(hours=1)  # day work is called within the hour (即时快招)
_ASKED_A_PLACE = 3  # own: so many people are called for each place of a job, who waits longest first
_MINOR, _ADULT = 16, 18


def due_on(registered: date, workdays: Workdays) -> date:
    """Return by which day somebody who registered is guided: the next working day (R124)."""
    return workdays.after(registered, 1)


def overdue_before(today: date, workdays: Workdays) -> date:
    """Return the first day whose registrations are still in time today; what is older is overdue."""
    day = today
    while due_on(day - timedelta(days=1), workdays) >= today:
        day -= timedelta(days=1)
    return day


def check_guidance(one: Guidance, words: str, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with guidance noted on `today`; `words` are those that are sealed in it."""
    return tuple(_guidance(one, words, today))


def _guidance(one: Guidance, words: str, today: date) -> Iterator[Finding]:
    if one.day > today:
        yield lacking("day", "还没到这一天，请填今天或以前的日期。")
    if one.result is GuidanceResult.DONE and not words.strip():
        yield lacking("words", "请写一句给了什么建议；本人不要、联系不上的，结果里选好。")


def check_plan(one: ServicePlan, goal: str, steps: str) -> tuple[Finding, ...]:
    """Return what a plan lacks (R127): who advises, what for, by which steps, looked at again when."""
    found = []
    if not one.counsellor:
        found.append(lacking("counsellor", "请选由谁来指导，名字要写在方案上。"))
    if not goal.strip():
        found.append(lacking("goal", "请写想干什么、想达到什么。"))
    if not steps.strip():
        found.append(lacking("steps", "请一行写一步：先做什么，再做什么。"))
    if one.review_on <= one.day:
        found.append(lacking("review_on", "复核日期要在订方案那天以后。"))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishing:
    """One registered person with the wish they said last: masks and codes."""

    registration_id: str
    person_index: bytes
    name_mask: str
    is_minor: bool
    said_at: datetime
    wish: Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTask:
    """Somebody to call about a new job, why, and by when."""

    job: PublicJob
    who: Wishing
    reasons: tuple[str, ...]
    due_at: datetime


def fits(jobs: Iterable[PublicJob], who: Wishing, today: date) -> tuple[tuple[PublicJob, tuple[str, ...]], ...]:
    """Return the jobs that may be offered to a person and fit their wish, with the reasons in words."""
    age = _MINOR if who.is_minor else _ADULT
    open_to = [job for job in jobs if may_be_offered(age, job.minors_allowed, job.hazards)]
    return tuple((one.job, one.reasons) for one in matches(open_to, who.wish, who.said_at, today))


def call_tasks(jobs: Iterable[PublicJob], people: Iterable[Wishing], settled: frozenset[tuple[str, bytes]],
               now: datetime, workdays: Workdays) -> tuple[CallTask, ...]:  # fmt: skip
    """Return whom to call about jobs first published in the last days, most urgent first.

    `settled` names job and person of what was called, applied for or referred already.
    """
    fresh = [job for job in jobs if now - CALLS_FOR < job.published_at <= now]
    waiting = sorted(people, key=lambda one: (one.said_at, one.registration_id))
    today, asked, found = calendar_day(now), dict.fromkeys((job.id for job in fresh), 0), []
    for who in waiting:
        for job, reasons in fits(fresh, who, today):
            if job.published_at <= who.said_at or asked[job.id] >= job.headcount * _ASKED_A_PLACE:
                continue
            asked[job.id] += 1
            if (job.id, who.person_index) not in settled:
                found.append(CallTask(job=job, who=who, reasons=reasons, due_at=call_due(job, workdays)))
    return tuple(sorted(found, key=lambda one: (one.due_at, one.job.number, one.who.said_at)))


def call_due(job: PublicJob, workdays: Workdays) -> datetime:
    """Return by when people are called about a new job: day work within the hour, else the next working day."""
    if job.settlement is Settlement.DAY:
        return job.published_at + _DAY_WORK
    return closing(workdays.after(calendar_day(job.published_at), 1))
