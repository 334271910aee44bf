"""What a monthly report tells beside the numbers of the score, from the database."""

from __future__ import annotations

from datetime import date

from content.admin.cadence import workdays_of
from content.admin.months import instants
from content.clock import calendar_day
from content.model.cases import CaseKind
from content.model.codes import FairTheme, Invited
from content.model.notices import JobFair
from content.model.outreach import NAMED_INDUSTRIES
from content.reports.month_facts import (
    FairOfMonth,
    MonthFacts,
    SessionOfMonth,
    WeekOfMonth,
    days_of_week,
    weeks_of_month,
)
from content.rules.cadence import month_days, separate_acts
from content.store.database import Tables


def month_facts(tables: Tables, month: date, today: date) -> MonthFacts:
    """Return it for a month, of one still running up to and with today."""
    first, end = month_days(month)
    last, name = min(end, today), f"{month:%Y-%m}"
    questions = tables.cases.counts(*instants(first, last)).get(CaseKind.QUESTION, 0)
    seen = tables.visits.industries_between(first, last)
    return MonthFacts(
        market=tables.market.get().card.name, firms_visited=tables.visits.employers_between(first, last),
        industries=sum(one in seen for one in NAMED_INDUSTRIES),
        files_opened=tables.aid_files.opened_between(first, last),
        trainees=tables.course_sessions.trainees_between(first, last),
        courses_picked=len(tables.courses.picked_for(name)), articles=len(tables.articles.picked_for(name)),
        watched_days=len(tables.source_watches.days(first, last)),
        workdays=workdays_of(tables).between(first, last),
        consultations=tables.consultations.count_between(first, last) + questions,
        consult_actions=len(tables.consultations.actions(name)),
        fairs=_fairs(tables, first, last), sessions=_sessions(tables, first, last),
        weeks=tuple(_week(tables, week) for week in weeks_of_month(first, last)))  # fmt: skip


def _fairs(tables: Tables, first: date, last: date) -> tuple[FairOfMonth, ...]:
    begun = [one for one in tables.fairs.around(*instants(first, last))
             if first <= calendar_day(one.starts_at) <= last]  # fmt: skip
    came = tables.cases.numbers_about(CaseKind.FAIR_CHECK_IN, (one.id for one in begun))
    return tuple(_fair(one, came.get(one.id, 0)) for one in begun)


def _fair(fair: JobFair, came: int) -> FairOfMonth:
    return FairOfMonth(
        name=fair.name, theme=fair.theme.label, on=calendar_day(fair.starts_at), held=fair.held, came=came,
        invited=len(fair.invitations), attended=sum(one.answer is Invited.ATTENDED for one in fair.invitations),
        live=fair.theme is FairTheme.LIVE, path=f"/reports/fair/{fair.id}")  # fmt: skip


def _sessions(tables: Tables, first: date, last: date) -> tuple[SessionOfMonth, ...]:
    sessions = tables.course_sessions.between(first, last)
    names = {one.course_id: "" for one in sessions}
    for key in names:
        course = tables.courses.get(key)
        names[key] = course.name if course is not None else "已经不在了的课"
    return tuple(SessionOfMonth(course=names[one.course_id], on=one.day, held=one.held, attended=len(one.attended),
                                path=f"/reports/course/{one.course_id}")
                 for one in sorted(sessions, key=lambda one: one.day))  # fmt: skip


def _week(tables: Tables, week: str) -> WeekOfMonth:
    updates = tables.policies.updates_between(*instants(*days_of_week(week)))
    return WeekOfMonth(
        week=week, policy_updates=separate_acts(at for at, _ in updates),
        reviewed=week in tables.friday.closed_weeks(), swept=tables.sweeps.of_week(week) is not None,
        logs_checked=bool(tables.work_logs.checks(week)))  # fmt: skip
