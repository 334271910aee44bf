"""The duty roster against R121 (one at the window for 求职登记) and R146 (two who give advice)."""

from __future__ import annotations

from datetime import date

from content.model.tickets import ServiceWindow, Shift, TicketMatter
from content.rules.cadence import DutyState
from content.rules.roster import SERVICE_NEEDED, roster_state, short_days, staffing
from content.rules.workdays import Workdays

MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 28)
ONE = ServiceWindow(id="w1", number=1, name="登记", matters=(TicketMatter.REGISTRATION,), hours="08:30-12:00",
                    weekdays=(1,))  # fmt: skip
TWO = ServiceWindow(id="w2", number=2, name="综合", matters=(TicketMatter.POLICY,), hours="08:30-12:00", weekdays=(1,))
WORKDAYS = Workdays()


def shift(window: str, person: str, day: date = MONDAY) -> Shift:
    return Shift(day=day, window_id=window, staff_id=person)


def test_one_person_counts_once_however_often_they_are_written_down() -> None:
    found = staffing(MONDAY, (shift("w1", "a"), shift("w2", "b"), shift("w2", "b"), shift("gone", "c")), (ONE, TWO))
    assert (found.registration, found.service, found.enough) == (1, 1, False)
    whole = staffing(MONDAY, (shift("w1", "a"), shift("w2", "b"), shift("w2", "c")), (ONE, TWO))
    assert (whole.registration, whole.service, whole.enough) == (1, 2, True)


def test_too_few_is_red_on_a_working_day_and_not_on_a_saturday() -> None:
    state, told = roster_state(1, SERVICE_NEEDED, MONDAY, WORKDAYS)
    assert state is DutyState.OVERDUE
    assert "差 1 个人" in told
    assert roster_state(0, SERVICE_NEEDED, SATURDAY, WORKDAYS)[0] is DutyState.DONE
    assert roster_state(2, SERVICE_NEEDED, MONDAY, WORKDAYS)[0] is DutyState.DONE


def test_short_days_are_named() -> None:
    days = (MONDAY, date(2026, 11, 24), SATURDAY)
    shifts = (shift("w1", "a"), shift("w2", "b"), shift("w2", "c"))
    assert short_days(days, shifts, (ONE, TWO), WORKDAYS) == (date(2026, 11, 24),)
