"""Scenes that fail: skipped, left out, named, forgotten at the next edition."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from content.clock import SetClock, milliseconds
from content.model.programme import Priority, Slot
from signage.live import Live
from signage.scenes.scene import Shape
from signage.schedule import draw_up, item_at, scenes_of
from signage.strikes import StrikeBook, Strikes, add, blacklisted, left_out, without
from tests.unit.signage.samples import NOON, SLOTS, content, edition_of, on_air

MINUTE = timedelta(minutes=1)


def test_one_failure_costs_five_minutes_and_three_the_rest_of_the_edition() -> None:
    strikes = add(Strikes(), 7, "s", "", NOON)
    assert left_out(strikes, 7, NOON + MINUTE) == {"s"}
    assert left_out(strikes, 7, NOON + 6 * MINUTE) == frozenset()
    strikes = add(add(strikes, 7, "s", "", NOON + 6 * MINUTE), 7, "s", "", NOON + 12 * MINUTE)
    assert left_out(strikes, 7, NOON + timedelta(days=3)) == {"s"}
    assert [one.scene for one in blacklisted(strikes, 7)] == ["s"]


def test_a_new_edition_forgets_all_failures() -> None:
    strikes = Strikes()
    for _ in range(3):
        strikes = add(strikes, 7, "s", "", NOON)
    assert left_out(strikes, 8, NOON) == frozenset()
    assert add(strikes, 8, "t", "", NOON).strikes[0].scene == "t"
    assert len(add(strikes, 8, "t", "", NOON).strikes) == 1


def test_a_scene_left_out_is_never_on_over_a_whole_day() -> None:
    timeline = draw_up(on_air(content(30, 2)), NOON, Shape.LANDSCAPE)
    gone = timeline.segments[0].items[0].scene.id
    kept = without(timeline, frozenset({gone}))
    start = milliseconds(NOON)
    shown = {item_at(kept, start + second * 1000).item.scene.id for second in range(0, 36 * 3600, 7)}
    assert gone not in shown and gone not in scenes_of(kept)
    before = {item_at(timeline, start + second * 1000).item.scene.id for second in range(0, 36 * 3600, 7)}
    assert gone in before and len(shown) == len(before) - 1


def test_an_emergency_is_never_left_out_and_the_glass_never_left_with_nothing() -> None:
    alarm = Slot(scene="emergency", priority=Priority.EMERGENCY, title="请从东门离开", text="听从指挥。",
                 shown_until=NOON + timedelta(hours=1))  # fmt: skip
    timeline = draw_up(on_air(content(3, 1), (*SLOTS, alarm)), NOON, Shape.LANDSCAPE)
    kept = without(timeline, frozenset(scenes_of(timeline)))
    assert item_at(kept, milliseconds(NOON)).item.scene.kind == "emergency"
    assert kept.evergreen == timeline.evergreen and len(kept.segments) >= 1
    later = item_at(kept, milliseconds(NOON + timedelta(hours=2)))
    assert later.item.scene.id in {item.scene.id for item in timeline.evergreen}


def test_a_struck_scene_is_left_out_and_named_until_the_next_edition(tmp_path: Path) -> None:
    clock = SetClock(NOON)
    live = Live(clock, "东至县零工市场", strikes=StrikeBook(tmp_path / "strikes.json"))
    held = content(0, 2)
    live.take(edition_of(held, tmp_path, 1, NOON - timedelta(hours=1)))
    scenes = live.timeline(Shape.LANDSCAPE).scenes
    policy = next(key for key, scene in scenes.items() if scene.kind == "policy")
    etag = live.timeline(Shape.LANDSCAPE).etag
    for minutes in (0, 10, 20):
        clock.at = NOON + minutes * MINUTE
        assert policy in live.timeline(Shape.LANDSCAPE).scenes
        assert live.strike(1, policy)
        assert policy not in live.timeline(Shape.LANDSCAPE).scenes
    assert live.timeline(Shape.LANDSCAPE).etag != etag
    clock.at = NOON + timedelta(hours=5)
    assert policy not in live.timeline(Shape.LANDSCAPE).scenes
    fault = next(one for one in live.faults() if "不再播放" in one)
    assert fault.startswith("政策“") and held.policies[0].title[:4] in fault and "请录入员" in fault
    assert not live.strike(2, policy) and not live.strike(1, "0" * 16)
    again = Live(clock, "东至县零工市场", strikes=StrikeBook(tmp_path / "strikes.json"))
    again.take(edition_of(held, tmp_path, 1, NOON - timedelta(hours=1)))
    assert policy not in again.timeline(Shape.LANDSCAPE).scenes
    again.take(edition_of(replace(held, courses=()), tmp_path, 2, NOON - timedelta(hours=1)))
    assert policy in again.timeline(Shape.LANDSCAPE).scenes
    assert not any("不再播放" in one for one in again.faults())
    live.close()
    again.close()
