"""Working days by the State Council's yearly table, ISO weeks, and the day of the Friday review (A3.19, R107).

A year whose table is not typed yet counts Monday to Friday.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from content.model.market import HolidayYear

_SATURDAY = 5
_FRIDAY = 5  # of an ISO week
_DAY = timedelta(days=1)
_LONGEST_BREAK = 30  # days off in a row; more is a table typed wrongly


@dataclass(frozen=True, slots=True, kw_only=True)
class Workdays:
    """The table as sets: days off in the week, and weekend days worked instead (调休)."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    @staticmethod
    def of(holidays: Iterable[HolidayYear]) -> Workdays:
        """Return the table of 市场设置."""
        years = tuple(holidays)
        return Workdays(off=frozenset(day for year in years for day in year.days_off),
                        worked=frozenset(day for year in years for day in year.working_weekends))  # fmt: skip

    def works(self, day: date) -> bool:
        """Say whether a day is a working day."""
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def after(self, day: date, count: int) -> date:
        """Return the working day that is `count` (1 or more) after a day; the day after it is the first to count."""
        while count > 0:
            day += _DAY
            count -= self.works(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Return how many working days there are from `first` to `last`, both included."""
        return sum(self.works(first + _DAY * ahead) for ahead in range((last - first).days + 1))

    def on_or_before(self, day: date) -> date:
        """Return the day itself or the last working day before it; the day itself where a month has none."""
        for back in range(_LONGEST_BREAK):
            if self.works(day - _DAY * back):
                return day - _DAY * back
        return day

    def review_day(self, week: str) -> date:
        """Return when a week's Friday review falls due: its Friday, or the last working day before that.

        In a week without any working day it lies in an earlier week.
        """
        return self.on_or_before(day_of(week, _FRIDAY))

    def review_week(self, today: date, closed: frozenset[str] = frozenset()) -> str:
        """Return which review is at hand: this week's, or the next one's when its day comes before the week itself."""
        this, following = week_of(today), week_of(today + 7 * _DAY)
        return following if this in closed and self.review_day(following) <= today else this


def week_of(day: date) -> str:
    """Return the ISO week of a day: 2026-W48."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def day_of(week: str, weekday: int) -> date:
    """Return a day (1 Monday … 7 Sunday) of a week as `week_of` writes it; ValueError for anything else."""
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), weekday)
