"""Who gets in, once, and what a page of somebody logged out can still do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from content.admin.login import LINK_LIFE, SESSION_LIFE
from content.model.codes import Role, Stage
from tests.pages.admin.world import JOB, STAFF, World, content_of, press


async def test_a_link_is_not_used_up_by_looking_at_it_and_lets_in_once(world: World) -> None:
    link = world.link(Role.EDITOR)
    async with world.browser() as preview:
        for _ in range(2):
            seen = await preview.get("http://test/enter", params={"link": link})
            assert seen.status_code == 200
            assert "进入后台" in seen.text
            assert "set-cookie" not in seen.headers
    async with world.browser() as first, world.browser() as second:
        assert (await first.post("http://test/enter", data={"link": link})).status_code == 303
        refused = await second.post("http://test/enter", data={"link": link})
        assert refused.status_code == 403
        assert "已经用过或过期" in refused.text
        assert not second.cookies


async def test_the_cookie_is_for_this_site_and_not_for_scripts(world: World) -> None:
    async with world.browser() as browser:
        answer = await browser.post("http://test/enter", data={"link": world.link(Role.EDITOR)})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


async def test_an_expired_link_is_refused(world: World) -> None:
    link = world.link(Role.EDITOR)
    world.clock.at += LINK_LIFE
    async with world.browser() as browser:
        assert (await browser.post("http://test/enter", data={"link": link})).status_code == 403


@pytest.mark.parametrize("path", ["/", "/jobs", "/jobs/new", "/review", "/registrations", "/devices"])
async def test_without_a_login_every_page_leads_to_the_door(world: World, path: str) -> None:
    async with world.browser() as browser:
        answer = await browser.get("http://test/staff" + path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/enter")


async def test_a_session_ends_after_its_time(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/jobs")
    world.clock.at += SESSION_LIFE
    assert (await user.http_client.get("/jobs")).status_code == 303


async def test_a_page_left_open_after_its_login_ended_changes_nothing(world: World) -> None:
    job = world.add_job(Stage.APPROVED)
    user = await world.user(Role.EDITOR)
    await user.open("/jobs")
    world.market.write(lambda tables: tables.staff.end_sessions("staff-editor"))
    press(user, "list", "filled", job.id)
    await user.should_see("已退出登录")
    assert world.job().stage is Stage.APPROVED


async def test_a_disabled_account_is_out_at_once(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/jobs")
    world.market.write(lambda tables: tables.staff.change(replace(STAFF[Role.EDITOR], enabled=False)))
    assert (await user.http_client.get("/jobs")).status_code == 303


async def test_a_role_sees_what_it_may_and_is_told_who_else_can(world: World) -> None:
    auditor = await world.user(Role.AUDITOR)
    await auditor.open("/")
    assert "审核发布" not in content_of(auditor, "menu")
    assert "求职台账" in content_of(auditor, "menu")
    await auditor.open("/review")
    await auditor.should_see("没有打开这一页的权限")
    await auditor.should_not_see("发布第")


async def test_an_editor_cannot_approve_even_by_a_forged_click(world: World) -> None:
    job = world.add_job(Stage.SUBMITTED)
    editor = await world.user(Role.EDITOR)
    await editor.open("/jobs")
    press(editor, "list", "again", job.id)
    await editor.should_see("请走审核")
    await editor.open("/review")
    assert "通过</button>" not in content_of(editor, "queue")
    assert world.job().stage is Stage.SUBMITTED


async def test_words_of_a_record_are_never_markup(world: World) -> None:
    world.add_job(title='<img src=x onerror="alert(1)">')
    user = await world.user(Role.EDITOR)
    await user.open("/jobs")
    listed = content_of(user, "list")
    assert "<img" not in listed
    assert "&lt;img" in listed
    assert JOB.title not in listed


async def test_a_database_copy_holds_no_token(world: World) -> None:
    user = await world.user(Role.EDITOR)
    token = user.http_client.cookies["linggong_staff"]
    world.clock.at += timedelta(seconds=1)
    with world.market.reading() as tables:
        (session,) = tables.staff.sessions("staff-editor")
    assert token.encode() not in session.digest
