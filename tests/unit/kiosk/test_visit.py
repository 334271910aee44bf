"""Rules of a visit, with dates worked out by hand from domain B2 and the retirement tables since 2025-01-01."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from content.model.codes import IdEntry
from kiosk.reader.base import IdCard
from kiosk.reader.numbers import check_character, check_id_number
from kiosk.visit import (
    Arrival,
    Person,
    Phase,
    Standing,
    Visit,
    VisitTimes,
    arrival,
    finished,
    identified,
    person_by_hand,
    person_from_card,
    phase,
    retirement_day,
    standing,
    touched,
    township_of,
)

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TIMES = VisitTimes(idle_s=60, grace_s=20, done_s=15)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def someone(number: str = "34172119800101001X", birth: date = date(1980, 1, 1)) -> Person:
    return Person(name="王甲", id_number=number, id_entry=IdEntry.CARD, sex="1", nation_code="01", birth=birth)


@pytest.mark.parametrize(("today", "expected"), [
    (date(2026, 11, 22), Standing.UNDER_16),
    (date(2026, 11, 23), Standing.MINOR),
    (date(2028, 11, 22), Standing.MINOR),
    (date(2028, 11, 23), Standing.ADULT),
])  # fmt: skip
def test_the_16th_and_18th_birthdays_open_their_doors_on_the_day_itself(today: date, expected: Standing) -> None:
    assert standing(date(2010, 11, 23), "1", today) is expected


def test_a_leap_day_child_is_not_16_a_day_early() -> None:
    assert standing(date(2008, 2, 29), "2", date(2024, 2, 28)) is Standing.UNDER_16
    assert standing(date(2008, 2, 29), "2", date(2024, 2, 29)) is Standing.MINOR
    assert standing(date(2012, 2, 29), "2", date(2028, 2, 28)) is Standing.UNDER_16


@pytest.mark.parametrize(("birth", "sex", "expected"), [
    # end points of the tables of 国务院关于渐进式延迟法定退休年龄的办法
    (date(1964, 12, 31), "1", date(2024, 12, 31)),  # before the change: 60
    (date(1965, 1, 15), "1", date(2025, 2, 15)),  # 60 and one month
    (date(1965, 4, 15), "1", date(2025, 5, 15)),
    (date(1965, 5, 15), "1", date(2025, 7, 15)),  # 60 and two months
    (date(1976, 8, 15), "1", date(2039, 7, 15)),  # 62 and eleven months
    (date(1976, 9, 15), "1", date(2039, 9, 15)),  # 63
    (date(1990, 9, 15), "1", date(2053, 9, 15)),
    (date(1974, 12, 31), "2", date(2024, 12, 31)),  # 50
    (date(1975, 1, 15), "2", date(2025, 2, 15)),
    (date(1984, 11, 15), "2", date(2039, 11, 15)),  # 55
    (date(1975, 1, 31), "2", date(2025, 2, 28)),  # no 31 February
])  # fmt: skip
def test_retirement_follows_the_published_tables(birth: date, sex: str, expected: date) -> None:
    assert retirement_day(birth, sex) == expected


def test_past_retirement_is_told_and_a_sex_not_stated_is_never_guessed() -> None:
    assert standing(date(1965, 1, 15), "1", date(2025, 2, 14)) is Standing.ADULT
    assert standing(date(1965, 1, 15), "1", date(2025, 2, 15)) is Standing.PAST_RETIREMENT
    assert standing(date(1940, 1, 1), "9", date(2026, 1, 1)) is Standing.ADULT


@pytest.mark.parametrize(("rest", "expected"), [
    (0, Phase.HERE), (59.9, Phase.HERE), (60, Phase.ASKING), (79.9, Phase.ASKING), (80, Phase.OVER),
])  # fmt: skip
def test_a_visit_rests_sixty_seconds_then_is_asked_twenty(rest: float, expected: Phase) -> None:
    assert phase(Visit(id="v", touched_at=NOW), TIMES, after(rest)) is expected


def test_a_touch_while_asked_keeps_the_visit() -> None:
    visit = touched(Visit(id="v", touched_at=NOW, person=someone()), after(70))
    assert phase(visit, TIMES, after(129)) is Phase.HERE
    assert visit.person == someone()


def test_a_finished_task_ends_the_visit_after_fifteen_seconds_unless_the_person_goes_on() -> None:
    done = finished(Visit(id="v", touched_at=NOW), NOW)
    assert phase(done, TIMES, after(14.9)) is Phase.HERE
    assert phase(done, TIMES, after(15)) is Phase.OVER
    assert phase(touched(done, after(10)), TIMES, after(16)) is Phase.HERE


def test_a_clock_that_steps_back_does_not_shorten_a_visit() -> None:
    assert touched(Visit(id="v", touched_at=NOW), after(-3600)).touched_at == NOW


def test_a_second_card_is_told_from_the_same_card() -> None:
    visit = Visit(id="v", touched_at=NOW)
    assert arrival(visit, someone()) is Arrival.FIRST
    known = identified(visit, someone(), NOW)
    assert arrival(known, someone()) is Arrival.SAME
    assert arrival(known, someone("341721198001010028")) is Arrival.SECOND


def test_the_repr_of_a_visit_names_nobody() -> None:
    shown = repr(identified(Visit(id="v", touched_at=NOW), someone(), NOW))
    assert "王甲" not in shown
    assert "34172119800101001X" not in shown
    assert "1980" not in shown


def test_a_card_becomes_a_person_with_the_township_of_its_address() -> None:
    card = IdCard(kind="resident", name="李乙", sex="2", nation_code="01", birth=date(1975, 3, 2),
                  address="安徽省池州市东至县大渡口镇某村3号", number="34172119750302002X", authority="东至县公安局",
                  valid_from=date(2016, 1, 1), valid_to=date(2036, 1, 1))  # fmt: skip
    person = person_from_card(card)
    assert person is not None
    assert (person.township_code, person.id_entry, person.birth) == ("341721102", IdEntry.CARD, date(1975, 3, 2))
    assert township_of("江西省彭泽县东流镇") == ""


def test_a_typed_number_says_birth_and_sex() -> None:
    first = "34172119710508002"
    number = check_id_number(first + check_character(first)).number
    assert number is not None
    person = person_by_hand("赵丙", number)
    assert person is not None
    assert (person.birth, person.sex, person.id_entry) == (date(1971, 5, 8), "2", IdEntry.HAND)
    assert person.shown_number.startswith("3417****")
