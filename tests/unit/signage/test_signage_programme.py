"""What a round holds: order, shares, and every job at least once an hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from content.clock import milliseconds
from content.model.codes import Settlement
from content.model.programme import Programme, Slot
from signage.programme import interleave, round_at, run_length, seconds, unknown_scenes
from signage.scenes.jobs import facts, for_today, pages
from signage.scenes.scene import Shape, dwell
from signage.schedule import draw_up, item_at
from tests.unit.signage.samples import NOON, SLOTS, content, job, on_air
from tests.unit.signage.test_signage_schedule import scene

LANDSCAPE = Shape.LANDSCAPE
DAY = NOON.date()


MIDNIGHT = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)  # 23 November 00:00 in the market
# what cuts into the day: slots with hours of their own, a notice that begins and one that ends, a fair that is over
BUSY = (
    Slot(scene="jobs_today", weight=2), *SLOTS[1:],
    Slot(scene="notice", title="早市", text="五点开门。", start=time(4, 30), end=time(7, 10)),
    Slot(scene="notice", title="午间", text="午饭时间窗口不关。", start=time(11, 47), end=time(13, 3)),
    *(Slot(scene="notice", title=f"{at.hour} 点", text="插播。", shown_from=at, shown_until=at + timedelta(minutes=15))
      for at in (MIDNIGHT + timedelta(hours=hour, minutes=7) for hour in range(8, 18))),
)  # fmt: skip


def longest_absence(jobs: int, shape: Shape, begun_anew: bool = False) -> float:
    """Play a day through and return the longest time in seconds any job was off the screen.

    `begun_anew` is the control: at every edge the round begins at its first page.
    """
    on = on_air(content(jobs), BUSY, built_at=MIDNIGHT - timedelta(hours=3))
    timeline = draw_up(on, MIDNIGHT, shape)
    if begun_anew:
        anew = (replace(part, items=round_at(on, datetime.fromtimestamp(part.starts_ms / 1000, UTC), shape).items)
                for part in timeline.segments)  # fmt: skip
        timeline = replace(timeline, segments=tuple(anew))
    at = begin = milliseconds(MIDNIGHT)
    end = begin + 24 * 3600 * 1000
    last: dict[str, int] = {}
    longest = 0
    while at < end:
        found = item_at(timeline, at)
        for key in (key for key in found.item.scene.content_ids if key.startswith("job-")):
            longest = max(longest, at - last.get(key, begin))
            last[key] = found.ends_ms
        at = found.ends_ms
    assert timeline.in_time and len(last) == jobs
    return max(longest, *(end - seen for seen in last.values())) / 1000


@pytest.mark.parametrize(
    ("jobs", "shape"), [(50, LANDSCAPE), (500, LANDSCAPE), (500, Shape.PORTRAIT), (2000, LANDSCAPE)]
)
def test_every_job_is_on_at_least_once_an_hour_of_a_busy_day(jobs: int, shape: Shape) -> None:
    assert longest_absence(jobs, shape) <= 3600


def test_a_round_begun_anew_at_every_edge_would_leave_jobs_out_for_more_than_the_hour() -> None:
    assert longest_absence(500, LANDSCAPE, begun_anew=True) > 3600


def test_more_jobs_than_an_hour_holds_are_a_fault_in_words() -> None:
    assert not round_at(on_air(content(2600)), NOON, LANDSCAPE).in_time


def test_boards_hurry_only_where_the_hour_is_short_and_then_without_a_code() -> None:
    plenty, short = (round_at(on_air(content(jobs)), NOON, LANDSCAPE).items for jobs in (500, 2000))
    assert all(item.scene.seconds >= 12 for item in plenty)
    hurried = [item for item in short if item.scene.seconds < 12]
    assert hurried and all(item.scene.kind == "jobs" and "qr-code" not in item.scene.markup for item in hurried)


def test_pages_are_as_few_as_fit_and_evenly_filled() -> None:
    some = [job(number) for number in range(16)]
    assert [len(page) for page in pages(some, LANDSCAPE)] == [6, 5, 5]  # three pages of at most seven
    assert [len(page) for page in pages(some[:7], LANDSCAPE)] == [7]
    assert [len(page) for page in pages(some, Shape.PORTRAIT)] == [4, 4, 4, 4]
    assert pages([], LANDSCAPE) == ()


def test_the_board_of_today_holds_day_work_only_and_urgent_first() -> None:
    some = (job(1), job(8), job(3, settlement=Settlement.MONTH), job(2))
    assert [one.number for one in for_today(some, DAY)] == [1008, 1001, 1002]


def test_a_round_begins_with_the_work_of_today() -> None:
    (first, *_) = round_at(on_air(content()), NOON, LANDSCAPE).items
    assert "日结 · 今天上工" in first.scene.markup


def test_jobs_and_other_scenes_take_turns() -> None:
    kinds = [item.scene.kind for item in round_at(on_air(content()), NOON, LANDSCAPE).items]
    assert kinds[:8] == ["jobs"] * 3 + [kinds[3]] + ["jobs"] * 3 + [kinds[7]]
    assert "jobs" not in (kinds[3], kinds[7])
    assert {"jobs", "policy", "course", "fair", "rights", "service", "safety", "hotlines"} <= set(kinds)


def test_a_round_lasts_until_both_lists_have_been_through() -> None:
    pages_of_two = [scene("p1", 10), scene("p2", 10)]
    others = [scene("x", 10), scene("y", 10), scene("z", 10)]
    names = [item.scene.id for item in interleave(pages_of_two, others)]
    # nine pages would do for three breaks; whole passes of two make ten
    assert names == ["p1", "p2", "p1", "x", "p2", "p1", "p2", "y", "p1", "p2", "p1", "z", "p2", "x"]


def test_more_job_pages_stand_together_when_the_hour_is_short() -> None:
    others = [scene("x", 30)]
    # 150 pages of 18 s are 2,700 s; the pass of 3,300 s leaves twenty breaks of 30 s, so eight pages between breaks
    assert run_length([scene(str(number), 18) for number in range(150)], others) == 8
    assert run_length([scene(str(number), 18) for number in range(30)], others) == 3


def test_without_jobs_the_other_scenes_go_on() -> None:
    kinds = {item.scene.kind for item in round_at(on_air(content(0, 2)), NOON, LANDSCAPE).items}
    assert "jobs" not in kinds and "policy" in kinds


def test_a_market_with_nothing_at_all_leaves_the_round_empty() -> None:
    held = replace(content(0, 0), courses=(), fairs=(), articles=())
    assert round_at(on_air(held, SLOTS[:6]), NOON, LANDSCAPE).items == ()


def test_dwell_follows_the_number_of_characters() -> None:
    assert dwell(10, scanned=False) == 12  # long enough for a phone to catch the code
    assert dwell(120, scanned=False) == 20
    assert dwell(121, scanned=False) == 21
    assert dwell(1000, scanned=False) == 30
    assert dwell(180, scanned=True) == 15


def test_scenes_this_version_cannot_paint_are_named() -> None:
    assert unknown_scenes(Programme(slots=(Slot(scene="jobs"), Slot(scene="hologram")))) == ("hologram",)


def test_facts_give_up_comforts_before_place_people_and_end() -> None:
    one = job(1, township_name="东至经济开发区", headcount=11, meals="包午饭", transport="班车接送")
    assert facts(one, 60)[:3] == ("东至经济开发区", "招11人", "8小时")
    assert facts(one, 22) == ("东至经济开发区", "招11人", "11月30日截止")  # 7 + 3.2 + 6.3 em and two points of 1.5
    assert facts(one, 1) == ("东至经济开发区", "11月30日截止")


def test_the_length_of_items_is_the_sum_of_their_stays() -> None:
    assert seconds([scene("a", 12), scene("b", 30)]) == 42
