"""The windows of the invented market: one for 求职登记 alone (R121), two that give advice (R146)."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.model.ids import new_id
from content.model.tickets import ServiceWindow, TicketMatter

_ALL_WEEK = (1, 2, 3, 4, 5, 6, 7)
_WINDOWS = (
    (1, "求职登记窗口", (TicketMatter.REGISTRATION,), "07:00-11:30 14:00-17:30", _ALL_WEEK),
    (2, "综合服务窗口", (TicketMatter.POLICY, TicketMatter.BENEFITS, TicketMatter.TRAINING, TicketMatter.OTHER),
     "08:30-12:00 14:00-17:30", _ALL_WEEK),
    (3, "综合服务窗口", (TicketMatter.POLICY, TicketMatter.DISPUTE, TicketMatter.EMPLOYER),
     "08:30-12:00 14:00-17:30", (1, 2, 3, 4, 5)),
)  # fmt: skip


def demo_windows(now: datetime) -> tuple[ServiceWindow, ...]:
    """Return the windows, new at `now`."""
    return tuple(
        ServiceWindow(id=new_id(now - timedelta(days=60, seconds=number)), number=number, name=name, matters=matters,
                      hours=hours, weekdays=weekdays, on_holidays=number == 1)
        for number, name, matters, hours, weekdays in _WINDOWS
    )  # fmt: skip
