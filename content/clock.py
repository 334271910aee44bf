"""Time as the market reads it: instants in UTC, the calendar in Asia/Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Where a part with a life asks the time; rules get `now` as an argument instead."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC, to the microsecond."""
        return datetime.now(UTC)


class SetClock:
    """A clock that stands where it was set, for tests and for playing a day through."""

    def __init__(self, now: datetime) -> None:
        self.at = now.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant last set."""
        return self.at


def local(instant: datetime) -> datetime:
    """Return the instant on the market's wall clock (Asia/Shanghai)."""
    return instant.astimezone(SHANGHAI)


def calendar_day(instant: datetime) -> date:
    """Return the market's calendar date at the instant."""
    return local(instant).date()


def to_text(instant: datetime) -> str:
    """Write an instant as stored everywhere: `2026-11-23T01:30:00.000Z`, sortable as text."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def from_text(text: str) -> datetime:
    """Read what `to_text` wrote; ValueError when it is not such a text."""
    return datetime.fromisoformat(text).astimezone(UTC)


def milliseconds(instant: datetime) -> int:
    """Return the instant in whole milliseconds since 1970 UTC."""
    return round(instant.timestamp() * 1000)
