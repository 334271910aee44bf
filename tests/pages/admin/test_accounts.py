"""Passwords, locks, idle time and accounts, through the hub's own routes and pages."""

from __future__ import annotations

from datetime import date, timedelta

import httpx
import pytest
from nicegui import ui

from content.admin.login import IDLE_LIFE, LOGIN_TRIES, locked_until
from content.model.audit import Action
from content.model.codes import Role
from content.model.people import Staff
from content.store.audit import AuditPage
from content.store.passwords import Failures
from tests.pages.admin.world import NOW, STAFF, World, content_of, press, until

GOOD = "梧桐树下有一家早点铺子"
OTHER = "河边上的第二个修车摊"


async def _enter(world: World, browser: httpx.AsyncClient, password: str, login: str = "editor") -> httpx.Response:
    return await browser.post("http://test/enter", data={"login": login, "password": password})


async def _with_password(world: World, role: Role = Role.EDITOR) -> None:
    async with world.browser() as browser:
        await browser.post("http://test/enter", data={"link": world.link(role)})
        answer = await browser.post("http://test/password", data={"new": GOOD, "again": GOOD})
        assert answer.status_code == 303, answer.text


def _actions(world: World) -> list[Action]:
    with world.market.reading() as tables:
        assert tables.audit.first_fault() is None
        return [entry.action for entry in tables.audit.every(AuditPage())]


async def test_the_first_login_is_by_link_and_then_by_the_password_set_there(world: World) -> None:
    async with world.browser() as browser:
        refused = await _enter(world, browser, GOOD)  # nobody has a password before setting one
        assert refused.status_code == 403
    await _with_password(world)
    async with world.browser() as browser:
        answer = await _enter(world, browser, GOOD)
        assert answer.status_code == 303
        assert (await browser.get("http://test/staff/jobs")).status_code == 200
    assert _actions(world) == [Action.LOGIN_FAILED, Action.LINK, Action.LOGIN, Action.PASSWORD, Action.LOGIN]


async def test_a_password_is_kept_only_as_an_argon2_hash(world: World) -> None:
    await _with_password(world)
    with world.market.reading() as tables:
        stored = tables.passwords.hash_of("staff-editor")
    assert stored is not None
    assert stored.startswith("$argon2id$")
    assert GOOD not in stored


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        (GOOD, GOOD + "x", "不一样"),
        ("short", "short", "10 个以上"),
        ("1234567890", "1234567890", "太容易"),
        ("aaaaaaaaaaaa", "aaaaaaaaaaaa", "太容易"),
        ("my editor is me", "my editor is me", "登录名"),
    ],
)
async def test_a_weak_password_is_refused_with_what_to_do(world: World, new: str, again: str, sentence: str) -> None:
    async with world.browser() as browser:
        await browser.post("http://test/enter", data={"link": world.link(Role.EDITOR)})
        answer = await browser.post("http://test/password", data={"new": new, "again": again})
    assert answer.status_code == 403
    assert sentence in answer.text


async def test_after_five_failures_even_the_right_password_waits(world: World) -> None:
    await _with_password(world)
    async with world.browser() as browser:
        for _ in range(LOGIN_TRIES):
            assert "登录名或密码不对" in (await _enter(world, browser, "不是这个密码吧")).text
        locked = await _enter(world, browser, GOOD)
        assert locked.status_code == 403
        assert "以后才能再试" in locked.text
        world.clock.at += timedelta(minutes=1)
        assert (await _enter(world, browser, GOOD)).status_code == 303


async def test_an_unknown_login_fails_with_the_same_sentence_and_is_locked_alike(world: World) -> None:
    await _with_password(world)
    async with world.browser() as browser:
        for login in ("nobody", "editor"):
            texts = {(await _enter(world, browser, "不是这个密码吧", login)).status_code for _ in range(LOGIN_TRIES)}
            assert texts == {403}
            assert "以后才能再试" in (await _enter(world, browser, GOOD, login)).text


def test_the_lock_doubles_from_one_minute_to_half_an_hour() -> None:
    waits = [
        until - NOW if until else None
        for count in range(4, 13)
        for until in (locked_until(Failures(count=count, last_at=NOW), 5),)
    ]
    minutes = [1, 2, 4, 8, 16, 30, 30, 30]
    assert waits == [None, *(timedelta(minutes=each) for each in minutes)]


async def test_a_session_left_alone_ends_and_one_that_is_used_does_not(world: World) -> None:
    async with world.browser() as used, world.browser() as idle:
        for browser in (used, idle):
            await browser.post("http://test/enter", data={"link": world.link(Role.EDITOR)})
        for _ in range(4):
            world.clock.at += IDLE_LIFE / 2
            assert (await used.post("http://test/here")).status_code == 204
        assert (await idle.post("http://test/here")).status_code == 401
        assert (await idle.get("http://test/staff/jobs")).status_code == 303
        assert (await used.get("http://test/staff/jobs")).status_code == 200


async def test_a_new_password_ends_the_logins_elsewhere(world: World) -> None:
    await _with_password(world)
    async with world.browser() as here, world.browser() as there:
        for browser in (here, there):
            assert (await _enter(world, browser, GOOD)).status_code == 303
        wrong = await here.post("http://test/password", data={"current": "不是", "new": OTHER, "again": OTHER})
        assert "现在的密码不对" in wrong.text
        right = await here.post("http://test/password", data={"current": GOOD, "new": OTHER, "again": OTHER})
        assert right.status_code == 303
        assert (await there.get("http://test/staff/jobs")).status_code == 303
        assert (await here.get("http://test/staff/jobs")).status_code == 200


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/staff//elsewhere", "/leave"])
async def test_the_door_leads_to_no_other_site(world: World, back: str) -> None:
    async with world.browser() as browser:
        answer = await browser.post("http://test/enter", data={"link": world.link(Role.EDITOR), "back": back})
    assert answer.headers["location"] == "/staff/"


async def test_an_account_is_enabled_only_with_its_pledge(world: World) -> None:
    user = await world.user(Role.ADMINISTRATOR)
    await user.open("/accounts/new")
    user.find(marker="name").type("李新")
    user.find(marker="login").type("lixin")
    user.find(marker="enabled").click()
    user.find(marker="save").click()
    await user.should_see("还没有签数据安全责任书")
    (pledged,) = user.find(kind=ui.input, marker="pledged").elements
    pledged.value = "2026-11-02"
    user.find(marker="save").click()

    def made() -> Staff | None:
        with world.market.reading() as tables:
            return tables.staff.by_login("lixin")

    await until(lambda: made() is not None)
    account = made()
    assert account is not None
    assert (account.name, account.pledged_on, account.enabled) == ("李新", date(2026, 11, 2), True)


async def test_a_closed_account_is_out_at_once_and_the_last_one_who_can_open_others_stays(world: World) -> None:
    editor, boss = await world.user(Role.EDITOR), await world.user(Role.ADMINISTRATOR)
    await boss.open("/accounts")
    press(boss, "accounts", "close", "staff-editor")
    await boss.should_see("停用 录入员？")
    boss.find(marker="sure").click()
    await boss.should_see("录入员 已停用")
    assert (await editor.http_client.get("/jobs")).status_code == 303
    assert "停用" in content_of(boss, "accounts")
    press(boss, "accounts", "close", STAFF[Role.ADMINISTRATOR].id)
    await boss.should_see("停用 系统管理员？")
    boss.find(marker="sure").click()
    await boss.should_see("请另一位系统管理员来改")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.CLERK, Role.COUNSELLOR, Role.AUDITOR, Role.ASSESSOR])
async def test_only_those_who_run_the_market_see_accounts(world: World, role: Role) -> None:
    user = await world.user(role)
    await user.open("/accounts")
    await user.should_see("没有打开这一页的权限")


async def test_the_record_is_read_checked_and_exported(world: World) -> None:
    await _with_password(world)
    user = await world.user(Role.AUDITOR)
    await user.open("/audit")
    await until(lambda: "设置密码" in content_of(user, "audit"))
    user.find(marker="verify").click()
    await user.should_see("首尾相连")
    user.find(marker="export").click()
    answer = await user.download.next()
    text = answer.content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("序号,时间,姓名,登录名")
    assert "设置密码" in text
