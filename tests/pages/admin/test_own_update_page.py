"""程序升级, the hub's own part: an administrator brings a package, sees what is wrong with it, and starts it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from nicegui.testing import User

from content.hubapi.sticks import packages_on_sticks
from content.model.audit import Action
from content.model.codes import Role
from content.store.audit import AuditPage
from tests.contract.signed_packages import STRANGER, build, keep_key
from tests.pages.admin.world import World, content_of, press, until

URL = "http://test/package"
NEW = "0.3.0"  # the hub of these tests says it is 0.2.0


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """A box that may install: the drop folder and a release key."""
    (tmp_path / "drop/incoming").mkdir(parents=True)
    keep_key(tmp_path / "release-keys")
    return tmp_path


async def put(user: User, path: Path) -> httpx.Response:
    return await user.http_client.put(URL, content=path.read_bytes(), headers={"X-Name": path.name})


async def bring(user: User, package: Path) -> httpx.Response:
    """Send both files as the page's script does, and tell the page of each answer."""
    answer = httpx.Response(500)
    for path in (package.with_name(package.name + ".sig"), package):
        answer = await put(user, path)
        user.find(marker="own-drop").trigger("taken", answer.json())
    return answer


def notes(world: World) -> list[tuple[str, str]]:
    with world.market.reading() as tables:
        found, _ = tables.audit.page(AuditPage(action=Action.PROGRAM))
    return [(one.login, one.words) for one in found]


async def test_it_waits_is_started_and_what_came_of_it_is_told(world: World, ready: Path) -> None:
    user = await world.user(Role.ADMINISTRATOR)
    await user.open("/updates")
    await until(lambda: "现在没有等着安装的包" in content_of(user, "own-waiting"))
    package = build(ready, NEW)
    assert (await bring(user, package)).json() == {"waiting": True}
    await until(lambda: f"零工站 {NEW}" in content_of(user, "own-waiting"))
    press(user, "own-waiting", "start", "x")
    await user.should_see(marker="own-sure")
    user.find(marker="own-sure").click()
    await until(lambda: (ready / "drop/incoming/ready").exists())
    await user.should_see("正在安装")
    errand = json.loads((ready / "drop/incoming/ready").read_text("utf8"))["errand"]
    world.clock.at += timedelta(seconds=61)
    await user.open("/updates")
    await user.should_see("systemctl enable --now update-linggong.path")
    (ready / "drop/incoming/ready").unlink()
    result = {"errand": errand, "ok": True, "sentence": "升级好了，现在是 0.3.0。", "doctor": []}
    (ready / "drop/result.json").write_text(json.dumps(result), "utf8")
    await user.open("/updates")
    await user.should_see("升级好了，现在是 0.3.0")
    told = notes(world)
    assert {login for login, _ in told} == {"administrator"}
    assert any(f"收到安装包 {NEW}" in words for _, words in told)
    assert any("让安装程序升级中心" in words for _, words in told)


async def test_a_strangers_package_is_refused_on_the_page_and_written_down(world: World, ready: Path) -> None:
    user = await world.user(Role.ADMINISTRATOR)
    await user.open("/updates")
    assert (await bring(user, build(ready, NEW, key=STRANGER))).status_code == 422
    await user.should_see("不是开发方签的")
    assert "现在没有等着安装的包" in content_of(user, "own-waiting")
    assert any("安装包没有收" in words for _, words in notes(world))


async def test_half_of_it_says_what_is_missing_and_can_be_thrown_away(world: World, ready: Path) -> None:
    user = await world.user(Role.ADMINISTRATOR)
    await user.open("/updates")
    package = build(ready, NEW)
    user.find(marker="own-drop").trigger("taken", (await put(user, package)).json())
    await user.should_see("还缺它的签名文件")
    await bring(user, package)
    await until(lambda: f"零工站 {NEW}" in content_of(user, "own-waiting"))
    press(user, "own-waiting", "discard", "x")
    await until(lambda: "现在没有等着安装的包" in content_of(user, "own-waiting"))
    assert list((ready / "package").iterdir()) == []


@pytest.mark.parametrize("name", ["setup.exe", "a.deb", "a.sig"])
async def test_another_kind_of_file_is_refused(world: World, ready: Path, name: str) -> None:
    user = await world.user(Role.ADMINISTRATOR)
    answer = await user.http_client.put(URL, content=b"\xff\xfeMZ" * 9, headers={"X-Name": name})
    assert answer.status_code == 422 and "没有收" in answer.json()["error"]
    assert list((ready / "package").iterdir()) == []


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
async def test_nobody_else_sends_one(world: World, ready: Path, role: Role) -> None:
    user = await world.user(role)
    answer = await put(user, build(ready, NEW))
    assert answer.status_code == 403 and "系统管理员" in answer.json()["error"]
    assert list((ready / "package").iterdir()) == []


async def test_who_is_logged_out_sends_nothing(world: World, ready: Path) -> None:
    async with world.browser() as stranger:
        answer = await stranger.put(URL, content=b"!<arch>\ndebian-binary", headers={"X-Name": "a.deb"})
    assert answer.status_code == 401
    assert list((ready / "package").iterdir()) == []


async def test_a_manager_updates_terminals_and_sees_no_part_of_the_hubs_own(world: World, ready: Path) -> None:
    user = await world.user(Role.MANAGER)
    await user.open("/updates")
    await user.should_see(marker="offer")
    await user.should_not_see(marker="own-drop")


async def test_a_box_without_release_key_says_so_and_shows_no_field(world: World, tmp_path: Path) -> None:
    (tmp_path / "drop/incoming").mkdir(parents=True)
    user = await world.user(Role.ADMINISTRATOR)
    await user.open("/updates")
    await user.should_see("没有存开发方的发布公钥")
    await user.should_not_see(marker="own-drop")


async def test_a_package_on_a_stick_is_taken_and_one_pulled_out_is_told(
    world: World, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = ready / "media/STICK"
    stick.mkdir(parents=True)
    package = build(stick, NEW)
    monkeypatch.setattr("content.admin.own_update_section.packages_on_sticks",
                        lambda: packages_on_sticks((ready / "media",)))  # fmt: skip
    user = await world.user(Role.ADMINISTRATOR)
    await user.open("/updates")
    user.find(marker="own-sticks").click()
    await until(lambda: package.name in content_of(user, "own-on-sticks"))
    press(user, "own-on-sticks", "take", str(package))
    await until(lambda: f"零工站 {NEW}" in content_of(user, "own-waiting"))
    package.unlink()
    press(user, "own-on-sticks", "take", "/etc/passwd")
    await user.should_see("已经拔掉了")
