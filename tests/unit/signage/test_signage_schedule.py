"""The timeline against values worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from content.clock import milliseconds
from content.model.programme import Priority, Slot
from signage.programme import Item, round_at
from signage.scenes.scene import Scene, Shape
from signage.schedule import (
    Segment,
    Timeline,
    before_all,
    draw_up,
    edges,
    item_at,
    scenes_of,
    to_wire,
)
from tests.unit.signage.samples import BUILT, NOON, SLOTS, content, job, midnight_after, on_air, policy

LANDSCAPE = Shape.LANDSCAPE
MIDNIGHT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # 24 November 00:00 in the market


def scene(name: str, seconds: int) -> Item:
    return Item(scene=Scene(id=name, kind="jobs", markup=name, content_ids=(name,), valid_until=None, seconds=seconds))


def line(*segments: Segment) -> Timeline:
    return Timeline(order=1, heading="", remark="", segments=segments, evergreen=(scene("e", 10), scene("f", 20)),
                    ticker=())  # fmt: skip


def shown(timeline: Timeline, at: int) -> tuple[str, int, int]:
    found = item_at(timeline, at)
    return found.item.scene.id, found.starts_ms, found.ends_ms


ROUND = (scene("a", 12), scene("b", 18), scene("c", 30))  # a round of 60 s


def test_a_round_repeats_from_the_start_of_its_segment() -> None:
    timeline = line(Segment(starts_ms=1_000_000, ends_ms=1_600_000, items=ROUND))
    assert shown(timeline, 1_000_000) == ("a", 1_000_000, 1_012_000)
    assert shown(timeline, 1_011_999) == ("a", 1_000_000, 1_012_000)
    assert shown(timeline, 1_012_000) == ("b", 1_012_000, 1_030_000)
    assert shown(timeline, 1_030_000) == ("c", 1_030_000, 1_060_000)
    assert shown(timeline, 1_060_000) == ("a", 1_060_000, 1_072_000)


def test_the_segment_after_an_edge_begins_its_own_round() -> None:
    timeline = line(
        Segment(starts_ms=0, ends_ms=40_000, items=ROUND), Segment(starts_ms=40_000, ends_ms=90_000, items=ROUND[::-1])
    )
    assert shown(timeline, 39_999) == ("c", 30_000, 40_000)  # cut by the edge
    assert shown(timeline, 40_000) == ("c", 40_000, 70_000)


def test_a_rest_under_five_seconds_goes_to_the_scene_already_on() -> None:
    timeline = line(Segment(starts_ms=0, ends_ms=34_000, items=ROUND))
    assert shown(timeline, 29_999) == ("b", 12_000, 34_000)
    assert shown(timeline, 31_000) == ("b", 12_000, 34_000)
    exactly_five = line(Segment(starts_ms=0, ends_ms=35_000, items=ROUND))
    assert shown(exactly_five, 31_000) == ("c", 30_000, 35_000)


def test_a_segment_shorter_than_its_first_scene_shows_that_scene_to_its_end() -> None:
    timeline = line(Segment(starts_ms=0, ends_ms=3_000, items=ROUND))
    assert shown(timeline, 2_999) == ("a", 0, 3_000)


def test_beyond_the_last_segment_evergreen_scenes_repeat() -> None:
    timeline = line(Segment(starts_ms=0, ends_ms=60_000, items=ROUND))
    assert shown(timeline, 60_000) == ("e", 60_000, 70_000)
    assert shown(timeline, 70_000) == ("f", 70_000, 90_000)
    assert shown(timeline, 90_000) == ("e", 90_000, 100_000)


def test_an_evergreen_scene_gives_way_when_a_segment_begins() -> None:
    timeline = line(Segment(starts_ms=75_000, ends_ms=200_000, items=ROUND))
    assert shown(timeline, 70_000) == ("f", 70_000, 75_000)


def test_the_day_changes_at_midnight_in_shanghai() -> None:
    found = edges(on_air(content(3, 0)), MIDNIGHT - timedelta(hours=16), MIDNIGHT + timedelta(hours=10), LANDSCAPE)
    assert MIDNIGHT in found
    assert MIDNIGHT + timedelta(hours=8) not in found  # midnight in UTC is an hour like any other


def test_day_work_that_ends_today_is_off_the_board_of_today_after_midnight() -> None:
    today = datetime(2026, 11, 23, tzinfo=UTC).date()
    held = content(0, 0)
    held = replace(held, jobs=(job(1, ends_on=today), job(2)))
    slots = (Slot(scene="jobs_today"),)
    before = round_at(on_air(held, slots), MIDNIGHT - timedelta(minutes=1), LANDSCAPE)
    after = round_at(on_air(held, slots), MIDNIGHT, LANDSCAPE)
    assert before.items[0].scene.content_ids == ("job-1", "job-2")
    assert after.items[0].scene.content_ids == ("job-2",)


def test_the_timeline_ends_36_hours_after_it_was_drawn() -> None:
    timeline = draw_up(on_air(content(10, 2)), NOON, LANDSCAPE)
    end = milliseconds(datetime(2026, 11, 24, 16, 0, tzinfo=UTC))  # noon + 36 h = 00:00 on the 25th in the market
    assert timeline.segments[-1].ends_ms == end
    assert item_at(timeline, end - 1).item.scene.kind in ("jobs", "policy", "course", "fair", "rights", "service",
                                                          "safety", "hotlines")  # fmt: skip
    assert item_at(timeline, end).item in timeline.evergreen


def test_segments_follow_each_other_without_a_gap() -> None:
    timeline = draw_up(on_air(content()), NOON, LANDSCAPE)
    assert timeline.segments[0].starts_ms <= milliseconds(NOON)
    for one, next_one in zip(timeline.segments, timeline.segments[1:], strict=False):
        assert one.ends_ms == next_one.starts_ms


def test_nothing_is_ever_shown_past_its_end() -> None:
    ends = [NOON + timedelta(minutes=7 * step) for step in range(1, 40)]
    held = content(0, 0)
    held = replace(
        held,
        jobs=tuple(job(number, valid_until=end) for number, end in enumerate(ends)),
        policies=tuple(policy(number, valid_until=end) for number, end in enumerate(ends)),
    )
    timeline = draw_up(on_air(held), NOON, LANDSCAPE)
    at, last = milliseconds(NOON), milliseconds(NOON + timedelta(hours=35))
    seen = set()
    while at < last:
        found = item_at(timeline, at)
        until = found.item.scene.valid_until
        assert until is None or found.ends_ms <= milliseconds(until), found
        seen.update(found.item.scene.content_ids)
        at = found.ends_ms
    assert "policy-38" in seen and "job-38" in seen


def test_a_job_leaves_the_board_on_the_five_minutes_before_its_end() -> None:
    held = replace(content(0, 0), jobs=(job(1, valid_until=NOON + timedelta(minutes=13)), job(2)))
    slots = (Slot(scene="jobs"),)
    at_ten = round_at(on_air(held, slots), NOON + timedelta(minutes=10), LANDSCAPE)
    before = round_at(on_air(held, slots), NOON + timedelta(minutes=9, seconds=59), LANDSCAPE)
    assert {key for item in before.items for key in item.scene.content_ids} == {"job-1", "job-2"}
    assert {key for item in at_ten.items for key in item.scene.content_ids} == {"job-2"}


def test_the_same_instant_shows_the_same_whenever_the_timeline_was_drawn() -> None:
    held = on_air(content())
    early, late = draw_up(held, NOON, LANDSCAPE), draw_up(held, NOON + timedelta(minutes=50), LANDSCAPE)
    for minute in range(50, 600, 7):
        at = milliseconds(NOON + timedelta(minutes=minute))
        assert item_at(early, at) == item_at(late, at)


def test_a_clock_before_the_edition_was_built_leaves_evergreen_scenes_only() -> None:
    timeline = draw_up(on_air(content()), BUILT - timedelta(minutes=3), LANDSCAPE)
    assert timeline.segments == ()
    kinds = {item.scene.kind for item in timeline.evergreen}
    assert kinds == {"service", "display", "safety", "evacuation", "hotlines"}
    assert all(tick.until_ms is None for tick in timeline.ticker)


def test_a_clock_two_minutes_behind_the_hub_is_no_fault() -> None:
    assert draw_up(on_air(content()), BUILT - timedelta(minutes=2), LANDSCAPE).segments != ()


def test_an_emergency_takes_the_whole_screen_until_its_end_and_no_longer() -> None:
    alarm = Slot(scene="emergency", priority=Priority.EMERGENCY, title="请有序离开", text="从东门出去",
                 shown_from=NOON, shown_until=NOON + timedelta(minutes=20))  # fmt: skip
    timeline = draw_up(on_air(content(), (*SLOTS, alarm)), NOON - timedelta(minutes=5), LANDSCAPE)
    before = item_at(timeline, milliseconds(NOON) - 1)
    first = item_at(timeline, milliseconds(NOON))
    last = item_at(timeline, milliseconds(NOON + timedelta(minutes=20)) - 1)
    after = item_at(timeline, milliseconds(NOON + timedelta(minutes=20)))
    assert (before.item.scene.kind, before.ends_ms) == ("jobs", milliseconds(NOON)) or before.ends_ms == milliseconds(
        NOON
    )
    assert first.item.scene.kind == last.item.scene.kind == "emergency" and first.at_once
    assert last.ends_ms == milliseconds(NOON + timedelta(minutes=20))
    assert after.item.scene.kind != "emergency"


def test_a_slot_of_the_small_hours_runs_over_midnight_on_its_own_screen_only() -> None:
    dawn = Slot(scene="safety", start=time(22), end=time(5), zones=("门口",))
    held = on_air(content(7, 0), (Slot(scene="jobs"), dawn))
    at_23 = MIDNIGHT - timedelta(hours=1)
    at_5 = MIDNIGHT + timedelta(hours=5)

    def kinds(at: datetime, zone: str) -> set[str]:
        return {item.scene.kind for item in round_at(held, at, LANDSCAPE, zone).items}

    assert kinds(at_23, "门口") == kinds(at_5 - timedelta(seconds=1), "门口") == {"jobs", "safety"}
    assert kinds(at_5, "门口") == kinds(at_23, "里厅") == {"jobs"}


def test_a_policy_new_in_this_edition_opens_it_and_is_shown_at_once() -> None:
    held = content(10, 3)
    held = replace(held, policies=(policy(9, title="新开的补贴", published_at=BUILT), *held.policies))
    timeline = draw_up(on_air(held), BUILT, LANDSCAPE)
    first = item_at(timeline, milliseconds(BUILT))
    assert first.item.scene.content_ids == ("policy-9",) and first.at_once
    then = item_at(timeline, first.ends_ms)
    assert then.item.scene.kind == "jobs" and not then.at_once


def test_a_first_edition_with_all_policies_new_has_no_opening() -> None:
    held = content(10, 0)
    held = replace(held, policies=tuple(policy(number, published_at=BUILT) for number in range(24)))
    assert not item_at(draw_up(on_air(held), BUILT, LANDSCAPE), milliseconds(BUILT)).at_once


def test_a_screen_without_an_edition_shows_the_market_and_asks_to_wait() -> None:
    timeline = before_all("东至县零工市场")
    (item,) = timeline.evergreen
    assert "东至县零工市场" in item.scene.markup and "正在准备，请稍候" in item.scene.markup
    assert item_at(timeline, milliseconds(NOON)).item == item


def test_a_scene_travels_once_however_often_it_is_on() -> None:
    timeline = draw_up(on_air(content()), NOON, LANDSCAPE)
    wire = to_wire(timeline)
    assert set(wire["scenes"]) == set(scenes_of(timeline))  # type: ignore[call-overload]
    turns = sum(len(segment.items) for segment in timeline.segments)
    assert turns > len(scenes_of(timeline))


def test_an_unchanged_page_keeps_its_id_in_the_next_edition() -> None:
    old = draw_up(on_air(content()), NOON, LANDSCAPE)
    fewer = replace(content(), jobs=content().jobs[:-1])  # one job of one trade group is filled
    new = draw_up(on_air(fewer, built_at=NOON), NOON, LANDSCAPE)
    changed = {key for key in scenes_of(new) if key not in scenes_of(old)}
    assert 0 < len(changed) < len(scenes_of(new)) / 2


def test_a_job_ending_at_midnight_is_gone_at_midnight() -> None:
    held = replace(content(0, 0), jobs=(job(1, valid_until=midnight_after(0)), job(2)))
    timeline = draw_up(on_air(held, (Slot(scene="jobs"),)), NOON, LANDSCAPE)
    at = milliseconds(MIDNIGHT)
    later = {key for segment in timeline.segments if segment.starts_ms >= at for item in segment.items
             for key in item.scene.content_ids}  # fmt: skip
    assert later == {"job-2"}
