"""Working days and Friday reviews around 国庆 and 春节 of 2026 as 国办发明电〔2025〕7号 arranges them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from content.model.market import HolidayYear
from content.rules.workdays import Workdays, day_of, week_of


def _days(first: date, count: int) -> tuple[date, ...]:
    return tuple(first + timedelta(days=ahead) for ahead in range(count))


TABLE = Workdays.of((HolidayYear(
    year=2026, source="国办发明电〔2025〕7号",
    days_off=(*_days(date(2026, 1, 1), 3), *_days(date(2026, 2, 15), 9), *_days(date(2026, 5, 1), 5),
              *_days(date(2026, 10, 1), 7)),
    working_weekends=(date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20),
                      date(2026, 10, 10)),
),))  # fmt: skip


@pytest.mark.parametrize(("week", "due"), [
    ("2026-W48", date(2026, 11, 27)),  # an ordinary Friday
    ("2026-W01", date(2025, 12, 31)),  # 2 January is off, and so is the day before
    ("2026-W40", date(2026, 9, 30)),  # 国庆 begins on Thursday
    ("2026-W18", date(2026, 4, 30)),  # 五一 is the Friday itself
    ("2026-W08", date(2026, 2, 14)),  # 春节 takes the whole week: the working Saturday before it
])  # fmt: skip
def test_the_friday_review_falls_on_the_last_working_day_up_to_friday(week: str, due: date) -> None:
    assert TABLE.review_day(week) == due


def test_without_a_table_every_friday_is_a_working_day() -> None:
    assert Workdays().review_day("2026-W40") == date(2026, 10, 2)


def test_a_weekend_day_worked_instead_counts_and_a_holiday_does_not() -> None:
    assert TABLE.works(date(2026, 2, 14))
    assert not TABLE.works(date(2026, 2, 16))
    assert not TABLE.works(date(2026, 2, 21))
    assert TABLE.works(date(2026, 2, 28))


def test_seven_working_days_over_a_holiday_begin_the_day_after() -> None:
    # posted Monday 28 September: 29, 30, then 8, 9, 10 (Saturday worked), 12, 13 October
    assert TABLE.after(date(2026, 9, 28), 7) == date(2026, 10, 13)
    assert TABLE.between(date(2026, 9, 29), date(2026, 10, 13)) == 7


def test_the_iso_year_decides_the_week_at_new_year() -> None:
    assert week_of(date(2027, 1, 3)) == "2026-W53"
    assert week_of(date(2027, 1, 4)) == "2027-W01"
    assert day_of("2026-W53", 5) == date(2027, 1, 1)


def test_the_week_at_hand_is_the_next_one_only_when_its_day_comes_before_it() -> None:
    saturday = date(2026, 2, 14)
    assert TABLE.review_week(saturday) == "2026-W07"
    assert TABLE.review_week(saturday, frozenset({"2026-W07"})) == "2026-W08"
    assert TABLE.review_week(date(2026, 11, 27), frozenset({"2026-W48"})) == "2026-W48"
