"""The process ends a forgotten visit, and leaves a kiosk nobody touched alive."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from content.clock import SetClock
from content.model.codes import IdEntry
from kiosk.pages.hall import Visits
from kiosk.visit import Person, VisitTimes

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


def test_consent_without_a_name_does_not_outlive_its_page_and_leaves_the_first_page_alive() -> None:
    """Seen failing: consent, 手工填写, back to the first page; the sweep ended it, and nobody after was heard."""
    clock = SetClock(NOW)
    visits = Visits(clock, TIMES, lambda: None)
    here = visits.begin()
    here.agreed = True
    here.new_draft()
    here.leave_page()
    assert here.blank
    clock.at = NOW + timedelta(hours=1)
    visits.sweep(SLACK_S)
    assert not here.over


def test_consent_of_somebody_known_stays_when_they_look_at_jobs_meanwhile() -> None:
    clock = SetClock(NOW)
    here = Visits(clock, TIMES, lambda: None).begin()
    here.agreed = True
    here.identify(Person(name="李芳", id_number="", id_entry=IdEntry.HAND, sex="2", nation_code="",
                         birth=date(1971, 5, 8)))  # fmt: skip
    here.new_draft()
    here.leave_page()
    assert here.agreed
    assert here.draft is not None
