"""When the display is on, by weekday and wall clock: `1-5 07:30-18:00; 6-7 08:00-12:00`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time

from content.clock import local
from content.errors import SettingsError

_PART = re.compile(r"([1-7])(?:-([1-7]))?\s+(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """On from `start` to before `end` on these ISO weekdays; an end of 24:00 is None."""

    weekdays: frozenset[int]
    start: time
    end: time | None


def read_hours(text: str) -> tuple[Span, ...]:
    """Read the setting; "" means on day and night. SettingsError says which part is not understood."""
    spans = []
    for part in filter(None, (piece.strip() for piece in text.replace("；", ";").split(";"))):
        found = _PART.fullmatch(part)
        span = _span(found) if found else None
        if span is None:
            raise SettingsError(
                f"[screen] hours 里的“{part}”看不懂，请系统管理员照“1-5 07:30-18:00; 6-7 08:00-12:00”写（1 是星期一，"
                "24:00 是半夜）。"
            )  # fmt: skip
        spans.append(span)
    return tuple(spans)


def _span(found: re.Match[str]) -> Span | None:
    first, last = int(found[1]), int(found[2] or found[1])
    minutes = [int(found[3]) * 60 + int(found[4]), int(found[5]) * 60 + int(found[6])]
    if first > last or int(found[4]) > 59 or int(found[6]) > 59 or not 0 <= minutes[0] < minutes[1] <= 24 * 60:
        return None
    start, end = (time(at // 60, at % 60) if at < 24 * 60 else None for at in minutes)
    if start is None:
        return None
    return Span(weekdays=frozenset(range(first, last + 1)), start=start, end=end)


def is_on(spans: tuple[Span, ...], now: datetime) -> bool:
    """Say whether the display is meant to be on at the instant."""
    if not spans:
        return True
    wall = local(now)
    return any(
        wall.isoweekday() in span.weekdays
        and span.start <= wall.time()
        and (span.end is None or wall.time() < span.end)
        for span in spans
    )
