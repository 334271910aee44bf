"""培训需求 at the desk: interviews noted beside what kiosks brought, a month of both, and the courses it speaks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from content.admin.fields import Field, Group, Kind
from content.admin.months import instants
from content.clock import SHANGHAI, calendar_day
from content.hubapi.case_projections import project_case
from content.model.audit import Action
from content.model.cases import CaseKind, TrainingSurveyBody, TrainingTime, TrainingWish
from content.model.codes import Channel, CourseMode, Stage
from content.model.filings import FilingHeader
from content.model.ids import new_id
from content.model.notices import Course
from content.model.people import Staff
from content.privacy import KeyRing
from content.rules.cadence import month_days, thresholds
from content.rules.training_survey import Said, SurveyMonth, meets, survey_month
from content.store.database import Tables
from content.store.records import Page

_OFFERED = 200
_ASKED = {one.value: one.label for one in (Channel.WINDOW, Channel.PHONE, Channel.PAPER)}
_NOON = time(12)


@cache
def talk_groups() -> tuple[Group, ...]:
    """Return the form of one interview: a tick for each thing to learn, three choices."""
    return (Group(title="记一次访谈：想学什么（可以多勾）", fields=(
        *(Field(name=wish.value, label=wish.label, kind=Kind.FLAG, width=3) for wish in TrainingWish),
        Field(name="time", label="什么时候能学", kind=Kind.CHOICE, needed=True, width=3, code=TrainingTime),
        Field(name="mode", label="怎么学", kind=Kind.CHOICE, needed=True, width=3, code=CourseMode),
        Field(name="channel", label="怎么问的", kind=Kind.CHOICE, needed=True, width=3, options=_ASKED),
        Field(name="day", label="哪一天", kind=Kind.DAY, needed=True, width=3),
    )),)  # fmt: skip


def wishes_in(values: Mapping[str, Any]) -> tuple[TrainingWish, ...]:
    """Return what was ticked."""
    return tuple(wish for wish in TrainingWish if values.get(wish.value))


def keep_talk(values: Mapping[str, Any], keys: KeyRing, now: datetime) -> Callable[[Tables, Staff], None]:
    """Return the use case that keeps an interview as the record a kiosk's answer becomes; nobody's name is in it."""
    day: date = values["day"]
    today = day == calendar_day(now)
    at = now if today else datetime.combine(day, _NOON, SHANGHAI).astimezone(UTC)
    body = TrainingSurveyBody(wishes=wishes_in(values), time=TrainingTime(values["time"]),
                              mode=CourseMode(values["mode"]), channel=Channel(values["channel"]))  # fmt: skip
    header = FilingHeader(id=new_id(now), kind=CaseKind.TRAINING_SURVEY.value, version=1, site_id="", terminal="",
                          seq=0, occurred_at=at, clock_ok=True)  # fmt: skip

    def step(tables: Tables, staff: Staff) -> None:
        tables.cases.add(replace(project_case(header, body, keys), handled_by=staff.id))
        tables.audit.note(staff, now, Action.SAVED, subject="case", subject_id=header.id, words="记培训需求访谈")

    return step


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One wish with what is on offer for it."""

    wish: TrainingWish
    people: int
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfWishes:
    """A month as the page shows it."""

    sums: SurveyMonth
    lines: tuple[Candidate, ...]
    picked: frozenset[str]  # ids of the courses recommended that month


def month_of_wishes(tables: Tables, month: date) -> MonthOfWishes:
    """Return a month's response sets counted, and the courses each wish could be met by."""
    filed = tables.cases.of_kind(CaseKind.TRAINING_SURVEY, *instants(*month_days(month)))
    said = []
    for one in filed:
        body = tables.cases.body_of(one)
        if isinstance(body, TrainingSurveyBody):
            said.append(Said(day=calendar_day(one.occurred_at), channel=one.channel, wishes=body.wishes,
                             time=body.time, mode=body.mode))  # fmt: skip
    sums = survey_month(said, thresholds()["training_survey"]["last_day"])
    courses = [one for one in tables.courses.page(Page(limit=_OFFERED))[0] if one.stage is not Stage.WITHDRAWN]
    lines = tuple(Candidate(wish=one.wish, people=one.people,
                            courses=tuple(course for course in courses if meets(one.wish, course.name)))
                  for one in sums.wished)  # fmt: skip
    return MonthOfWishes(sums=sums, lines=lines,
                         picked=frozenset(one.id for one in tables.courses.picked_for(f"{month:%Y-%m}")))  # fmt: skip
