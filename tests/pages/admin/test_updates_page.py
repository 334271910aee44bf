"""程序升级: the manager and the administrator send one terminal after the other, and see how it went."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from content.model.codes import Role, TerminalKind
from content.model.people import Terminal
from content.model.terminals import ErrandKind, ErrandResult
from tests.pages.admin.world import NOW, World, content_of, press, until

OLD, NEW = "0.1.0", "0.2.0"


@pytest.fixture(autouse=True)
def this_hub_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.admin.pages.updates.program_version", lambda: NEW)


def _offer(folder: Path) -> str:
    made = folder / "packages" / f"linggong_{NEW}_amd64.deb"
    made.parent.mkdir()
    made.write_bytes(b"a package")
    digest = hashlib.sha256(b"a package").hexdigest()
    made.with_name(made.name + ".sha256").write_text(f"{digest}  {made.name}\n", "ascii")
    made.with_name(made.name + ".sig").write_text("c2lnbmVk", "ascii")
    return digest


def _add(world: World, name: str, number: int, kind: TerminalKind = TerminalKind.KIOSK) -> str:
    terminal = Terminal(id=f"t-{number}", kind=kind, name=name, prefix=f"{number:02d}",
                        paired_at=NOW - timedelta(days=1))  # fmt: skip
    world.market.write(lambda tables: tables.terminals.add(terminal, name.encode()))
    _hear(world, terminal.id)
    return terminal.id


def _hear(world: World, terminal_id: str, version: str = OLD, **update: Any) -> None:
    report = json.dumps({"version": version, "update": update})
    world.market.write(lambda tables: tables.terminals.seen(terminal_id, world.clock.now(), None, report))


async def test_one_is_sent_the_others_wait_and_a_failure_is_shown(world: World, tmp_path: Path) -> None:
    digest = _offer(tmp_path)
    _add(world, "自助机 A1", 1)
    _add(world, "大屏", 2, TerminalKind.SCREEN)
    user = await world.user(Role.ADMINISTRATOR)
    await user.open("/updates")
    await until(lambda: content_of(user, "updates").count("更新这台") == 2)
    press(user, "updates", "update", "t-1")
    await user.should_see(marker="sure")
    user.find(marker="sure").click()
    await until(lambda: "先不升级下一台" in content_of(user, "updates"))
    assert "更新这台" not in content_of(user, "updates")
    with world.market.reading() as tables:
        (errand,) = tables.errands.of_terminal("t-1")
    assert (errand.kind, errand.argument) == (ErrandKind.UPDATE, digest)
    result = ErrandResult(id=errand.id, ok=True, sentence="正在下载")
    world.market.write(lambda tables: tables.errands.finish("t-1", (result,), world.clock.now()))
    _hear(world, "t-1", errand=errand.id, step="failed", sentence="没有回答，换回了 0.1.0。")
    await user.open("/updates")
    await until(lambda: "换回了 0.1.0" in content_of(user, "updates"))
    assert "没有升级成" in content_of(user, "updates")
    assert content_of(user, "updates").count("更新这台") == 2


async def test_without_a_signed_package_the_page_says_what_to_bring(world: World) -> None:
    _add(world, "自助机 A1", 1)
    user = await world.user(Role.MANAGER)
    await user.open("/updates")
    await user.should_see("还没有给终端的安装包")
    assert "更新这台" not in content_of(user, "updates")


async def test_a_clerk_does_not_come_here(world: World) -> None:
    user = await world.user(Role.CLERK)
    await user.open("/updates")
    await user.should_not_see(marker="offer")
