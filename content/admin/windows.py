"""What staff do at the service windows: each one write, so that two clerks never call the same number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from content.clock import calendar_day
from content.errors import StaleRecord, StoreError
from content.hubapi.board import todays_windows
from content.model.audit import Action
from content.model.codes import Role
from content.model.ids import new_id
from content.model.people import Staff
from content.model.tickets import (
    ServiceWindow,
    Shift,
    TicketDeed,
    TicketEvent,
    TicketStanding,
    WindowDeed,
    WindowEvent,
)
from content.store.database import Tables

CALLING = frozenset((Role.CLERK, Role.COUNSELLOR, Role.MANAGER))
ARRANGING = frozenset((Role.MANAGER, Role.ADMINISTRATOR))
LOOKING = CALLING | ARRANGING | {Role.AUDITOR, Role.ASSESSOR}
_DAY = timedelta(days=1)
_MOVED = "这个窗口刚刚动过，请看现在的号再点。"

Step = Callable[[Tables, Staff], TicketStanding | None]


def _window(tables: Tables, window_id: str) -> ServiceWindow:
    window = tables.windows.get(window_id)
    if window is None or window.retired:
        raise StoreError("这个窗口已经撤了，请回“窗口叫号”另选一个。")
    return window


def _here(tables: Tables, window_id: str, seen: str, now: datetime) -> TicketStanding | None:
    """Return what the window is busy with; StaleRecord unless it is what the clerk saw (the id of its last event)."""
    here = tables.tickets.at_window(calendar_day(now), window_id)
    if (here.event.id if here is not None and here.event is not None else "") != seen:
        raise StaleRecord(_MOVED, here)
    return here


def _event(standing: TicketStanding, deed: TicketDeed, window_id: str, staff: Staff, now: datetime) -> TicketEvent:
    return TicketEvent(id=new_id(now), ticket_id=standing.ticket.id, deed=deed, window_id=window_id, at=now,
                       by=staff.id)  # fmt: skip


def call_next(window_id: str, seen: str, now: datetime) -> Step:
    """Call the first who waits for what the window serves; the one before counts as served. None: nobody waits."""

    def step(tables: Tables, staff: Staff) -> TicketStanding | None:
        window, here = _window(tables, window_id), _here(tables, window_id, seen, now)
        opened = todays_windows(tables, now).get(window_id)
        if opened is None or opened.deed is not WindowDeed.OPENED:
            raise StoreError("窗口还没有开，请先点“开窗”。")
        waiting = tables.tickets.waiting(calendar_day(now), window.matters, limit=1)
        if not waiting:
            return None
        if here is not None:
            tables.tickets.note(_event(here, TicketDeed.SERVED, window_id, staff, now))
        return tables.tickets.note(_event(waiting[0], TicketDeed.CALLED, window_id, staff, now))

    return step


def deal_with(window_id: str, seen: str, deed: TicketDeed, now: datetime) -> Step:
    """Call again, finish, note as absent or return to the queue what the window is busy with."""

    def step(tables: Tables, staff: Staff) -> TicketStanding | None:
        here = _here(tables, window_id, seen, now)
        if here is None:
            raise StoreError("现在没有在办的号，请先叫下一个。")
        return tables.tickets.note(_event(here, deed, window_id, staff, now))

    return step


def bring_back(ticket_id: str, window_id: str, now: datetime) -> Step:
    """Put somebody who was absent at the end of the queue."""

    def step(tables: Tables, staff: Staff) -> TicketStanding | None:
        found = tables.tickets.get(ticket_id)
        if found is None or found.ticket.day != calendar_day(now):
            raise StoreError("这个号不是今天的，请让他重新取号。")
        return tables.tickets.note(_event(found, TicketDeed.RETURNED, window_id, staff, now))

    return step


def set_window(window_id: str, deed: WindowDeed, now: datetime) -> Callable[[Tables, Staff], None]:
    """Open, pause or close a window; nobody is left standing at one that closes."""

    def step(tables: Tables, staff: Staff) -> None:
        _window(tables, window_id)
        if deed is WindowDeed.CLOSED and tables.tickets.at_window(calendar_day(now), window_id) is not None:
            raise StoreError("还有一个号没办完，请先点“办结”或“过号”，再关窗。")
        tables.windows.note(WindowEvent(id=new_id(now), window_id=window_id, deed=deed, at=now, by=staff.id))

    return step


def keep_window(window: ServiceWindow, expected_version: int | None,
                now: datetime) -> Callable[[Tables, Staff], ServiceWindow]:  # fmt: skip
    """Store a window's settings and note who did."""

    def step(tables: Tables, staff: Staff) -> ServiceWindow:
        kept = tables.windows.save(window, expected_version)
        tables.audit.note(staff, now, Action.SETTING, subject="window", subject_id=kept.id,
                          words=f"{kept.number} 号窗口{'撤掉' if kept.retired else ''}")  # fmt: skip
        return kept

    return step


def put_on(shift: Shift, now: datetime) -> Callable[[Tables, Staff], bool]:
    """Put somebody on duty; False when they are already."""
    return _rostered(shift, now, "排班", lambda tables: tables.roster.add(shift))


def take_off(shift: Shift, now: datetime) -> Callable[[Tables, Staff], bool]:
    """Take somebody off duty; False when they were not on."""
    return _rostered(shift, now, "取消排班", lambda tables: tables.roster.drop(shift))


def _rostered(shift: Shift, now: datetime, word: str,
              deed: Callable[[Tables], bool]) -> Callable[[Tables, Staff], bool]:  # fmt: skip
    def step(tables: Tables, staff: Staff) -> bool:
        done = deed(tables)
        if done:
            tables.audit.note(staff, now, Action.SETTING, subject="shift", subject_id=shift.window_id,
                              words=f"{shift.day} {word}")  # fmt: skip
        return done

    return step


def copy_week(monday: date, now: datetime) -> Callable[[Tables, Staff], int]:
    """Put on duty whoever was a week earlier; return how many shifts that made."""

    def step(tables: Tables, staff: Staff) -> int:
        before = tables.roster.between(monday - 7 * _DAY, monday - _DAY)
        there = {one.id for one in tables.staff.all() if one.enabled}
        windows = {one.id for one in tables.windows.all()}
        moved = (replace(shift, day=shift.day + 7 * _DAY) for shift in before
                 if shift.staff_id in there and shift.window_id in windows)  # fmt: skip
        made = sum(tables.roster.add(shift) for shift in moved)
        if made:
            tables.audit.note(staff, now, Action.SETTING, subject="shift", words=f"{monday} 起一周照上周排班 {made} 个")
        return made

    return step
