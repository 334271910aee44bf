"""咨询: what may be noted, when a question waits too long, and what a month of them comes to (R147–R152)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from content.model.codes import Channel
from content.model.consultations import Consultation, ConsultStep, ConsultStepKind, ConsultTopic
from content.rules.cadence import DutyState
from content.rules.consulting import check_consultation, check_escalation, entered_late, standing_of, topic_lines
from content.rules.hall_due import consult_review, training_survey
from content.rules.id_numbers import id_number_in
from content.rules.workdays import Workdays

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
WEEKDAYS = Workdays()


def _asked(**facts: Any) -> Consultation:
    given = {"id": "q-1", "entry_id": "q-1", "day": MONDAY, "entered_at": NOON, "entered_by": "s", "noted_at": NOON,
             "noted_by": "s", "person_index": b"", "topic": ConsultTopic.POLICY, "channel": Channel.WINDOW,
             "question": "创业补贴怎么领"} | facts  # fmt: skip
    return Consultation(**given)


def _step(kind: ConsultStepKind, **facts: Any) -> ConsultStep:
    return ConsultStep(**({"id": "s", "subject_id": "q-1", "kind": kind, "whom": "", "due_on": None, "words": "",
                           "at": NOON, "by": "s"} | facts))  # fmt: skip


@pytest.mark.parametrize(("facts", "field"), [
    ({}, ""), ({"day": MONDAY + timedelta(days=1)}, "day"), ({"question": ""}, "question"),
    ({"question": "他的电话13900001234"}, "question"), ({"corrects": "q-0"}, "reason"),
])  # fmt: skip
def test_each_thing_wrong_is_said_beside_its_field(facts: dict[str, Any], field: str) -> None:
    assert [one.field for one in check_consultation(_asked(**facts), MONDAY)] == ([field] if field else [])


def test_whom_one_asks_has_a_day_and_a_day_has_somebody() -> None:
    friday = MONDAY + timedelta(days=4)
    assert check_escalation("", None, MONDAY) == check_escalation("县医保局", friday, MONDAY) == ()
    assert [one.field for one in check_escalation("县医保局", None, MONDAY)] == ["due_on"]
    assert [one.field for one in check_escalation("", friday, MONDAY)] == ["whom"]
    assert [one.field for one in check_escalation("县医保局", MONDAY - timedelta(days=1), MONDAY)] == ["due_on"]


def test_a_question_waits_too_long_after_five_working_days() -> None:
    # Monday's question: Tuesday is the first of five, the next Monday the fifth
    on_time, late = date(2026, 11, 30), date(2026, 12, 1)
    assert not standing_of(MONDAY, (), None, on_time, WEEKDAYS).overdue
    assert standing_of(MONDAY, (), None, late, WEEKDAYS).overdue
    assert not standing_of(MONDAY, (), NOON, late, WEEKDAYS).overdue  # answered on a kiosk's receipt
    answered = (_step(ConsultStepKind.ANSWERED, words="能领"),)
    assert standing_of(MONDAY, answered, None, late, WEEKDAYS).answered_at == NOON


def test_an_expert_who_does_not_answer_in_time_makes_it_overdue() -> None:
    asked = (_step(ConsultStepKind.ESCALATED, whom="县医保局", due_on=date(2026, 11, 24)),)
    assert not standing_of(MONDAY, asked, None, date(2026, 11, 24), WEEKDAYS).overdue
    found = standing_of(MONDAY, asked, None, date(2026, 11, 25), WEEKDAYS)
    assert (found.overdue, found.whom) == (True, "县医保局")


def test_entered_after_the_end_of_the_next_day_is_late() -> None:
    assert not entered_late(MONDAY, datetime(2026, 11, 24, 15, 59, tzinfo=UTC))  # Tuesday 23:59 in the hall
    assert entered_late(MONDAY, datetime(2026, 11, 24, 16, 0, tzinfo=UTC))


def test_a_month_tells_each_topic_its_share_and_its_change() -> None:
    lines = topic_lines({ConsultTopic.POLICY: 5, ConsultTopic.JOBS: 3}, {ConsultTopic.JOBS: 4},
                        {ConsultTopic.JOBS: 1})  # fmt: skip
    assert [line.topic for line in lines[:2]] == [ConsultTopic.POLICY, ConsultTopic.JOBS]
    # 5 of 8 are 62.5 %, 3 of 8 are 37.5 %
    assert [(line.share_tenths, line.change, line.open) for line in lines[:2]] == [(625, 5, 0), (375, -1, 1)]
    assert len(lines) == len(ConsultTopic)
    assert {line.share_tenths for line in topic_lines({}, {}, {})} == {0}
    # 1 of 16 is 6.25 %: half up
    assert topic_lines({ConsultTopic.JOBS: 15, ConsultTopic.RIGHTS: 1}, {}, {})[1].share_tenths == 63


@pytest.mark.parametrize(("day", "questions", "actions", "state"), [
    (1, 12, 0, DutyState.IN_TIME), (2, 12, 0, DutyState.SOON), (4, 12, 0, DutyState.SOON),
    (5, 12, 0, DutyState.OVERDUE), (20, 12, 1, DutyState.DONE), (20, 0, 0, DutyState.DONE),
])  # fmt: skip
def test_the_analysis_is_written_by_the_fifth(day: int, questions: int, actions: int, state: DutyState) -> None:
    # 5 December 2026 is a Saturday, so it falls due on Friday the 4th at closing time, 18:00
    now = datetime(2026, 12, day, 4, tzinfo=UTC)
    duty = consult_review(questions, actions, now, WEEKDAYS)
    assert duty.state is state
    assert duty.due_at is not None
    assert duty.due_at.astimezone(UTC) == datetime(2026, 12, 4, 10, tzinfo=UTC)


def test_the_survey_has_an_answer_by_the_fourteenth() -> None:
    # 14 November 2026 is a Saturday
    def state(day: int, answers: int) -> DutyState:
        return training_survey(answers, datetime(2026, 11, day, 4, tzinfo=UTC), WEEKDAYS).state

    assert [state(2, 0), state(11, 0), state(14, 0), state(20, 1)] == [
        DutyState.IN_TIME, DutyState.SOON, DutyState.OVERDUE, DutyState.DONE]  # fmt: skip


def test_a_number_with_a_wrong_digit_is_no_id_number() -> None:
    right = "11010519491231002X"  # the example of GB 11643
    assert id_number_in(" 11010519491231002x ") == right
    assert id_number_in("110105194912310021") == id_number_in("1101051949123100") == ""
    assert id_number_in("CHN123456789012") == "CHN123456789012"
