"""自助机使用: a filed hour becomes sums of a day, and fewer than five are not shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from content.clock import calendar_day
from content.hubapi.projections import NotProjectable
from content.hubapi.usage_projection import project_usage, read_usage
from content.model.codec import to_json
from content.model.codes import Role
from content.model.usage import StepCount, TaskUse, UsageBody
from tests.pages.admin.world import NOW, World, content_of

SEVEN = TaskUse(task="register", started=7, finished=4, pages=21, touches=140, seconds=1400,
                given_up=(StepCount(step="2", count=2), StepCount(step="3", count=1)))  # fmt: skip
FOUR = TaskUse(task="answer", started=4, finished=1, given_up=(StepCount(step="answer", count=3),))


def hour(*tasks: TaskUse) -> UsageBody:
    return UsageBody(hour=NOW, tasks=tasks)


def test_what_is_filed_is_read_and_added_to_its_day(world: World) -> None:
    for _ in range(2):
        use = project_usage(read_usage(to_json(hour(SEVEN))))
        world.market.write(lambda tables, use=use: tables.usage.add(use))
    today = calendar_day(NOW)
    with world.market.reading() as tables:
        (found,) = tables.usage.between(today, today)
        assert tables.usage.between(today + timedelta(days=1), today + timedelta(days=9)) == ()
    assert (found.started, found.finished, found.touches) == (14, 8, 280)
    assert found.given_up == (StepCount(step="2", count=4), StepCount(step="3", count=2))


@pytest.mark.parametrize("wrong", [
    TaskUse(task="李芳", started=1), TaskUse(task="jobs", started=-1), TaskUse(task="jobs", touches=10**9),
    TaskUse(task="jobs", given_up=(StepCount(step="13805660000 x" * 3, count=1),)),
])  # fmt: skip
def test_an_hour_that_is_no_plain_count_is_refused(wrong: TaskUse) -> None:
    with pytest.raises(NotProjectable, match="使用统计"):
        read_usage(to_json(hour(wrong)))


async def test_staff_see_where_people_give_up_and_nothing_of_fewer_than_five(world: World) -> None:
    world.market.write(lambda tables: tables.usage.add(project_usage(hour(SEVEN, FOUR))))
    user = await world.user(Role.MANAGER)
    await user.open("/usage")
    await user.should_see(marker="usage")
    shown = content_of(user, "usage")
    assert "第 2 步 2，第 3 步 1" in shown
    assert "57%" in shown
    assert "3 分 20 秒" in shown
    assert "查回执" in shown
    assert "不足 5 次" in shown
    assert "查回执 3" not in shown
