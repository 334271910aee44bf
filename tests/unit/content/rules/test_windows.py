"""Windows: numbers that never clash, hours as they are typed, and when the next one opens."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import pytest

from content.clock import SHANGHAI
from content.model.market import HolidayYear
from content.model.published import PublicWindow
from content.model.tickets import ServiceWindow, TicketDeed, TicketMatter, TicketState, WindowDeed
from content.rules.windows import (
    hours_of,
    is_open,
    may_follow,
    next_opening,
    public_window,
    state_after,
    ticket_number,
    windows_for,
    written_hours,
)

WINDOW = PublicWindow(number=2, name="综合", matters=(TicketMatter.POLICY,), hours="08:30-12:00 14:00-17:30",
                      weekdays=(1, 2, 3, 4, 5))  # fmt: skip


def wall(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """Return an instant of 2026 by the clock in the hall; 23 November is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def test_the_first_terminal_counts_from_001_and_the_second_in_its_own_hundred() -> None:
    first, second = (ticket_number(TicketMatter.REGISTRATION, prefix, 12) for prefix in ("01", "02"))
    assert (first, second) == ("A012", "A112")
    assert ticket_number(TicketMatter.POLICY, "01", 1) == "B001"


def test_no_two_terminals_of_ninety_nine_ever_give_the_same_number() -> None:
    given = [ticket_number(TicketMatter.OTHER, f"{prefix:02d}", count)
             for prefix, count in product(range(1, 100), range(1, 400))]  # fmt: skip
    assert len(set(given)) == len(given)


def test_ranges_by_the_last_digit_of_the_prefix_would_clash() -> None:
    """The control: what an obvious shorter scheme does."""
    given = [f"G{int(prefix) % 10 * 100 + 7}" for prefix in ("03", "13")]
    assert len(set(given)) == 1


@pytest.mark.parametrize(("typed", "kept"), [
    ("08:30-12:00 14:00-17:30", "08:30-12:00 14:00-17:30"), ("8：30—12：00，14:00至17:30", "08:30-12:00 14:00-17:30"),
    ("4:30～20:00", "04:30-20:00"), ("00:00-24:00", "00:00-23:59"),
])  # fmt: skip
def test_hours_are_read_in_whatever_dashes(typed: str, kept: str) -> None:
    spans, wrong = hours_of(typed)
    assert wrong is None
    assert written_hours(spans) == kept


@pytest.mark.parametrize("typed", ["", "上午", "12:00-08:30", "08:30-12:00 11:00-13:00", "25:00-26:00", "08:70-09:00"])
def test_hours_that_make_no_sense_say_how_to_write_them(typed: str) -> None:
    spans, wrong = hours_of(typed)
    assert spans == ()
    assert wrong is not None
    assert "08:30-12:00" in wrong.sentence


def test_a_window_is_open_in_its_hours_and_on_its_days_only() -> None:
    opens = [(wall(23, 8, 29), False), (wall(23, 8, 30), True), (wall(23, 12), False), (wall(23, 15), True),
             (wall(28, 9), False), (wall(23, 4, 30), False)]  # fmt: skip
    assert [(at, is_open(WINDOW, at)) for at, _ in opens] == opens


def test_what_the_clerk_did_today_goes_before_the_hours() -> None:
    early, busy = wall(23, 4, 30), wall(23, 9)
    assert is_open(WINDOW, early, WindowDeed.OPENED)
    assert is_open(WINDOW, busy, WindowDeed.PAUSED)
    assert not is_open(WINDOW, busy, WindowDeed.CLOSED)


def test_the_next_opening_skips_days_off_and_takes_worked_weekends() -> None:
    years = (HolidayYear(year=2026, days_off=(date(2026, 11, 24),), working_weekends=(date(2026, 11, 28),), source=""),)
    window = public_window(ServiceWindow(id="w", number=1, name="窗", matters=(TicketMatter.POLICY,),
                                         hours="08:30-12:00", weekdays=(1, 2)), years)  # fmt: skip
    assert next_opening((window,), wall(23, 7)) == wall(23, 8, 30)
    assert next_opening((window,), wall(23, 8, 30)) == wall(28, 8, 30)  # Tuesday is off, Saturday is worked
    always = public_window(ServiceWindow(id="w", number=1, name="窗", matters=(TicketMatter.POLICY,),
                                         hours="08:30-12:00", weekdays=(1, 2), on_holidays=True), years)  # fmt: skip
    assert next_opening((always,), wall(23, 8, 30)) == wall(24, 8, 30)
    assert next_opening((), wall(23, 7)) is None


def test_a_matter_is_served_by_the_windows_that_name_it() -> None:
    assert windows_for((WINDOW,), TicketMatter.POLICY) == (WINDOW,)
    assert windows_for((WINDOW,), TicketMatter.DISPUTE) == ()


def test_a_ticket_moves_only_as_somebody_can_move() -> None:
    assert state_after(None) is state_after(TicketDeed.RETURNED) is TicketState.WAITING
    allowed = {(deed, state) for deed in TicketDeed for state in TicketState if may_follow(deed, state)}
    assert allowed == {
        (TicketDeed.CALLED, TicketState.WAITING), (TicketDeed.CALLED, TicketState.CALLED),
        (TicketDeed.SERVED, TicketState.CALLED), (TicketDeed.ABSENT, TicketState.CALLED),
        (TicketDeed.RETURNED, TicketState.CALLED), (TicketDeed.RETURNED, TicketState.ABSENT),
    }  # fmt: skip
