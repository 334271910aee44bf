"""A page that shows a month: which one the address names, and the links to the ones beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from nicegui import ui

from content.admin.desk import Desk
from content.clock import SHANGHAI, calendar_day
from content.rules.cadence import month_days

_DAY = timedelta(days=1)


def month_named(desk: Desk) -> date:
    """Return the first day of the month in the address; this month where there is none, or one still to come."""
    this = calendar_day(desk.now()).replace(day=1)
    try:
        return min(date.fromisoformat(f"{desk.named('month')}-01"), this)
    except ValueError:
        return this


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    return (month - _DAY).replace(day=1)


def place_turn(desk: Desk, path: str, month: date) -> None:
    """Place the month's name between the links to the one before and the one after."""
    before, after = month_before(month), month_days(month)[1] + _DAY
    with ui.element("div").classes("foot turn"):
        ui.link("上个月", f"{path}?month={before:%Y-%m}").classes("act quiet")
        ui.label(f"{month.year} 年 {month.month} 月").classes("section")
        if after <= calendar_day(desk.now()):
            ui.link("下个月", f"{path}?month={after:%Y-%m}").classes("act quiet")


def instants(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the instants between which days lie, the second one excluded."""
    start, end = (datetime.combine(day, time.min, SHANGHAI).astimezone(UTC) for day in (first, last + _DAY))
    return start, end
