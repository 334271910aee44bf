"""A day of a programme: what is on by hour, and the promise that every job comes once an hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise

from content.clock import milliseconds
from content.model.programme import Programme, Slot, for_screen
from content.model.programme_plan import DAWN, PlannedSlot, ProgrammePlan
from content.publishing.planned_programme import planned_programme
from content.publishing.screens import programme_for
from signage.desk.day_mix import DayMix, HourMix, on_the_day, play_day, turns_of
from signage.desk.plan_words import drawing, hour_words, plan_difference, slot_words, weekday_words
from signage.scenes.scene import Shape
from signage.schedule import draw_up, item_at
from tests.unit.signage.samples import content, job

DAY = date(2026, 11, 24)  # a Tuesday
FEW = content(jobs=24, policies=4)


def played(programme: Programme, held: object = FEW) -> DayMix:
    return play_day(on_the_day(held, programme, DAY), DAY, Shape.LANDSCAPE)  # type: ignore[arg-type]


def test_every_hour_of_the_day_is_full_and_every_job_comes_within_the_hour() -> None:
    mix = played(programme_for(FEW))
    assert len(mix.hours) == 24
    assert {abs(sum(hour.seconds.values()) - 3600) <= len(hour.seconds) for hour in mix.hours} == {True}
    assert mix.late == ()
    assert 0 < mix.longest_gap_s <= 3600


def test_the_day_is_played_as_the_player_would() -> None:
    on_air = on_the_day(FEW, programme_for(FEW), DAY)
    midnight = on_air.built_at + timedelta(days=1)
    start, timeline = milliseconds(midnight), draw_up(on_air, midnight, Shape.LANDSCAPE)
    turns = turns_of(timeline, start, start + 24 * 3600 * 1000)
    assert turns[0].starts_ms == start
    assert all(one.ends_ms == after.starts_ms for one, after in pairwise(turns))
    for turn in turns:
        for at in (turn.starts_ms, turn.ends_ms - 1):
            shown = item_at(timeline, at)
            assert (shown.item.scene.kind, shown.item.scene.content_ids) == (turn.kind, turn.contents)
            assert shown.ends_ms == turn.ends_ms


def test_more_jobs_than_an_hour_can_hold_are_named() -> None:
    many = content(jobs=2500, policies=4)
    assert len(played(programme_for(many), many).late) > 100


def test_a_slot_of_the_dawn_is_on_from_half_past_four_and_at_no_other_time() -> None:
    always = PlannedSlot(scene="service")
    plan = ProgrammePlan(slots=(always, PlannedSlot(scene="jobs", start=DAWN, end=time(8))))
    mix = played(planned_programme(plan, FEW))
    boards = {hour.hour for hour in mix.hours if hour.seconds.get("jobs", 0)}
    assert boards == {4, 5, 6, 7}
    (four,) = [hour for hour in mix.hours if hour.hour == 4]
    assert four.seconds["jobs"] <= 1800
    assert mix.late == ()  # while jobs are not on nobody waits for one


def test_a_job_that_is_over_is_no_longer_waited_for() -> None:
    ends = job(1, valid_until=on_the_day(FEW, Programme(slots=()), DAY).built_at)
    held = replace(FEW, jobs=(*FEW.jobs[2:], ends))
    assert played(programme_for(held), held).late == ()


def test_a_slot_for_one_screen_is_only_on_that_screen() -> None:
    programme = Programme(slots=(Slot(scene="service"), Slot(scene="jobs", screens=("screen-1",))))
    assert [slot.scene for slot in for_screen(programme, "screen-1").slots] == ["service", "jobs"]
    assert [slot.scene for slot in for_screen(programme, "screen-2").slots] == ["service"]
    assert [slot.scene for slot in for_screen(programme, "").slots] == ["service"]


def test_the_drawing_fills_each_hour_to_its_height() -> None:
    found = drawing(DayMix(hours=tuple(HourMix(hour=hour, seconds={"jobs": 2700, "policy": 900}) for hour in range(24)),
                           scenes=1, late=(), longest_gap_s=0))  # fmt: skip
    assert len(found.blocks) == 48
    first = [block for block in found.blocks if block.x == 2]
    assert sum(block.height for block in first) == 110
    assert found.key[0] == ("jobs", "岗位 · 按工种 18 小时 0 分")


def test_when_and_where_a_line_is_on_is_said_in_words() -> None:
    assert weekday_words((1, 2, 3, 4, 5)) == "周一到周五"
    assert weekday_words((6, 7)) == "周六、周日"
    assert weekday_words((1, 2, 3, 4, 5, 6, 7)) == "每天"
    assert hour_words(DAWN, time(8)) == "04:30—08:00"
    assert hour_words(None, None) == "全天"
    slot = PlannedSlot(scene="fair", weight=2, first_day=date(2026, 11, 23), last_day=date(2026, 11, 30),
                       zones=("零工待工区",), screens=("s",))  # fmt: skip
    assert slot_words(slot, {"s": "大厅屏"}) == "每轮 2 次 · 全天 · 每天 · 11月23日到11月30日 · 零工待工区、大厅屏"


def test_what_a_plan_changes_is_told_line_by_line() -> None:
    before = ProgrammePlan(slots=(PlannedSlot(scene="service"), PlannedSlot(scene="jobs")))
    turned = ProgrammePlan(slots=before.slots[::-1])
    more = ProgrammePlan(slots=(*before.slots, PlannedSlot(scene="policy")), ticker=("防骗",))
    assert plan_difference(before, before, {}) == ()
    assert plan_difference(before, turned, {}) == ("只换了先后",)
    assert plan_difference(before, more, {}) == ("加上：政策（每轮 1 次 · 全天 · 每天）", "改了下方滚动的话")
