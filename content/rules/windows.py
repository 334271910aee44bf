"""When a 服务窗口 is open, what its numbers look like, and how a ticket may move on; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from content.clock import SHANGHAI, calendar_day, local
from content.model.findings import Finding
from content.model.market import HolidayYear
from content.model.published import PublicWindow
from content.model.tickets import (
    ServiceWindow,
    TicketDeed,
    TicketMatter,
    TicketState,
    WindowDeed,
)

Spans = tuple[tuple[time, time], ...]

LETTERS: Mapping[TicketMatter, str] = dict(zip(TicketMatter, "ABCDEFG", strict=True))
_PREFIXES = 99  # terminals are given 01 to 99
_A_RANGE = 99  # numbers of one range: 01 to 99
_LOOK_AHEAD_DAYS = 30
_SPAN = re.compile(r"([0-9]{1,2})[:：]([0-9]{2})\s*[-–—~～至到]\s*([0-9]{1,2})[:：]([0-9]{2})")
_BETWEEN = re.compile(r"[\s,，、;；和]+")
_MIDNIGHT = (24, 0)

_FOLLOWS: Mapping[TicketDeed, frozenset[TicketState]] = {
    TicketDeed.CALLED: frozenset((TicketState.WAITING, TicketState.CALLED)),
    TicketDeed.SERVED: frozenset((TicketState.CALLED,)),
    TicketDeed.ABSENT: frozenset((TicketState.CALLED,)),
    TicketDeed.RETURNED: frozenset((TicketState.CALLED, TicketState.ABSENT)),
}


def ticket_number(matter: TicketMatter, prefix: str, count: int) -> str:
    """Return a terminal's n-th number (from 1) of a day for a matter: A001 … A099 for prefix 01, A101 … for 02.

    Each terminal has ranges of its own: after its 99th number of the day it goes on 9,900 further up (A9901). So two
    terminals never give the same number, hub or no hub.
    """
    turn, place = divmod(count - 1, _A_RANGE)
    return f"{LETTERS[matter]}{(turn * _PREFIXES + int(prefix) - 1) * 100 + place + 1:03d}"


def state_after(deed: TicketDeed | None) -> TicketState:
    """Return how a ticket stands after the last thing that was done with it."""
    if deed in (None, TicketDeed.RETURNED):
        return TicketState.WAITING
    return TicketState(deed.value)


def may_follow(deed: TicketDeed, state: TicketState) -> bool:
    """Say whether something may be done with a ticket that stands so."""
    return state in _FOLLOWS[deed]


def hours_of(text: str) -> tuple[Spans, Finding | None]:
    """Read `08:30-12:00 14:00-17:30`, in whatever dashes and commas; the finding says how to write it."""
    wrong = Finding(field="hours", sentence="请写成 08:30-12:00 14:00-17:30，先写早的。")
    spans: list[tuple[time, time]] = []
    for part in filter(None, _BETWEEN.split(text.strip())):
        found = _SPAN.fullmatch(part)
        if found is None:
            return (), wrong
        hour, minute, to_hour, to_minute = map(int, found.groups())
        if (to_hour, to_minute) == _MIDNIGHT:
            to_hour, to_minute = 23, 59
        if max(hour, to_hour) > 23 or max(minute, to_minute) > 59:
            return (), wrong
        span = (time(hour, minute), time(to_hour, to_minute))
        if span[0] >= span[1] or (spans and span[0] < spans[-1][1]):
            return (), wrong
        spans.append(span)
    return tuple(spans), None if spans else wrong


def written_hours(spans: Spans) -> str:
    """Return hours as they are kept and shown."""
    return " ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in spans)


def public_window(window: ServiceWindow, holidays: Iterable[HolidayYear]) -> PublicWindow:
    """Return what the hall knows of a window, the yearly table written out in days."""
    years = () if window.on_holidays else tuple(holidays)
    return PublicWindow(
        number=window.number, name=window.name, matters=window.matters, hours=window.hours, weekdays=window.weekdays,
        days_off=tuple(day for year in years for day in year.days_off),
        extra_days=tuple(day for year in years for day in year.working_weekends),
    )  # fmt: skip


def works_on(window: PublicWindow, day: date) -> bool:
    """Say whether somebody sits at the window on a day."""
    return day in window.extra_days or (day.isoweekday() in window.weekdays and day not in window.days_off)


def in_hours(window: PublicWindow, now: datetime) -> bool:
    """Say whether the window's hours are on."""
    if not works_on(window, calendar_day(now)):
        return False
    moment = local(now).time()
    return any(start <= moment < end for start, end in hours_of(window.hours)[0])


def is_open(window: PublicWindow, now: datetime, last_deed: WindowDeed | None = None) -> bool:
    """Say whether numbers are given for the window: in its hours, or as its clerk has it today.

    A window that pauses will go on, so its queue grows; one that was closed gives no more.
    """
    if last_deed is None:
        return in_hours(window, now)
    return last_deed is not WindowDeed.CLOSED


def windows_for(windows: Iterable[PublicWindow], matter: TicketMatter) -> tuple[PublicWindow, ...]:
    """Return the windows that serve a matter, by their numbers."""
    return tuple(sorted((one for one in windows if matter in one.matters), key=lambda one: one.number))


def matters_of(windows: Iterable[PublicWindow]) -> tuple[TicketMatter, ...]:
    """Return what can be done at any of the windows."""
    served = {matter for one in windows for matter in one.matters}
    return tuple(matter for matter in TicketMatter if matter in served)


def next_opening(windows: Iterable[PublicWindow], now: datetime) -> datetime | None:
    """Return when the first of the windows opens next; None when none does within a month."""
    today = calendar_day(now)
    starts = (
        datetime.combine(today + timedelta(days=ahead), start, SHANGHAI)
        for window in windows for ahead in range(_LOOK_AHEAD_DAYS)
        if works_on(window, today + timedelta(days=ahead)) for start, _ in hours_of(window.hours)[0]
    )  # fmt: skip
    return min((start for start in starts if start > now), default=None)
