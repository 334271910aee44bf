"""The process ends a forgotten visit, and leaves a kiosk nobody touched alive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from content.clock import SetClock
from kiosk.pages.hall import Visits
from kiosk.visit import VisitTimes

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TIMES = VisitTimes(idle_s=60, grace_s=20, done_s=15)
SLACK_S = 15.0


def test_a_first_page_left_alone_for_hours_still_serves_the_next_walk_in() -> None:
    clock = SetClock(NOW)
    visits = Visits(clock, TIMES, lambda: None)
    here = visits.begin()
    clock.at = NOW + timedelta(hours=3)
    visits.sweep(SLACK_S)
    assert not here.over
    here.touch()
    assert here.visit.touched_at == clock.at


def test_a_registration_left_lying_is_forgotten_when_its_time_and_the_slack_are_over() -> None:
    """60 s idle, 20 s grace, 15 s slack: alive at 94 s, over at 95 s."""
    clock, ended = SetClock(NOW), []
    visits = Visits(clock, TIMES, lambda: ended.append(True))
    here = visits.begin()
    here.agreed = True
    here.new_draft()
    clock.at = NOW + timedelta(seconds=94)
    visits.sweep(SLACK_S)
    assert not here.over
    clock.at = NOW + timedelta(seconds=95)
    visits.sweep(SLACK_S)
    assert here.over
    assert here.draft is None
    assert ended == [True]
