"""The screen in a real Chromium: what it follows, what it refuses, what it looks like."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from content.clock import milliseconds
from content.model.programme import Priority, Slot
from signage.programme import Item
from signage.scenes.scene import Scene, Shape
from signage.schedule import Segment, Timeline, draw_up, item_at, to_wire
from tests.unit.signage.hall import Hall, hall, until
from tests.unit.signage.samples import NOON, SLOTS, content, on_air, policy


def open_player(browser: Browser, running: Hall, width: int = 960, height: int = 540) -> Page:
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(f"{running.url}/player")
    page.locator(".layer.front .scene").wait_for()
    return page


def text_on(page: Page) -> str:
    return page.locator(".layer.front").inner_text()


def wait_until(page: Page, holds: object, what: str, seconds: float = 15.0) -> float:
    """Wait for it with the page's events coming in, and return the seconds it took."""
    step_ms = 50
    for step in range(int(seconds * 1000 / step_ms)):
        if holds():  # type: ignore[operator]
            return step * step_ms / 1000
        page.wait_for_timeout(step_ms)
    raise AssertionError(f"not within {seconds} s: {what}")


def test_a_screen_without_an_edition_is_branded_and_takes_the_first_one(browser: Browser, tmp_path: Path) -> None:
    with hall(tmp_path) as running:
        page = open_player(browser, running)
        assert "东至县零工市场" in text_on(page) and "正在准备，请稍候" in text_on(page)
        running.publish(content(30, 2), 1)
        board = page.locator(".layer.front .scene.jobs")
        wait_until(page, lambda: board.count(), "the first edition on the glass", 3.0)
        assert "第 95 期" in page.locator("#remark").inner_text()
        page.context.close()


def test_a_job_marked_filled_leaves_the_glass_within_three_seconds(browser: Browser, tmp_path: Path) -> None:
    with hall(tmp_path) as running:
        running.publish(content(30, 2), 1)
        page = open_player(browser, running)
        number = page.locator(".layer.front .number").first.inner_text()
        held = content(30, 2)
        rest = tuple(one for one in held.jobs if str(one.number) != number)
        running.publish(replace(held, jobs=rest), 2)
        took = wait_until(page, lambda: number not in page.locator(".layer.front .number").all_inner_texts(), "gone")
        assert took <= 3.0
        page.context.close()


def test_a_new_policy_is_on_the_glass_within_three_seconds(browser: Browser, tmp_path: Path) -> None:
    with hall(tmp_path) as running:
        running.publish(content(30, 2), 1)
        page = open_player(browser, running)
        held = content(30, 2)
        fresh = policy(9, title="新开的交通补贴", published_at=running.clock.now())
        running.publish(replace(held, policies=(fresh, *held.policies)), 2)
        assert wait_until(page, lambda: "新开的交通补贴" in text_on(page), "the new policy") <= 3.0
        page.context.close()


def test_a_scene_the_new_edition_still_has_is_not_cut_short(browser: Browser, tmp_path: Path) -> None:
    with hall(tmp_path) as running:
        running.publish(content(30, 2), 1)
        page = open_player(browser, running)
        before = running.live.health()["painted_scene"]
        held = content(30, 2)
        # an article went, which no board shows
        running.publish(replace(held, articles=held.articles[:-1]), 2, built_at=NOON - timedelta(hours=1))
        wait_until(page, lambda: "第 96 期" in page.locator("#remark").inner_text(), "the new edition's number")
        page.wait_for_timeout(1500)
        assert running.live.health()["painted_scene"] == before
        page.context.close()


@pytest.mark.soak
def test_what_has_ended_goes_although_the_screen_process_is_away(browser: Browser, tmp_path: Path) -> None:
    end = NOON + timedelta(seconds=8)
    ending = policy(1, title="今天中午到期的补贴", valid_until=end)
    held = replace(content(0, 0), policies=(ending,), courses=(), fairs=(), articles=())
    with hall(tmp_path) as running:
        running.publish(held, 1, built_at=NOON - timedelta(hours=1))
        page = open_player(browser, running)
        wait_until(page, lambda: "今天中午到期的补贴" in text_on(page) or running.clock.now() > end, "the policy")
        running.stop()
        until(lambda: running.clock.now() >= end + timedelta(seconds=1), "the end has passed")
        wait_until(page, lambda: "今天中午到期的补贴" not in text_on(page), "the ended policy gone", 2.0)
        seen = set()
        for _ in range(40):
            seen.add("今天中午到期的补贴" in text_on(page))
            page.wait_for_timeout(50)
        assert seen == {False}
        page.context.close()


def test_an_emergency_takes_the_glass_at_once(browser: Browser, tmp_path: Path) -> None:
    with hall(tmp_path) as running:
        running.publish(content(30, 2), 1)
        page = open_player(browser, running)
        alarm = Slot(scene="emergency", priority=Priority.EMERGENCY, title="请从东门离开", text="听从工作人员指挥。",
                     shown_until=NOON + timedelta(minutes=20))  # fmt: skip
        timeline = draw_up(on_air(content(30, 2), (*SLOTS, alarm)), running.clock.now(), Shape.LANDSCAPE)
        body = json.dumps(to_wire(timeline))
        headers = {"ETag": '"e"', "Linggong-Now": str(milliseconds(running.clock.now()))}
        page.route("**/timeline*", lambda route: route.fulfill(status=200, body=body, headers=headers))
        assert wait_until(page, lambda: "请从东门离开" in text_on(page), "the emergency") <= 2.0
        page.context.close()


def test_whole_plays_reach_the_screen_process_once(browser: Browser, tmp_path: Path) -> None:
    with hall(tmp_path, stay_s=2) as running:
        running.publish(content(30, 2), 1)
        page = open_player(browser, running)
        wait_until(page, lambda: running.plays.waiting() >= 3, "three plays")
        got = []
        later = NOON + timedelta(hours=2)
        running.plays.file_hours(later, lambda body, key: got.extend(body.plays))
        starts = [play.started_at for play in got]
        assert starts == sorted(set(starts)) and all(play.edition_order == 1 for play in got)
        assert all(1000 <= play.milliseconds <= 5000 and play.content_ids for play in got)
        page.context.close()


def test_the_player_talks_to_nobody_but_its_own_process(browser: Browser, tmp_path: Path) -> None:
    with hall(tmp_path, stay_s=1) as running:
        running.publish(content(30, 2), 1)
        page = browser.new_context(viewport={"width": 960, "height": 540}).new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(running.url)
        page.frame_locator("iframe.front").locator(".layer.front .scene").wait_for()
        page.wait_for_timeout(2500)
        assert asked and {urlsplit(url).netloc for url in asked} == {urlsplit(running.url).netloc}
        page.context.close()
        # the control: without the page's policy the same ear hears a request to somebody else
        page = browser.new_context(bypass_csp=True).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{running.url}/player")
        page.evaluate("fetch('http://elsewhere.invalid/', { mode: 'no-cors' }).catch(() => {})")
        wait_until(page, lambda: "http://elsewhere.invalid/" in asked, "the request is heard")
        page.context.close()


def random_timeline(dice: random.Random) -> Timeline:
    """Return a timeline of random segments with gaps between some of them."""

    def items(name: str) -> tuple[Item, ...]:
        return tuple(
            Item(scene=Scene(id=f"{name}{index}", kind="jobs", markup="", content_ids=(), valid_until=None,
                             seconds=dice.randint(1, 30)))
            for index in range(dice.randint(1, 6))
        )  # fmt: skip

    segments, at = [], dice.randint(0, 50_000)
    for number in range(dice.randint(0, 6)):
        end = at + dice.randint(1, 200_000)
        segments.append(Segment(starts_ms=at, ends_ms=end, items=items(f"s{number}-"), at_once=dice.random() < 0.2))
        at = end + dice.choice((0, 0, 20_000))
    return Timeline(order=1, heading="", remark="", segments=tuple(segments), evergreen=items("e"), ticker=())


def test_the_player_and_the_process_agree_on_what_is_on(browser: Browser, tmp_path: Path) -> None:
    dice = random.Random(20261123)
    with hall(tmp_path) as running:
        page = open_player(browser, running)
        for _ in range(40):
            timeline = random_timeline(dice)
            instants = [dice.randint(0, 900_000) for _ in range(50)]
            instants += [part.starts_ms for part in timeline.segments] + [part.ends_ms for part in timeline.segments]
            answers = page.evaluate(
                "async ([timeline, instants]) => { const { itemAt } = await import('/player/schedule.js');"
                " return instants.map((at) => { const one = itemAt(timeline, at);"
                " return [one.scene, one.starts, one.ends, one.once]; }); }",
                [to_wire(timeline), instants],
            )
            for at, answer in zip(instants, answers, strict=True):
                found = item_at(timeline, at)
                assert answer == [found.item.scene.id, found.starts_ms, found.ends_ms, found.at_once], at
        page.context.close()
