"""A desk that may only read says so, keeps what was typed, and goes on by itself once there is room."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from content.model.codes import Role
from content.rules.disk_room import MB, RoomLimits
from content.store.room import DiskRoom
from tests.pages.admin.world import World, until

MONDAY = date(2026, 11, 23)


def _logs(world: World) -> int:
    with world.market.reading() as tables:
        return len(tables.work_logs.of("staff-clerk", MONDAY))


async def test_reading_and_logging_in_go_on_and_a_save_says_who_does_what(world: World, tmp_path: Path) -> None:
    room = DiskRoom(tmp_path, RoomLimits(read_only=10**9 * MB))
    world.market.room = room
    user = await world.user(Role.CLERK)
    await user.open("/worklog")
    (words,) = user.find(marker="words").elements
    words.set_value("下午讲了两条政策")  # type: ignore[attr-defined]
    user.find(marker="submit").click()
    await user.should_see("现在只能看、不能存")
    await user.should_see("请系统管理员马上腾出空间")
    assert _logs(world) == 0
    assert words.value == "下午讲了两条政策"  # type: ignore[attr-defined]
    room.limits = RoomLimits(read_only=0)
    user.find(marker="submit").click()
    await until(lambda: _logs(world) == 1)
