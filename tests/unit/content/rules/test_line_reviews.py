"""A new line of the ledgers waits one working day at most (R181: 每日审核)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from content.model.market import HolidayYear
from content.rules.cadence import DutyState, Span
from content.rules.line_reviews import due_at, is_late, late_before, ledger_review
from content.rules.workdays import Workdays

# the State Council's table for 2026: 15–23 February off, Saturday 14th worked
YEAR = HolidayYear(year=2026, days_off=tuple(date(2026, 2, day) for day in range(15, 24)),
                   working_weekends=(date(2026, 2, 14),), source="国办发明电〔2025〕7号")  # fmt: skip
WORKDAYS = Workdays.of((YEAR,))
SECOND = timedelta(seconds=1)


def _hall(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(("since", "due"), [
    (_hall(3, 2, 10), _hall(3, 3, 18)),  # Monday: to closing time on Tuesday
    (_hall(3, 6, 17, 59), _hall(3, 9, 18)),  # Friday: Monday
    (_hall(2, 13, 9), _hall(2, 14, 18)),  # Friday before the festival: the worked Saturday
    (_hall(2, 14, 9), _hall(2, 24, 18)),  # that Saturday: Tuesday the 24th, after nine days off
    (_hall(2, 17, 9), _hall(2, 24, 18)),  # filed at a kiosk during the festival
])  # fmt: skip
def test_it_is_due_at_closing_time_of_the_next_working_day(since: datetime, due: datetime) -> None:
    assert due_at(since, WORKDAYS) == due
    assert not is_late(since, due - SECOND, WORKDAYS)
    assert is_late(since, due, WORKDAYS)


@pytest.mark.parametrize("now", [_hall(3, 3, 17, 59), _hall(3, 3, 18), _hall(3, 8, 12), _hall(2, 24, 17),
                                 _hall(2, 24, 18)])  # fmt: skip
def test_the_instant_that_parts_late_from_in_time_says_of_every_line_what_the_rule_says(now: datetime) -> None:
    edge = late_before(now, WORKDAYS)
    for hours in range(0, 24 * 16, 5):
        since = now - timedelta(hours=hours)
        assert (since < edge) is is_late(since, now, WORKDAYS), since


def test_the_card_is_red_for_one_late_line_and_done_when_nothing_waits() -> None:
    now = _hall(3, 3, 12)
    late = ledger_review(5, 2, 3, now, WORKDAYS)
    assert (late.state, late.done, late.needed, late.span) == (DutyState.OVERDUE, 3, 8, Span.TODAY)
    assert "有 2 条超过 1 个工作日没有审核" in late.sentence
    assert ledger_review(5, 0, 3, now, WORKDAYS).state is DutyState.SOON
    assert ledger_review(0, 0, 3, now, WORKDAYS).state is DutyState.DONE
    assert "附件1 六（一）1" in late.clause
