"""合同到期移交: an administrator has the archive made beside the hub, gets key and paper, and can call it off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nicegui import ElementFilter, ui
from nicegui.testing import User

from content.admin.pages.contract_end import paper_values
from content.backup.sheet import root_from, sheet_text
from content.errors import HubMoved
from content.model.audit import Action
from content.model.codes import Role
from content.reports.paper import page_of
from content.security.handing_over import check
from content.security.handing_over_job import ARCHIVE, HandingOver, Made
from content.store.audit import AuditPage
from content.store.moving import move_mark
from tests.contract.link_house import bytes_hold
from tests.pages.admin.world import NOW, World, asked, content_of, until

ROOT = bytes(range(32))  # of the world's keys
URL = "http://test/hand-over/archive"


@pytest.fixture(autouse=True)
def root_lies_there(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys/root.key").write_bytes(root_from(sheet_text(ROOT)))
    (tmp_path / "keys/root.key").chmod(0o600)


def words(user: User, marker: str) -> str:
    """Return what a label or place holds, seen or not."""
    assert user.client is not None
    with user.client:
        (one,) = tuple[Any, ...](ElementFilter(marker=marker))
    return str(one.text if isinstance(one, ui.label) else one.content)


def key_on(user: User) -> str:
    return "-".join(re.findall(r"<span>([A-Z2-7-]+)</span>", words(user, "key")))


async def begin(user: User, marker: str, to: str = "样例县人社局") -> None:
    await user.open("/contract-end")
    user.find(marker="to").type(to)
    user.find(marker=marker).click()
    if marker == "hand-over-now":
        await asked(user)
        user.find(marker="sure").click()


async def made(user: User) -> None:
    await until(lambda: "sha256" in words(user, "made"), 60)


def noted(world: World) -> str:
    with world.market.reading() as tables:
        entries, _ = tables.audit.page(AuditPage(action=Action.EXPORTED))
    return "；".join(f"{one.login}:{one.words}" for one in entries if one.subject == "hand-over")


async def test_a_rehearsal_leaves_the_hub_at_work_and_its_key_opens_what_is_downloaded(
    world: World, tmp_path: Path
) -> None:
    user = await world.user(Role.ADMINISTRATOR)
    await begin(user, "rehearse")
    await made(user)
    world.add_job()  # the hub takes new records
    assert "不能用来交割" in content_of(user, "made")
    answer = await user.http_client.get(URL)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    (tmp_path / "away").mkdir()
    away = tmp_path / "away" / ARCHIVE
    away.write_bytes(answer.content)
    found = check(away, root_from(key_on(user)), tmp_path)
    assert (found.rows["employer"], found.rows["job"]) == (1, 0)
    assert "administrator:试做移交的归档，给样例县人社局" in noted(world)
    assert "下载移交的归档" in noted(world)
    key = key_on(user)
    assert bytes_hold(tmp_path, key) == bytes_hold(tmp_path, key[:14]) == []  # on no disk


async def test_the_real_one_stops_the_hub_until_it_is_called_off(world: World, tmp_path: Path) -> None:
    user = await world.user(Role.ADMINISTRATOR)
    await begin(user, "hand-over-now")
    await made(user)
    mark = move_mark(tmp_path)
    assert mark is not None and mark.handed_to == "样例县人社局"
    with pytest.raises(HubMoved, match="移交给样例县人社局"):
        world.market.require_here()
    assert "正式移交的归档" in content_of(user, "made")
    await until(lambda: key_on(user) != "")
    user.find(marker="key-kept").click()
    await until(lambda: words(user, "key") == "")
    user.find(marker="call-off").click()
    await asked(user)
    user.find(marker="sure-off").click()
    await until(lambda: move_mark(tmp_path) is None)
    world.market.require_here()
    assert not (tmp_path / "hand-over" / ARCHIVE).exists()
    await until(lambda: "取消移交给样例县人社局" in noted(world))


async def test_the_key_is_shown_to_who_began_and_to_nobody_else(world: World) -> None:
    user = await world.user(Role.ADMINISTRATOR)
    await begin(user, "rehearse")
    await made(user)
    await until(lambda: key_on(user) != "")
    boss = next(one for one in _staff(world) if one.login == "manager")
    world.market.write(lambda tables: tables.staff.change(_also_administrator(boss)))
    other = await world.user(Role.MANAGER)
    await other.open("/contract-end")
    await made(other)
    assert words(other, "key") == ""


async def test_one_that_fails_lets_the_hub_work_again_and_says_why(world: World, tmp_path: Path) -> None:
    (tmp_path / "keys/root.key").write_bytes(b"short")
    user = await world.user(Role.ADMINISTRATOR)
    await begin(user, "hand-over-now")
    await until(lambda: "损坏" in words(user, "progress"), 60)
    assert move_mark(tmp_path) is None
    world.market.require_here()
    assert not (tmp_path / "hand-over" / ARCHIVE).exists()


async def test_without_a_name_nothing_begins(world: World, tmp_path: Path) -> None:
    user = await world.user(Role.ADMINISTRATOR)
    await begin(user, "rehearse", "  ")
    await user.should_see("请写上交给哪个单位")
    assert noted(world) == "" and not (tmp_path / "hand-over").exists()


def test_an_archive_that_would_fill_the_disk_is_not_begun(tmp_path: Path) -> None:
    work = HandingOver(tmp_path, free=lambda folder: 499_000_000)
    with pytest.raises(Exception, match="放不下归档"):
        work.require_room()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
async def test_nobody_else_gets_the_archive_or_the_page(world: World, role: Role) -> None:
    user = await world.user(role)
    assert (await user.http_client.get(URL)).status_code == 403
    await user.open("/contract-end")
    await user.should_see(marker="refused")


async def test_there_is_no_archive_before_it_was_made(world: World) -> None:
    user = await world.user(Role.ADMINISTRATOR)
    assert (await user.http_client.get(URL)).status_code == 404


def test_what_was_broken_off_by_the_end_of_a_hub_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "hand-over").mkdir()
    (tmp_path / "hand-over" / ARCHIVE).write_bytes(b"half")
    HandingOver(tmp_path)
    assert list((tmp_path / "hand-over").iterdir()) == []


@pytest.mark.parametrize("final", [True, False])
def test_the_paper_says_what_was_handed_over_and_which_is_only_a_rehearsal(final: bool) -> None:
    page = page_of("hand_over.html", paper_values(Made(
        to="样例县人社局", final=final, by="系统管理员", at=NOW, sha256="ab" * 32, size=12_345_678,
        rows={"seeker": 3, "job": 4, "aid_file": 0}, files=9), "样例市场"))  # fmt: skip
    assert all(word in page for word in ("样例县人社局", "ab" * 32, "12345678 字节", "3 张表 7 行", "2026-11-23 09:30"))
    assert ("不能用来交割" in page) is not final


def _staff(world: World) -> Iterator[Any]:
    with world.market.reading() as tables:
        yield from tables.staff.all()


def _also_administrator(staff: Any) -> Any:
    return replace(staff, roles=(Role.MANAGER, Role.ADMINISTRATOR))
