"""How long a job's check holds before the hall is told that it was long ago (R110); pure."""

from __future__ import annotations

from datetime import date, datetime

from content.clock import calendar_day

HOLDS_DAYS = 14  # own: two of Friday's reviews; the clause asks for 时效性和准确性 and names no figure


def days_since(checked_at: datetime, today: date) -> int:
    """Return how many days ago, in the county's calendar, somebody asked the employer."""
    return (today - calendar_day(checked_at)).days


def is_stale(checked_at: datetime, today: date) -> bool:
    """Say whether a check no longer holds."""
    return days_since(checked_at, today) > HOLDS_DAYS
