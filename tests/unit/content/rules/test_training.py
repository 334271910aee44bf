"""培训班: what may be noted, what falls due 30 and 90 days after the last day, what a course came to (R167, R168)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from content.model.sessions import CourseSession, TraineeCheck, TraineeOutcome, TraineeResult
from content.rules.cadence import DutyState, trainees
from content.rules.training import check_session, evaluation, owed
from content.rules.workdays import Workdays

LAST = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 4, tzinfo=UTC)
ANN, BOB = "aa" * 32, "bb" * 32
SESSION = CourseSession(
    id="s-1", entry_id="s-1", day=LAST - timedelta(days=1), entered_at=NOW, entered_by="s", noted_at=NOW, noted_by="s",
    course_id="course-1", planned=LAST, held=True, attended=(ANN,), evidence="",
)  # fmt: skip
SECOND = replace(SESSION, id="s-2", entry_id="s-2", day=LAST, attended=(ANN, BOB))


def _result(person: str, check: TraineeCheck, outcome: TraineeOutcome) -> TraineeResult:
    return TraineeResult(id="r", course_id="course-1", person_index=bytes.fromhex(person), check=check,
                         outcome=outcome, day=LAST, at=NOW, by="s")  # fmt: skip


@pytest.mark.parametrize(("facts", "field"), [
    ({}, ""), ({"course_id": ""}, "course_id"), ({"day": LAST + timedelta(days=1)}, "day"),
    ({"attended": ()}, "attended"), ({"held": False}, "held"),
    ({"held": False, "attended": (), "day": LAST + timedelta(days=9)}, ""),  # planned ahead
])  # fmt: skip
def test_each_thing_wrong_is_said_beside_its_field(facts: dict[str, Any], field: str) -> None:
    found = [one.field for one in check_session(replace(SESSION, **facts), LAST)]
    assert found == ([field] if field else [])


def test_a_follow_up_falls_due_30_and_90_days_after_the_last_day() -> None:
    both = (SESSION, SECOND)
    exam = {(one.person, one.due_on) for one in owed(both, (), LAST)}
    assert exam == {(ANN, LAST), (BOB, LAST)}
    assert not any(one.overdue for one in owed(both, (), LAST))
    # 30 June and 30 days is 30 July; 90 days is 28 September
    before = owed(both, (), date(2026, 7, 22))
    assert {one.check for one in before} == {TraineeCheck.EXAM}
    soon = [one for one in owed(both, (), date(2026, 7, 23)) if one.check is TraineeCheck.AFTER_30]
    assert {(one.due_on, one.overdue) for one in soon} == {(date(2026, 7, 30), False)}
    late = [one for one in owed(both, (), date(2026, 9, 29)) if one.check is TraineeCheck.AFTER_90]
    assert {(one.due_on, one.overdue) for one in late} == {(date(2026, 9, 28), True)}


def test_what_is_known_is_owed_no_more_and_a_plan_owes_nothing() -> None:
    results = (_result(ANN, TraineeCheck.EXAM, TraineeOutcome.PASSED),)
    assert [one.person for one in owed((SECOND,), results, LAST)] == [BOB]
    assert owed((replace(SECOND, held=False, attended=()),), (), LAST) == ()


def test_a_course_is_evaluated_by_who_was_examined_and_reached() -> None:
    results = (
        _result(ANN, TraineeCheck.EXAM, TraineeOutcome.PASSED),
        _result(BOB, TraineeCheck.EXAM, TraineeOutcome.NOT_PASSED),
        _result(ANN, TraineeCheck.AFTER_30, TraineeOutcome.EMPLOYED),
        _result(BOB, TraineeCheck.AFTER_30, TraineeOutcome.NOT_REACHED),
        _result("cc" * 32, TraineeCheck.EXAM, TraineeOutcome.PASSED),  # on no list
    )  # fmt: skip
    found = evaluation((SESSION, SECOND), results)
    assert (found.days, found.trainees) == (2, 2)
    assert [(part.good, part.answered, part.asked) for part in found.parts] == [(1, 2, 2), (1, 1, 2), (0, 0, 0)]


def test_twenty_different_persons_a_month_are_enough() -> None:
    now = datetime(2026, 6, 30, 11, tzinfo=UTC)  # 19:00, after closing time of the last working day
    assert trainees(20, now, Workdays()).state is DutyState.DONE
    assert trainees(19, now, Workdays()).state is DutyState.OVERDUE
