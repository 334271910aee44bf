"""紧急通知 at the kiosk: over everything, gone by itself at its end, told to the hub once it is on the glass."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from nicegui import ui

from content.model.editions import Emergency
from content.model.programme import Priority, Programme, Slot
from kiosk.alarm import alarm_at
from tests.pages.kiosk.world import NOW, Visitor, World
from tests.pages.kiosk_market import publish

FIRE = Emergency(title="着火了，请马上离开", text="走最近的安全出口。", until=NOW + timedelta(hours=1), by="staff-1",
                 declared_at=NOW, stops_kiosks=True)  # fmt: skip
STORM = Emergency(title="请先不要出门", text="外面有暴雨。", until=NOW + timedelta(hours=1), by="staff-1",
                  declared_at=NOW)  # fmt: skip


def declare(world: World, emergency: Emergency | None, order: int) -> None:
    world.edition = publish(world.content, world.shelf, world.folder, NOW, order, emergency)
    world.hall.edition_changed.emit()


async def gone(guest: Visitor, text: str) -> None:
    await guest.until(lambda: text not in guest.page(), f"end of {text}")


def say(guest: Visitor, event: str, args: object) -> None:
    """Send what the page's own script would."""
    assert guest.user.client is not None
    guest._trigger(guest.user.client.layout, event, args)


async def test_a_fire_stands_over_the_view_and_cannot_be_put_aside(world: World) -> None:
    guest = await world.walk_in("/jobs")
    await gone(guest, "着火了")
    declare(world, FIRE, 2)
    await guest.sees("着火了，请马上离开", "走最近的安全出口。", "到 10:30 结束")
    assert 'data-act="aside"' not in guest.source()
    (over,) = [one for one in guest._elements(ui.html) if "ask-over alarm open" in one.content]
    guest._trigger(over, "click", ["aside", ""])  # as a tampered page could
    await asyncio.sleep(0)
    assert "着火了，请马上离开" in guest.page()
    declare(world, None, 3)
    await gone(guest, "着火了")


async def test_a_storm_can_be_put_aside_by_who_read_it_and_comes_again_for_the_next(world: World) -> None:
    declare(world, STORM, 2)
    guest = await world.walk_in("/")
    await guest.sees("请先不要出门")
    await guest.touch("aside")
    await gone(guest, "请先不要出门")
    following = await world.walk_in("/")
    await following.sees("请先不要出门")


async def test_it_ends_by_itself_without_any_hub(world: World) -> None:
    declare(world, FIRE, 2)
    world.clock.at = FIRE.until - timedelta(seconds=0.3)
    guest = await world.walk_in("/")
    await guest.sees("着火了")
    world.clock.at = FIRE.until
    await gone(guest, "着火了")


async def test_the_hub_is_told_when_the_browser_has_painted_it(world: World) -> None:
    declare(world, FIRE, 2)
    guest = await world.walk_in("/")
    await guest.sees("着火了")
    assert world.hall.visits.alarm is None  # sent is not painted
    say(guest, "alarm_painted", 1)  # of another edition
    assert world.hall.visits.alarm is None
    say(guest, "alarm_painted", 2)
    assert world.hall.visits.alarm is not None
    assert world.hall.visits.alarm.order == 2
    declare(world, None, 3)
    await gone(guest, "着火了")
    assert world.hall.visits.alarm is None


@pytest.mark.parametrize("slot", [
    Slot(scene="emergency", priority=Priority.EMERGENCY, title="无期", text="x"),
    Slot(scene="emergency", priority=Priority.EMERGENCY, shown_until=NOW, title="过期", text="x"),
    Slot(scene="emergency", priority=Priority.EMERGENCY, shown_from=NOW + timedelta(seconds=1),
         shown_until=NOW + timedelta(hours=1), title="未到", text="x"),
    Slot(scene="notice", shown_until=NOW + timedelta(hours=1), title="通知", text="x"),
])  # fmt: skip
def test_what_is_over_to_come_without_an_end_or_no_emergency_is_not_shown(slot: Slot) -> None:
    assert alarm_at(Programme(slots=(slot,)), NOW) is None
