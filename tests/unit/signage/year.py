"""A year of the market on a screen whose slots never overlap, and what is on by reckoning that uses none of our code.

2026 has the working weekends and the long breaks of the State Council's notice (国办发明电〔2025〕7 号). The reckoning
is integer arithmetic on seconds: Asia/Shanghai is UTC+8 all the year, and 1 January 1970 was a Thursday.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from content.clock import milliseconds
from content.model.codes import NoticeKind
from content.model.market import HolidayYear
from content.model.programme import Slot
from content.model.published import PublicNotice
from content.rules.publicity import publicity_end
from signage.programme import OnAir
from signage.scenes.scene import Shape
from signage.schedule import Timeline, draw_up
from tests.unit.signage.samples import content, on_air

FIRST = datetime(2025, 12, 31, 16, tzinfo=UTC)  # 1 January 2026 00:00 in the market
DAYS = 365
_ON_WEEKDAYS, _ON_WEEKENDS = (1, 2, 3, 4, 5), (6, 7)
SLOTS = (
    Slot(scene="safety", title="早市", text="四点半开门", start=time(4, 30), end=time(7)),
    Slot(scene="hotlines", title="平日", text="窗口都开", start=time(7), end=time(18), weekdays=_ON_WEEKDAYS),
    Slot(scene="service", title="周末", text="照常开门", start=time(7), end=time(18), weekdays=_ON_WEEKENDS),
    Slot(scene="rights", title="夜里", text="明早再来", start=time(18), end=time(4, 30)),
)
HOLIDAYS = (
    HolidayYear(
        year=2026, source="国办发明电〔2025〕7 号",
        days_off=tuple(date(2026, month, day) for month, first, last in
                       ((1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7))
                       for day in range(first, last + 1)),
        working_weekends=tuple(date(2026, month, day) for month, day in
                               ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))),
    ),
)  # fmt: skip
# posted on, last of the seven working days: counted on a calendar by hand (the day after posting is the first)
PUBLICITY = (
    # 14 Feb (worked) 1 | 24 2, 25 3, 26 4, 27 5, 28 (worked) 6 | 2 March 7
    (date(2026, 2, 13), date(2026, 3, 2)),
    # 6 May 1, 7 2, 8 3, 9 (worked) 4 | 11 5, 12 6, 13 7
    (date(2026, 4, 30), date(2026, 5, 13)),
    # 8 Oct 1, 9 2, 10 (worked) 3 | 12 4, 13 5, 14 6, 15 7
    (date(2026, 9, 30), date(2026, 10, 15)),
    # an ordinary one: 9 Nov is a Monday; 10 1, 11 2, 12 3, 13 4 | 16 5, 17 6, 18 7
    (date(2026, 11, 9), date(2026, 11, 18)),
)


def on_at(at_ms: int) -> str:
    """Return the kind of the slot that is on, by integers alone."""
    minutes = (at_ms // 1000 + 8 * 3600) // 60
    weekday = (minutes // 1440 + 3) % 7  # Monday 0
    minute = minutes % 1440
    if 270 <= minute < 420:
        return "safety"
    if 420 <= minute < 1080:
        return "hotlines" if weekday < 5 else "service"
    return "rights"


def days() -> Iterator[tuple[Timeline, list[int]]]:
    """Yield each day's timeline and the instants to ask it for: around every edge, and each half hour."""
    on = replace(_edition(()), programme=replace(_edition(()).programme, slots=SLOTS))
    for day in range(DAYS):
        start = FIRST + timedelta(days=day)
        begin = milliseconds(start)
        instants = [begin + half * 1_800_000 for half in range(48)]
        for minute in (0, 270, 420, 1080, 1440):
            edge = begin + minute * 60_000
            instants += [edge - 1000, edge - 1, edge, edge + 1000]
        yield draw_up(on, start, Shape.LANDSCAPE), sorted(at for at in instants if at >= begin)


def _edition(notices: tuple[PublicNotice, ...]) -> OnAir:
    held = replace(content(0, 0), courses=(), fairs=(), articles=(), notices=notices)
    return on_air(held, (Slot(scene="notice"), Slot(scene="service")), built_at=FIRST - timedelta(hours=1))


def publicity(posted: date) -> OnAir:
    """Return an edition with a 公示 posted at ten on that day, its end reckoned by the rule from the holiday table."""
    shown_from = datetime.combine(posted, time(2), UTC)
    notice = PublicNotice(id="notice-1", title="考核结果公示", body="名单", kind=NoticeKind.PUBLICITY,
                          shown_from=shown_from, valid_until=publicity_end(shown_from, HOLIDAYS))  # fmt: skip
    return _edition((notice,))
