"""The duties that hang on the ledgers of the hall, counted from the database."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.admin.months import instants, month_before
from content.clock import calendar_day
from content.model.cases import CaseKind
from content.rules import cadence, hall_due
from content.rules.cadence import Duty, month_days, thresholds
from content.rules.workdays import Workdays
from content.store.database import Tables


def hall_duties(tables: Tables, now: datetime, workdays: Workdays) -> tuple[Duty, ...]:
    """Return the duties at an instant."""
    today = calendar_day(now)
    before = month_days(month_before(today))
    asked = tables.consultations.count_between(*before)
    asked += tables.cases.counts(*instants(*before)).get(CaseKind.QUESTION, 0)
    actions = tables.consultations.actions(f"{before[0]:%Y-%m}")
    first = today.replace(day=1)
    window = instants(first, first + timedelta(days=thresholds()["training_survey"]["last_day"] - 1))
    answers = tables.cases.counts(*window).get(CaseKind.TRAINING_SURVEY, 0)
    trained = tables.course_sessions.trainees_between(*month_days(today))
    return (hall_due.consult_review(asked, len(actions), now, workdays), cadence.trainees(trained, now, workdays),
            hall_due.training_survey(answers, now, workdays))  # fmt: skip
