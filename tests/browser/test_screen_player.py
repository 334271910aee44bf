"""The player when something goes wrong around it: clocks, answers, new players, and plays nobody takes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from signage.schedule import item_at, to_wire
from tests.browser.sentinel_player import copied_player
from tests.browser.test_screen import open_player, wait_until
from tests.unit.signage.hall import RunningClock, hall
from tests.unit.signage.samples import NOON, content
from tests.unit.signage.year import days, on_at

SCENE = ".layer.front .scene"
_DUE = """async (cases) => {
  const { due } = await import('/player/renewal.js');
  return cases.map(([wall, ageMs]) => due(wall, ageMs));
}"""


@pytest.mark.soak
def test_a_clock_far_off_or_set_by_a_day_never_empties_the_glass_and_never_stops_it(
    browser: Browser, tmp_path: Path
) -> None:
    clock = RunningClock(NOON)
    evergreen = {"service", "safety", "hotlines"}
    with hall(tmp_path, stay_s=1, clock=clock) as running:
        running.publish(content(30, 2), 1)
        page = open_player(browser, running)

        def kind() -> str:
            name = page.locator(SCENE).get_attribute("class") or ""
            return next((word for word in name.split() if word in evergreen), "")

        shifts = [timedelta(days=1), timedelta(days=-2), timedelta(days=1),
                  datetime(1970, 1, 1, 0, 0, 30, tzinfo=UTC) - NOON,
                  datetime(2099, 1, 1, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC),
                  NOON - datetime(2099, 1, 1, tzinfo=UTC)]  # fmt: skip
        for number, shift in enumerate(shifts):
            clock.shift(shift)
            seen: set[str] = set()

            def goes_on(seen: set[str] = seen) -> bool:
                assert page.locator(SCENE).count() == 1, "the stage is empty"
                seen.add(page.locator(SCENE).inner_html())
                return len(seen) >= 3

            wait_until(page, goes_on, f"three scenes after the clock was set, {number}", 40)
            if number in (3, 4):
                wait_until(page, lambda: kind() in evergreen, "an evergreen scene")
                assert any("时钟" in fault for fault in running.live.faults())
        assert not any("时钟" in fault for fault in running.live.faults())
        page.context.close()


def test_an_answer_that_is_no_timeline_never_changes_what_is_shown(browser: Browser, tmp_path: Path) -> None:
    with hall(tmp_path, stay_s=1) as running:
        running.publish(content(30, 2), 1)
        page = open_player(browser, running)
        wrong = iter(["{}", "[]", "<html>", '{"evergreen": []}', '{"evergreen": [["a", 1, ""]], "scenes": {}}', "null"])
        given: list[str] = []

        def answer(route: Route) -> None:
            given.append(next(wrong, "null"))
            route.fulfill(status=200, body=given[-1], headers={"ETag": '"x"', "Linggong-Player": "x"})

        page.route("**/timeline*", answer)
        wait_until(page, lambda: len(given) >= 6, "six wrong answers", 60)
        first = running.live.health()["painted_scene"]
        wait_until(page, lambda: running.live.health()["painted_scene"] != first, "the round goes on", 30)
        assert page.locator(SCENE).count() == 1
        page.context.close()


def shell(browser: Browser, url: str) -> Page:
    page = browser.new_context(viewport={"width": 480, "height": 270}).new_page()
    page.goto(url)
    page.frame_locator("iframe.front").locator(SCENE).wait_for()
    return page


def test_a_new_player_that_never_paints_is_given_up_and_the_old_one_plays_on(browser: Browser, tmp_path: Path) -> None:
    player = copied_player(tmp_path, shell_js=("const PATIENCE_MS = 60 * 1000;", "const PATIENCE_MS = 800;"))
    with hall(tmp_path, stay_s=1, player=player) as running:
        running.publish(content(30, 2), 1)
        page = shell(browser, running.url)
        page.evaluate("document.querySelector('iframe.front').id = 'old'")
        loads: list[str] = []

        def broken(route: Route) -> None:
            loads.append(route.request.url)
            route.fulfill(status=200, content_type="text/html", body="<p>")

        page.route("**/player", broken)
        page.frame_locator("#old").locator(SCENE).wait_for()
        frame = next(one for one in page.frames if one.url.endswith("/player"))
        tell = "parent.postMessage('outdated', location.origin)"
        frame.evaluate(tell)
        wait_until(page, lambda: page.locator("iframe").count() == 2, "the new player loads", 30)
        wait_until(page, lambda: page.locator("iframe").count() == 1, "the new player is given up", 30)
        assert page.locator("iframe#old.front").count() == 1
        first = running.live.health()["painted_scene"]
        wait_until(page, lambda: running.live.health()["painted_scene"] != first, "the old player goes on", 30)
        frame.evaluate(tell)  # as the player says with every look
        page.wait_for_timeout(300)
        assert len(loads) == 1, "a broken player must not be tried again and again"
        page.context.close()


def test_the_renewal_is_asked_for_once_a_night_before_the_dawn_crowd(browser: Browser, tmp_path: Path) -> None:
    hour = 3_600_000
    cases = [("03:29", 20 * hour, False), ("03:30", 20 * hour, True), ("03:59", 20 * hour, True),
             ("04:00", 20 * hour, False), ("04:30", 23 * hour, False), ("03:45", hour, False),
             ("12:00", 31 * hour, True)]  # fmt: skip
    with hall(tmp_path) as running:
        page = open_player(browser, running)
        assert page.evaluate(_DUE, [case[:2] for case in cases]) == [case[2] for case in cases]
        page.context.close()


def in_the_small_hours(hour: int, minute: int) -> datetime:
    """Return that time of 24 November in the market."""
    return datetime(2026, 11, 23, 16, tzinfo=UTC) + timedelta(hours=hour, minutes=minute)


@pytest.mark.soak
def test_a_player_on_since_yesterday_is_renewed_in_the_small_hours_and_not_before(
    browser: Browser, tmp_path: Path
) -> None:
    clock = RunningClock(in_the_small_hours(3, 29))
    player = copied_player(tmp_path, renewal_js=("const YOUNG_MS = 2 * 3600 * 1000;", "const YOUNG_MS = 10 * 1000;"))
    with hall(tmp_path, stay_s=1, player=player, clock=clock) as running:
        running.publish(content(30, 2), 1, built_at=clock.now() - timedelta(hours=1))
        page = shell(browser, running.url)
        page.evaluate("document.querySelector('iframe.front').id = 'old'")
        page.wait_for_timeout(11_000)
        assert page.locator("iframe#old.front").count() == 1
        clock.shift(timedelta(minutes=2))
        wait_until(page, lambda: page.locator("iframe#old").count() == 0, "the renewal", 60)
        assert page.locator("iframe.front").count() == 1
        page.context.close()


@pytest.mark.parametrize("refused", [0, 422])
def test_plays_nobody_takes_outlive_the_page_and_arrive_once_and_a_refused_one_holds_up_no_other(
    browser: Browser, tmp_path: Path, refused: int
) -> None:
    with hall(tmp_path, stay_s=1) as running:
        running.publish(content(30, 2), 1)
        page = browser.new_context(viewport={"width": 960, "height": 540}).new_page()
        told: list[list[dict[str, object]]] = []

        def away(route: Route) -> None:
            told.append(json.loads(route.request.post_data or "[]"))
            route.abort()

        page.route("**/plays", away)
        page.goto(f"{running.url}/player")
        wait_until(page, lambda: bool(told) and len(told[-1]) >= 3, "three plays wait", 60)
        page.goto("about:blank")
        before = {(one["started_ms"], one["scene_id"]) for one in told[-1]}
        page.unroute("**/plays")
        bad = min(before)[0]

        def refuse(route: Route) -> None:
            batch = json.loads(route.request.post_data or "[]")
            if refused and any(one["started_ms"] == bad for one in batch):
                route.fulfill(status=refused, body="{}")
            else:
                route.continue_()

        page.route("**/plays", refuse)
        page.goto(f"{running.url}/player")
        wait_until(page, lambda: running.plays.waiting() >= len(before) + 1, "all of them and a new one", 60)
        got: list[tuple[int, str]] = []
        running.plays.file_hours(NOON + timedelta(hours=2), lambda body, key: got.extend(
            (round(play.started_at.timestamp() * 1000), play.scene_id) for play in body.plays))  # fmt: skip
        assert len(got) == len(set(got))
        assert before - set(got) == ({min(before)} if refused else set())
        page.context.close()


_ANSWERS = """async (days) => {
  const { itemAt } = await import('/player/schedule.js');
  return days.map(([timeline, instants]) => instants.map((at) => {
    const one = itemAt(timeline, at);
    return [timeline.scenes[one.scene].kind, one.scene, one.starts, one.ends];
  }));
}"""


@pytest.mark.soak
def test_player_and_process_agree_with_the_reckoning_over_a_whole_year(browser: Browser, tmp_path: Path) -> None:
    with hall(tmp_path) as running:
        page = open_player(browser, running)
        every = list(days())
        for month in range(0, len(every), 31):
            some = every[month : month + 31]
            answers = page.evaluate(_ANSWERS, [[to_wire(timeline), instants] for timeline, instants in some])
            for (timeline, instants), found in zip(some, answers, strict=True):
                for at, answer in zip(instants, found, strict=True):
                    ours = item_at(timeline, at)
                    assert answer == [on_at(at), ours.item.scene.id, ours.starts_ms, ours.ends_ms], at
        page.context.close()
