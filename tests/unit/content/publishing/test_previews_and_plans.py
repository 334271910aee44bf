"""Drafts to look at, editions at a time, emergencies: what is published besides the click on 发布."""

from __future__ import annotations

from datetime import timedelta

import pytest

from content.edition.format import open_manifest
from content.edition.reading import Edition
from content.errors import EditionError
from content.model.editions import Emergency
from content.model.programme import Priority
from content.publishing.planned import PlannedRuns, run_due
from content.store.planned import PlannedEdition
from tests.unit.content.publishing.conftest import Desk, approved_job
from tests.unit.content.store.samples import DAY, KEYS, NOW

HOUR = timedelta(hours=1)
ALARM = Emergency(title="停电", text="请从南门离开", until=NOW + HOUR, by="负责人", declared_at=NOW)


def _plan(desk: Desk, key: str, due: timedelta) -> None:
    plan = PlannedEdition(id=key, due_at=NOW + due, planned_by="乙", planned_at=NOW, note="周五发布")
    desk.market.write(lambda tables: tables.planned_editions.add(plan))


def _alarms(desk: Desk) -> list[str]:
    edition = desk.publisher.current()
    assert edition is not None
    slots = edition.programme().slots
    edition.close()
    return [slot.text for slot in slots if slot.priority is Priority.EMERGENCY]


def test_a_draft_shows_what_would_be_published_and_is_offered_to_nobody(desk: Desk) -> None:
    published = desk.publisher.publish("甲")
    desk.put(approved_job(2000))
    held = desk.publisher.draft()
    edition = Edition.open(held)
    assert [one.number for one in edition.content().jobs] == [2000, 1002, 1001]
    edition.close()
    assert (held.manifest.draft, held.manifest.number) == (True, 2)
    assert desk.shown() == [1002, 1001]
    assert desk.rung == [published]
    assert desk.shelf.root not in held.blobs.parents
    for draft in (False, True):
        with pytest.raises(EditionError):
            open_manifest(held.signed, (KEYS.edition.public,), draft=draft)
    assert open_manifest(held.signed, desk.publisher.draft_keys, draft=True) == held.manifest


def test_old_drafts_are_cleared_away(desk: Desk) -> None:
    for number in range(2000, 2006):
        desk.put(approved_job(number))
        desk.publisher.draft()
    assert len(desk.publisher.drafts.orders()) == 3


def test_a_plan_is_published_when_it_falls_due_and_once(desk: Desk) -> None:
    _plan(desk, "plan-1", HOUR)
    assert run_due(desk.market, desk.publisher, NOW + HOUR - timedelta(seconds=1)) == ()
    (done,) = run_due(desk.market, desk.publisher, NOW + HOUR)
    assert done.id == "plan-1"
    assert run_due(desk.market, desk.publisher, NOW + HOUR) == ()
    with desk.market.reading() as tables:
        (row,) = tables.editions.kept()
        (plan,) = tables.planned_editions.recent()
    assert (row.by, row.note) == ("乙", "周五发布")
    assert (plan.edition_order, plan.sentence) == (row.order, "")


def test_what_fell_due_while_the_hub_was_down_is_one_edition(desk: Desk) -> None:
    for place in range(3):
        _plan(desk, f"plan-{place}", place * HOUR)
    assert len(run_due(desk.market, desk.publisher, NOW + DAY)) == 3
    with desk.market.reading() as tables:
        assert len(tables.editions.kept()) == 1
        assert tables.planned_editions.waiting() == ()


def test_a_plan_taken_back_is_not_published(desk: Desk) -> None:
    _plan(desk, "plan-1", HOUR)
    assert desk.market.write(lambda tables: tables.planned_editions.cancel("plan-1", "乙"))
    assert run_due(desk.market, desk.publisher, NOW + DAY) == ()
    assert not desk.market.write(lambda tables: tables.planned_editions.cancel("plan-1", "乙"))


def test_the_thread_publishes_what_is_due_when_it_starts_and_ends_when_told(desk: Desk) -> None:
    _plan(desk, "plan-1", -HOUR)
    runs = PlannedRuns(desk.market, desk.publisher, desk.clock)
    runs.start()
    runs.stop()
    assert [one.number for one in desk.rung] == [1]


def test_an_emergency_changes_the_programme_alone_and_outlives_the_next_edition(desk: Desk) -> None:
    first = desk.publisher.publish("甲")
    alarm = desk.publisher.declare(ALARM)
    assert (alarm.kind, alarm.number) == ("emergency", first.number)
    assert [one.name for one in alarm.blobs if one not in first.blobs] == ["programme.json"]
    assert _alarms(desk) == ["请从南门离开"]
    desk.publisher.publish("甲")
    assert _alarms(desk) == ["请从南门离开"]
    desk.publisher.roll_back(first.order, "丙")
    assert _alarms(desk) == ["请从南门离开"]
    desk.publisher.end_emergency("负责人")
    assert _alarms(desk) == []
    desk.publisher.publish("甲")
    assert _alarms(desk) == []


def test_an_emergency_that_is_over_leaves_by_itself(desk: Desk) -> None:
    desk.publisher.publish("甲")
    desk.publisher.declare(ALARM)
    desk.clock.at = ALARM.until
    desk.publisher.publish("甲")
    assert _alarms(desk) == []
    with pytest.raises(EditionError, match="结束时间"):
        desk.publisher.declare(ALARM)


def test_an_emergency_before_the_first_edition_waits_for_it(desk: Desk) -> None:
    with pytest.raises(EditionError, match="第一期"):
        desk.publisher.declare(ALARM)
    desk.publisher.publish("甲")
    assert _alarms(desk) == ["请从南门离开"]
