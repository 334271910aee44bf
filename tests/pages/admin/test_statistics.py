"""统计 at the desk: bars that open the ledger they count, and nobody alone in a group."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from nicegui import ui
from nicegui.testing import User

from content.model.abilities import SeekerGroup
from content.model.codes import Role
from tests.pages.admin.world import NOW, World, content_of, until
from tests.unit.content.store.samples import registration, seeker


def _register(world: World, count: int, birth_year: int, sex: str, start: int = 0,
              groups: tuple[SeekerGroup, ...] = ()) -> None:  # fmt: skip
    def put(tables: Any) -> None:
        for place in range(start, start + count):
            person = seeker(NOW, seeker_id=f"p{place}", id_number=f"{place:018d}")
            tables.seekers.put(replace(person, birth_year=birth_year, sex=sex))
            tables.seekers.add_registration(registration(id=f"r{place}", seeker_id=f"p{place}", number=f"n{place}",
                                                         seeker_groups=groups))  # fmt: skip

    world.market.write(put)


def _bars(user: User, name: str) -> list[Any]:
    (chart,) = user.find(kind=ui.echart, marker=f"chart-{name}").elements
    return list(chart.options["series"][0]["data"])


async def test_a_month_is_drawn_and_each_line_leads_to_the_ledger_it_counts(world: World) -> None:
    _register(world, 7, 1970, "1")  # 56
    _register(world, 6, 1990, "2", start=7)  # 36
    world.add_job()
    user = await world.user(Role.MANAGER)
    await user.open("/statistics")
    assert _bars(user, "ages") == [0, 0, 6, 0, 7, 0]
    assert _bars(user, "sexes") == [7, 6]
    assert _bars(user, "demand")[0] == 3  # 建筑搬运
    assert _bars(user, "months")[-1] == 13
    shown = content_of(user, "ages")
    assert "7 人" in shown
    assert "/staff/ledger/seekers?month=2026-11&amp;age=55-64" in shown
    await until(lambda: "/staff/ledger/jobs?month=2026-11&amp;trade=A" in content_of(user, "demand"))
    await user.open("/ledger/seekers?month=2026-11&age=55-64")
    assert content_of(user, "list").count("张*丰") == 7


async def test_those_of_a_group_are_counted_and_lead_to_their_lines(world: World) -> None:
    """R002: who ticked 陪孩子读书的家长; who ticked nothing stands in no group and in the ledger all the same."""
    _register(world, 6, 1985, "2", groups=(SeekerGroup.PARENT,))
    _register(world, 5, 1985, "2", start=6)
    user = await world.user(Role.MANAGER)
    await user.open("/statistics")
    assert _bars(user, "groups") == [0, 0, 6, 0]  # in the order of `SeekerGroup`
    await until(lambda: "/staff/ledger/seekers?month=2026-11&amp;belongs=parent" in content_of(user, "groups"))
    await user.open("/ledger/seekers?month=2026-11&belongs=parent")
    assert content_of(user, "list").count("张*丰") == 6
    await user.open("/ledger/seekers?month=2026-11")
    assert content_of(user, "list").count("张*丰") == 11


async def test_a_group_of_four_is_not_told(world: World) -> None:
    _register(world, 4, 1970, "1")
    _register(world, 9, 1990, "2", start=4)
    user = await world.user(Role.COUNSELLOR)
    await user.open("/statistics")
    assert _bars(user, "sexes") == [None, None]
    for name in ("ages", "sexes"):
        assert "4 人" not in content_of(user, name) and "9 人" not in content_of(user, name)
        assert "不足 5 人或不便单列" in content_of(user, name)


async def test_another_month_is_counted_when_it_is_chosen(world: World) -> None:
    _register(world, 7, 1970, "1")
    user = await world.user(Role.MANAGER)
    await user.open("/statistics?month=2026-10")
    assert _bars(user, "sexes") == [0, 0]
    await until(lambda: "没有。" in content_of(user, "sexes"))


async def test_a_week_is_counted_by_itself_and_leads_to_its_lines(world: World) -> None:
    """R183 asks for it every week: Monday 23 November begins 2026-W48, the day before belongs to W47."""
    def put(tables: Any) -> None:
        for place in range(12):
            at = NOW if place < 7 else NOW - timedelta(days=1)  # Monday 09:30, and Sunday
            tables.seekers.put(replace(seeker(NOW, seeker_id=f"p{place}", id_number=f"{place:018d}"), sex="1"))
            tables.seekers.add_registration(registration(id=f"r{place}", seeker_id=f"p{place}", number=f"n{place}",
                                                         occurred_at=at))  # fmt: skip

    world.market.write(put)
    user = await world.user(Role.MANAGER)
    for span, people in (("2026-W48", 7), ("2026-W47", 5), ("2026-11", 12)):
        await user.open(f"/statistics?month={span}")
        assert _bars(user, "sexes") == [people, 0]
        assert f"/staff/ledger/seekers?month={span}&amp;sex=1" in content_of(user, "sexes")
        await user.open(f"/ledger/seekers?month={span}&sex=1")
        assert content_of(user, "list").count("张*丰") == people


async def test_an_editor_sees_no_statistics_of_people(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/statistics")
    await user.should_see("您的账号没有打开这一页的权限")
