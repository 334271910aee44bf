"""培训班 in market.db: who came, how many different persons, results replaced with a reason, what the score reads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlite_utils.utils import sqlite3

from content.errors import StoreError
from content.model.seekers import ConsentWithdrawal
from content.model.sessions import CourseReview, CourseSession, TraineeCheck, TraineeOutcome, TraineeResult
from content.store.database import Market
from tests.unit.content.store.samples import COURSE, DAY, NOW

MONDAY = date(2026, 11, 23)
ANN, BOB = "aa" * 32, "bb" * 32


def session(key: str, **facts: Any) -> CourseSession:
    given = {"id": key, "entry_id": key, "day": MONDAY, "entered_at": NOW, "entered_by": "s", "noted_at": NOW,
             "noted_by": "s", "course_id": COURSE.id, "planned": MONDAY, "held": True, "attended": (ANN, BOB),
             "evidence": ""} | facts  # fmt: skip
    return CourseSession(**given)


def result(**facts: Any) -> TraineeResult:
    given = {"id": "r-1", "course_id": COURSE.id, "person_index": bytes.fromhex(ANN), "check": TraineeCheck.EXAM,
             "outcome": TraineeOutcome.NOT_PASSED, "day": MONDAY, "at": NOW, "by": "s"} | facts  # fmt: skip
    return TraineeResult(**given)


@pytest.fixture
def taught(market: Market) -> Market:
    """A market with a course."""
    market.write(lambda tables: tables.courses.save(COURSE, None))
    return market


def _add(market: Market, *sessions: CourseSession) -> None:
    for one in sessions:
        market.write(lambda tables, one=one: tables.course_sessions.add(one))


def test_a_corrected_list_stands_and_the_first_one_stays(taught: Market) -> None:
    _add(taught, session("a"), session("b", corrects="a", reason="漏了一个", attended=(BOB, ANN, "cc" * 32)))
    with taught.reading() as tables:
        assert [one.attended for one in tables.course_sessions.thread("a")] == [(ANN, BOB), (BOB, ANN, "cc" * 32)]
        (stands,) = tables.course_sessions.of_course(COURSE.id)
        assert (stands.id, stands.entry_id, stands.attended) == ("b", "a", (BOB, ANN, "cc" * 32))


def test_a_month_counts_different_persons_of_what_was_held(taught: Market) -> None:
    _add(taught, session("a"), session("b", day=MONDAY + timedelta(days=1), attended=(ANN,)),
         session("c", held=False, attended=()), session("d", day=date(2026, 12, 1), attended=("dd" * 32,)))  # fmt: skip
    with taught.reading() as tables:
        assert tables.course_sessions.trainees_between(date(2026, 11, 1), date(2026, 11, 30)) == 2
        assert tables.course_sessions.courses_held(MONDAY, MONDAY) == (COURSE.id,)
        assert tables.course_sessions.courses_held(date(2026, 10, 1), date(2026, 10, 31)) == ()
    _add(taught, session("e", corrects="a", reason="没有办", void=True))
    with taught.reading() as tables:
        assert tables.course_sessions.trainees_between(date(2026, 11, 1), date(2026, 11, 30)) == 1


def test_a_result_is_replaced_with_a_reason_only_and_fits_its_check(taught: Market) -> None:
    taught.write(lambda tables: tables.course_sessions.add_result(result()))
    again = result(id="r-2", outcome=TraineeOutcome.PASSED, at=NOW + DAY)
    with pytest.raises(StoreError, match="写明原因"):
        taught.write(lambda tables: tables.course_sessions.add_result(again))
    taught.write(lambda tables: tables.course_sessions.add_result(
        result(id="r-2", outcome=TraineeOutcome.PASSED, at=NOW + DAY, reason="补考")))  # fmt: skip
    with pytest.raises(StoreError, match="合格、不合格"):
        taught.write(lambda tables: tables.course_sessions.add_result(
            result(id="r-3", outcome=TraineeOutcome.EMPLOYED)))  # fmt: skip
    with taught.reading() as tables:
        assert [one.outcome for one in tables.course_sessions.results(COURSE.id)] == [TraineeOutcome.PASSED]
    with pytest.raises((StoreError, sqlite3.Error)):
        taught.write(lambda tables: tables._db.execute("UPDATE trainee_result SET outcome = 'passed'"))


def test_an_evaluation_has_words(taught: Market) -> None:
    with pytest.raises(StoreError, match="效果怎么样"):
        taught.write(lambda tables: tables.course_sessions.add_review(
            CourseReview(id="v", course_id=COURSE.id, words=" ", at=NOW, by="s")))  # fmt: skip
    review = CourseReview(id="v", course_id=COURSE.id, words="多练手", at=NOW, by="s")
    taught.write(lambda tables: tables.course_sessions.add_review(review))
    with taught.reading() as tables:
        assert tables.course_sessions.reviews(COURSE.id) == (review,)


def test_who_takes_their_consent_back_is_one_nobody_of_the_list_and_its_results(taught: Market) -> None:
    _add(taught, session("a"), session("b", day=MONDAY + timedelta(days=1)))
    taught.write(lambda tables: tables.course_sessions.add_result(result()))
    taught.write(lambda tables: tables.own_records.withdraw(
        ConsentWithdrawal(id="w-1", person_index=bytes.fromhex(ANN), withdrawn_at=NOW + DAY)))  # fmt: skip
    nobody = b"nameless w-1"
    with taught.reading() as tables:
        assert {one.attended for one in tables.course_sessions.of_course(COURSE.id)} == {(nobody.hex(), BOB)}
        assert [one.person_index for one in tables.course_sessions.results(COURSE.id)] == [nobody]
        assert tables.course_sessions.trainees_between(date(2026, 11, 1), date(2026, 11, 30)) == 2


def test_the_sessions_of_a_year_are_what_a_plain_count_finds(taught: Market) -> None:
    for place in range(20):
        held = place % 4 != 0
        _add(taught, session(f"s-{place:02d}", day=date(2026, 7, 1) + timedelta(days=place * 14), held=held,
                             attended=(ANN, BOB)[: place % 2 + 1] if held else ()))  # fmt: skip
    with taught.reading() as tables:
        found = tuple(tables.hall_facts.sessions(2026))
        held, came = tables._db.execute(
            """SELECT (SELECT count(*) FROM course_session WHERE held AND day < '2027'),
            (SELECT count(*) FROM session_attendance JOIN course_session ON id = session_id WHERE day < '2027')"""
        ).fetchone()  # fmt: skip
    assert len(found) == 14  # 1 July and every fortnight: the fourteenth is 30 December
    assert sum(one.held for one in found) == held == 10
    assert sum(one.attended for one in found) == came == 17
    assert [one.on for one in found] == sorted(one.on for one in found)
    assert {one.event for one in found} == {COURSE.id}
