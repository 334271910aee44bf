"""The duties that hang on the ledgers of the hall, counted from the database."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from content.admin.months import instants, month_before
from content.clock import calendar_day
from content.kpi.filed import FigureName
from content.model.cases import CaseKind
from content.model.reports import ReportKind
from content.rules import cadence, hall_due
from content.rules.cadence import Duty, month_days, thresholds
from content.rules.workdays import Workdays
from content.store.database import Tables


def hall_duties(tables: Tables, now: datetime, workdays: Workdays) -> tuple[Duty, ...]:
    """Return the duties at an instant."""
    today = calendar_day(now)
    before = month_days(month_before(today.replace(day=1)))
    asked = tables.consultations.count_between(*before)
    asked += tables.cases.count_of(CaseKind.QUESTION, *instants(*before))
    actions = tables.consultations.actions(f"{before[0]:%Y-%m}")
    first = today.replace(day=1)
    window = instants(first, first + timedelta(days=thresholds()["training_survey"]["last_day"] - 1))
    answers = tables.cases.count_of(CaseKind.TRAINING_SURVEY, *window)
    trained = tables.course_sessions.trainees_between(*month_days(today))
    return (hall_due.consult_review(asked, len(actions), now, workdays), cadence.trainees(trained, now, workdays),
            hall_due.training_survey(answers, now, workdays),
            hall_due.month_report(_reported(tables, before[0], before[1]), now, workdays))  # fmt: skip


def _reported(tables: Tables, first: date, last: date) -> bool:
    """Say whether a month has its frozen report, or none to give since the market opened after it."""
    start = tables.score.standing(first.year).get(FigureName.PERIOD_START)
    return (start is not None and start.day > last) or f"{first:%Y-%m}" in tables.frozen_reports.standing(
        ReportKind.MONTH)  # fmt: skip
