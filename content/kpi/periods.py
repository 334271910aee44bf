"""The periods of the score and their parts: 上半年 and 全年 with their cut-off, months, weeks and working days (R208).

Both begin with the year; a market that opened within it begins at its `start` (市场设置, A3.17). There is no second
half-year: what is assessed in January is the whole year.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from content.clock import SHANGHAI
from content.model.codes import Labelled
from content.rules.workdays import Workdays, week_of

_DAY = timedelta(days=1)
_HALF_MONTH, _HALF_DAY = 6, 30


class PeriodKind(Labelled):
    """Which of the two assessments."""

    HALF = "half", "上半年"
    YEAR = "year", "全年"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What one assessment looks at, both days included."""

    kind: PeriodKind
    first: date
    last: date

    @property
    def year(self) -> int:
        """Return the calendar year it lies in."""
        return self.last.year

    @property
    def label(self) -> str:
        """Return it as the sheet names it: 2026年上半年."""
        return f"{self.year}年{self.kind.label}"

    @property
    def open_share(self) -> Fraction:
        """Return which share of its days the market was open: less than 1 only in the year it opened."""
        return Fraction(days_of(self.first, self.last), days_of(date(self.year, 1, 1), self.last))

    def gone(self, day: date) -> Fraction:
        """Return which share of it is over at the end of a day, between 0 and 1."""
        passed = days_of(self.first, min(max(day, self.first - _DAY), self.last))
        return Fraction(passed, days_of(self.first, self.last))

    def months(self) -> tuple[tuple[date, date], ...]:
        """Return first and last day of each month that lies in it, cut at its ends."""
        firsts = (date(self.year, month, 1) for month in range(self.first.month, self.last.month + 1))
        return tuple((max(first, self.first), min(month_end(first), self.last)) for first in firsts)

    def weeks(self) -> tuple[str, ...]:
        """Return the ISO weeks it touches, 2026-W01 first; the first may belong to the year before (A3.18)."""
        days = (self.first + _DAY * ahead for ahead in range(0, days_of(self.first, self.last) + 6, 7))
        return tuple(dict.fromkeys(week_of(min(day, self.last)) for day in days))

    def workdays(self, table: Workdays) -> int:
        """Return its number of working days by the yearly table (A3.19)."""
        return table.between(self.first, self.last)


def half_year(year: int, start: date | None = None) -> Period | None:
    """Return 上半年 of a year; None where the market opened after it."""
    first, last = _opened(year, start), date(year, _HALF_MONTH, _HALF_DAY)
    return Period(kind=PeriodKind.HALF, first=first, last=last) if first <= last else None


def full_year(year: int, start: date | None = None) -> Period | None:
    """Return 全年 of a year; None where the market opened after it."""
    first, last = _opened(year, start), date(year, 12, 31)
    return Period(kind=PeriodKind.YEAR, first=first, last=last) if first <= last else None


def _opened(year: int, start: date | None) -> date:
    return max(date(year, 1, 1), start or date.min)


def days_of(first: date, last: date) -> int:
    """Return the number of days, both included; 0 or less where `last` lies before."""
    return (last - first).days + 1


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_after(day: date, months: int) -> date:
    """Return the same day so many months on, the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def midnight_after(day: date) -> datetime:
    """Return the instant (UTC) a day is over in the county."""
    return datetime.combine(day + _DAY, time(), SHANGHAI).astimezone(UTC)


def midnight_before(day: date) -> datetime:
    """Return the instant (UTC) a day begins in the county."""
    return midnight_after(day - _DAY)
