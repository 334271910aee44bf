"""运行状况: what is wrong stands on top with who does what; a person can vouch for the clock."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from content.admin.pages.health import HealthDesk
from content.clock import SetClock
from content.model.audit import Action
from content.model.codes import Role, TerminalKind
from content.model.people import Terminal
from content.rules.clock import ClockState
from content.rules.disk_room import MB, RoomLimits
from content.security.examining import Place
from content.settings import BackupSettings
from content.store.audit import AuditPage
from content.store.room import DiskRoom
from content.timekeeping import GuardedClock
from tests.pages.admin.test_backups_page import copy, drilled, noted
from tests.pages.admin.world import KEYS, NOW, STAFF, World, content_of, until


def _kiosk(world: World, name: str, version: str, minutes: int = 0, **report: object) -> None:
    terminal = Terminal(id=name, kind=TerminalKind.KIOSK, name=name, prefix=f"{len(name):02d}", paired_at=NOW)
    seen = NOW - timedelta(minutes=minutes)

    def add(tables: object) -> None:
        tables.terminals.add(terminal, name.encode().ljust(32))  # type: ignore[attr-defined]
        tables.terminals.seen(name, seen, 1, json.dumps({"version": version} | report))  # type: ignore[attr-defined]

    world.market.write(add)


async def test_devices_disk_backups_and_editions_are_on_one_page_and_what_is_wrong_first(
    world: World, tmp_path: Path) -> None:  # fmt: skip
    world.market.room = DiskRoom(tmp_path, RoomLimits(reserve=0, read_only=10**9 * MB))
    _kiosk(world, "东厅", "开发版")
    _kiosk(world, "西厅一号", "0.9")
    _kiosk(world, "南厅二号机", "开发版", minutes=9)
    user = await world.user(Role.AUDITOR)
    await user.open("/health")
    shown = content_of(user, "health")
    for words in ("只能看、不能存", "没有设备份", "请到现场看看有没有断电", "程序是 0.9", "“东厅”在线", "还没有发布过"):
        assert words in shown
    places = [shown.index(words) for words in ("只能看、不能存", "程序是 0.9", "“东厅”在线")]
    assert places == sorted(places)
    await user.should_not_see(marker="accept-clock")


async def test_an_edition_of_last_week_and_a_stale_copy_are_called(world: World, tmp_path: Path) -> None:
    world.publisher.publish(by="审核员", note="")
    noted(tmp_path, copy(9), drilled(3))
    place = Place(data=tmp_path, market=world.market, keys=KEYS, clock=world.clock, ports={},
                  backup=BackupSettings(disk=tmp_path / "b"))  # fmt: skip
    room = HealthDesk(place, GuardedClock(world.clock, synced=lambda: None))
    for hours, edition, backup in ((0, "good", "good"), (25, "note", "wrong"), (24 * 7 + 1, "wrong", "wrong")):
        with world.market.reading() as tables:
            found = {one.about: one for one in room.look(tables, NOW + timedelta(hours=hours))}
        assert (found["edition"].level, found["backup"].level) == (edition, backup), hours


async def test_a_clock_that_was_set_wrong_is_on_the_first_page_and_a_person_can_vouch_for_it(
    world: World, tmp_path: Path) -> None:  # fmt: skip
    machine = SetClock(NOW)
    clock = GuardedClock(machine, synced=lambda: None)
    place = Place(data=tmp_path, market=world.market, keys=KEYS, clock=clock, backup=BackupSettings(), ports={})
    room = HealthDesk(place, clock)
    with world.market.reading() as tables:
        assert room.clock_card(tables, NOW).figure == 0
    machine.at = NOW + timedelta(days=365)
    with world.market.reading() as tables:
        card = room.clock_card(tables, NOW)
    assert (card.figure, card.pressing) == (1, True)
    assert "2027-11-23" in card.sentence and "请系统管理员" in card.sentence
    world.market.write(lambda tables: room._accepted(tables, STAFF[Role.MANAGER]))
    with world.market.reading() as tables:
        mark, (entries, _) = tables.clock_marks.get(), tables.audit.page(AuditPage(action=Action.CLOCK))
        assert room.clock_card(tables, NOW).figure == 0
    assert mark is not None
    assert (mark.at, mark.state, clock.now().year) == (machine.at, ClockState.RIGHT, 2027)
    assert entries[0].login == Role.MANAGER.value


async def test_the_button_asks_before_it_believes_the_machine(world: World) -> None:
    world.clock.at = NOW + timedelta(days=2)
    user = await world.user(Role.MANAGER)
    await user.open("/health")
    await user.should_see(marker="accept-clock")
    user.find(marker="accept-clock").click()
    await user.should_see("现在真的是 2026 年 11 月 25 日 09:30 吗？")
    user.find(marker="sure").click()
    await until(lambda: _accepted(world))


def _accepted(world: World) -> bool:
    with world.market.reading() as tables:
        return tables.audit.page(AuditPage(action=Action.CLOCK))[1] == 1


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CLERK])
async def test_others_do_not_see_it(world: World, role: Role) -> None:
    user = await world.user(role)
    await user.open("/health")
    await user.should_not_see(marker="health")
