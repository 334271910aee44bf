"""The draft on the phone pages and on the player: to be seen at the desk only, kept nowhere, counted never."""

from __future__ import annotations

import json

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from content.admin.parts import AdminParts
from content.admin.previews import Draft
from content.model.codes import Role, Stage
from signage.desk.preview import open_player
from tests.pages.admin.world import KEYS, World, content_of, until

PATHS = ("/preview/phone/", "/preview/screen/", "/preview/screen/timeline", "/preview/screen/player/player.js")


def _with_player(world: World) -> World:
    parts = AdminParts(market=world.market, publisher=world.publisher, keys=KEYS, clock=world.clock)
    open_player(world.app, parts, Draft(parts))
    return world


def _stranger(app: FastAPI) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url="http://test")


@pytest.mark.parametrize("path", PATHS)
async def test_nobody_sees_a_draft_without_a_login(world: World, path: str) -> None:
    _with_player(world).publisher.draft()
    async with _stranger(world.app) as stranger:
        answer = await stranger.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/enter")


async def test_the_draft_shows_what_is_not_published_and_says_that_it_is_a_draft(world: World) -> None:
    _with_player(world).add_job(Stage.APPROVED)
    world.publisher.publish("staff-reviewer")
    job = world.add_job(Stage.APPROVED, id="job-2", title="洗碗工")
    user = await world.user(Role.REVIEWER)
    await user.open("/preview")
    await user.should_see("第 2 期草稿，刚刚生成", retries=30)
    await until(lambda: "新增 1 个岗位：洗碗工" in content_of(user, "difference"))
    for path in ("/preview/phone/jobs/", f"/preview/phone/job/{job.number}/"):
        answer = await user.http_client.get(f"http://test{path}")
        assert "洗碗工" in answer.text
        assert "预览 · 第 2 期草稿" in answer.text
        assert 'href="/jobs/' not in answer.text
        assert answer.headers["cache-control"] == "no-store"
    timeline = await user.http_client.get("http://test/preview/screen/timeline")
    assert "洗碗工" in json.dumps(timeline.json(), ensure_ascii=False)
    assert world.titles() == {"仓库搬运"}


async def test_the_player_of_a_preview_stays_below_its_path_and_reports_nothing(world: World) -> None:
    _with_player(world).add_job(Stage.APPROVED)
    world.publisher.draft()
    user = await world.user(Role.EDITOR)
    page = await user.http_client.get("http://test/preview/screen/")
    assert 'class="preview-mark">预览<' in page.text
    assert '"/player/' not in page.text
    script = await user.http_client.get("http://test/preview/screen/player/player.js")
    assert "`timeline?" in script.text  # below where the page lies
    reports = await user.http_client.get("http://test/preview/screen/player/reports.js")
    assert "fetch" not in reports.text
    assert {name for name in ("deliver", "painted", "played", "struck") if f" {name}" in reports.text} == {
        "deliver", "painted", "played", "struck"}  # fmt: skip
    for path in ("plays", "painted"):
        answer = await user.http_client.post(f"http://test/preview/screen/{path}", json=[])
        assert answer.status_code == 405
    escape = await user.http_client.get("http://test/preview/screen/player/../app.py")
    assert escape.status_code == 404


async def test_a_clerk_without_the_role_is_sent_to_the_door(world: World) -> None:
    _with_player(world).publisher.draft()
    user = await world.user(Role.CLERK)
    answer = await user.http_client.get("http://test/preview/phone/")
    assert answer.status_code == 303


async def test_the_page_is_there_before_a_long_draft_is_built(world: World) -> None:
    _with_player(world).add_job(Stage.APPROVED)
    user = await world.user(Role.REVIEWER)
    with world.publisher._lock:  # as while another edition is being made
        await user.open("/preview")
        await user.should_see("正在生成草稿")
        (publish,) = user.find(marker="publish").elements
        assert not publish.enabled
    await user.should_see("第 1 期草稿，刚刚生成", retries=50)
    await until(lambda: publish.enabled)
