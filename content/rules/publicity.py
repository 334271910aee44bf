"""公示期: until when a notice is open to objection, in working days (R210; domain A3.19)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from content.clock import SHANGHAI, calendar_day
from content.model.market import HolidayYear
from content.rules.workdays import Workdays

PUBLICITY_DAYS = 7


def publicity_days(posted: datetime, holidays: Iterable[HolidayYear]) -> tuple[date, date]:
    """Return the first and the last of the seven working days; the day after posting is the first that can count."""
    table, day = Workdays.of(holidays), calendar_day(posted)
    return table.after(day, 1), table.after(day, PUBLICITY_DAYS)


def publicity_end(posted: datetime, holidays: Iterable[HolidayYear]) -> datetime:
    """Return the instant (UTC) the last of the seven working days is over in the hall."""
    _, last = publicity_days(posted, holidays)
    return datetime.combine(last + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)


def years_missing(posted: datetime, holidays: Iterable[HolidayYear]) -> tuple[int, ...]:
    """Return the years of the term whose 放假安排 is not known, so that weekends alone were counted out."""
    years = tuple(holidays)
    _, last = publicity_days(posted, years)
    known = {one.year for one in years}
    return tuple(year for year in range(calendar_day(posted).year, last.year + 1) if year not in known)
