"""Half-year and year with their cut-off, months, ISO weeks and working days, counted by hand (R208, A3.17–A3.19)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from content.kpi.periods import full_year, half_year, midnight_after, month_end, months_after
from content.model.market import HolidayYear
from content.rules.workdays import Workdays
from tests.fixtures.score_facts import period

YEAR, HALF = period("year"), period("half")


def test_the_data_end_with_june_and_with_the_year() -> None:
    assert (HALF.first, HALF.last) == (date(2026, 1, 1), date(2026, 6, 30))
    assert (YEAR.first, YEAR.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (HALF.label, YEAR.label) == ("2026年上半年", "2026年全年")


def test_a_market_that_opened_in_july_has_no_half_year() -> None:
    assert half_year(2025, date(2025, 7, 1)) is None
    assert full_year(2024, date(2025, 7, 1)) is None
    opened = full_year(2025, date(2025, 7, 1))
    assert opened is not None and opened.first == date(2025, 7, 1) and opened.open_share == Fraction(184, 365)
    trial = half_year(2025, date(2025, 4, 1))
    assert trial is not None and trial.open_share == Fraction(91, 181)
    assert full_year(2026, date(2025, 7, 1)) == YEAR and YEAR.open_share == 1


@pytest.mark.parametrize(("day", "gone"), [
    (date(2025, 12, 1), Fraction()), (date(2025, 12, 31), Fraction()), (date(2026, 1, 1), Fraction(1, 365)),
    (date(2026, 11, 23), Fraction(327, 365)), (date(2026, 12, 31), Fraction(1)), (date(2027, 3, 1), Fraction(1)),
])  # fmt: skip
def test_the_share_of_days_gone(day: date, gone: Fraction) -> None:
    assert YEAR.gone(day) == gone


def test_months_are_cut_at_the_ends() -> None:
    assert len(YEAR.months()) == 12 and len(HALF.months()) == 6
    opened = period("half", 2028, start=date(2028, 1, 15))
    assert opened.months()[:2] == ((date(2028, 1, 15), date(2028, 1, 31)), (date(2028, 2, 1), date(2028, 2, 29)))


def test_weeks_are_iso_weeks() -> None:
    assert YEAR.weeks()[0] == "2026-W01" and YEAR.weeks()[-1] == "2026-W53" and len(YEAR.weeks()) == 53
    assert HALF.weeks()[-1] == "2026-W27" and len(HALF.weeks()) == 27
    assert period("year", 2027).weeks()[:2] == ("2026-W53", "2027-W01")  # 1 January 2027 is a Friday


@pytest.mark.parametrize("year", range(2024, 2034))
def test_no_week_and_no_month_is_skipped(year: int) -> None:
    for kind in ("half", "year"):
        found = period(kind, year)
        days = [found.first + timedelta(ahead) for ahead in range((found.last - found.first).days + 1)]
        weeks = dict.fromkeys(f"{day.isocalendar().year}-W{day.isocalendar().week:02}" for day in days)
        assert found.weeks() == tuple(weeks)
        assert [first for first, _ in found.months()] == [day for day in days if day.day == 1]


def test_working_days_follow_the_yearly_table() -> None:
    table = Workdays.of((HolidayYear(year=2026, source="国办发明电〔2025〕7号", days_off=(date(2026, 1, 1),),
                                     working_weekends=(date(2026, 1, 4),)),))  # fmt: skip
    assert YEAR.workdays(Workdays()) == 261  # weekdays of a common year that begins on a Thursday
    assert YEAR.workdays(table) == 261


@pytest.mark.parametrize(("day", "months", "then"), [
    (date(2025, 8, 31), 6, date(2026, 2, 28)), (date(2027, 8, 31), 6, date(2028, 2, 29)),
    (date(2025, 12, 31), 6, date(2026, 6, 30)), (date(2026, 6, 30), 6, date(2026, 12, 30)),
    (date(2026, 7, 1), 6, date(2027, 1, 1)), (date(2026, 12, 1), 1, date(2027, 1, 1)),
])  # fmt: skip
def test_months_after_a_day(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_a_day_ends_at_midnight_in_the_county() -> None:
    assert midnight_after(date(2026, 2, 28)) == datetime(2026, 2, 28, 16, tzinfo=UTC)
    assert month_end(date(2028, 2, 3)) == date(2028, 2, 29)
