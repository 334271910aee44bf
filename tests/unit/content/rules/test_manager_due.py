"""What only the manager looks after: last week's logs and both copies of the week (R182, R185)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from content.rules import cadence
from content.rules.cadence import DutyState
from content.rules.manager_due import backups, log_check
from content.rules.workdays import Workdays

PLAIN = Workdays()
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)  # 09:00 in the hall, ISO week 48


@pytest.mark.parametrize(("hours", "state"), [(0, DutyState.SOON), (32, DutyState.SOON), (33, DutyState.OVERDUE)])
def test_last_weeks_logs_are_checked_by_tuesdays_closing(hours: int, state: DutyState) -> None:
    duty = log_check("2026-W47", False, MONDAY + timedelta(hours=hours), PLAIN)
    assert (duty.state, duty.done) == (state, 0)
    assert "上周（2026-W47）的日志还没有检查" in duty.sentence


def test_a_week_that_was_checked_asks_for_nothing_more() -> None:
    assert log_check("2026-W47", True, MONDAY, PLAIN).state is DutyState.DONE


def test_both_copies_are_of_this_iso_week_or_do_not_count() -> None:
    sunday = MONDAY.replace(hour=0) - timedelta(hours=8, seconds=1)  # 23 November 00:00 less a second, in the hall
    friday = MONDAY + timedelta(days=4)
    both = backups(MONDAY, MONDAY, friday, PLAIN)
    assert (both.state, both.done, both.needed) == (DutyState.DONE, 2, 2)
    old = backups(MONDAY, sunday, friday, PLAIN)
    assert (old.state, old.done) == (DutyState.SOON, 1)
    assert "异地（云端）" in old.sentence and "专用硬盘" not in old.sentence
    none = backups(None, None, friday + timedelta(hours=9), PLAIN)  # Friday 18:00
    assert (none.state, none.done) == (DutyState.OVERDUE, 0)
    assert backups(None, None, MONDAY, PLAIN).state is DutyState.IN_TIME


def test_the_months_services_and_workshops_have_their_figures_of_the_clause() -> None:
    assert cadence.services(419, MONDAY, PLAIN).state is not DutyState.DONE  # 附件1 三（二）1: 420
    assert cadence.services(420, MONDAY, PLAIN).state is DutyState.DONE
    assert cadence.workshop(2, MONDAY, PLAIN).needed == 3  # 附件1 二（一）2: 不少于3人
    assert cadence.workshop(3, MONDAY, PLAIN).state is DutyState.DONE
