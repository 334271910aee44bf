"""The glass as a picture: what pixels prove of real scenes, the orbit, scenes that fail, televisions, a lost clock."""

from __future__ import annotations

import io
import json
import shutil
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from signage.app import PLAYER
from signage.browser.pixels import BLANK_SHARE, SCENES_STILL, Look, Verdict, judge, same_picture, see
from signage.scenes.scene import Shape
from tests.unit.signage.hall import RunningClock, hall, until
from tests.unit.signage.samples import NOON, content

PATIENCE_S = 60.0


def open_at(browser: Browser, url: str, width: int = 960, height: int = 540) -> Page:
    """Open an address in a context of its own."""
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(url)
    return page


def shot(page: Page) -> Image.Image:
    """Return what the page shows."""
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


@pytest.mark.soak
def test_no_real_scene_looks_blank_and_no_three_look_alike(browser: Browser, tmp_path: Path) -> None:
    for shape, size in ((Shape.LANDSCAPE, (960, 540)), (Shape.PORTRAIT, (540, 960))):
        folder = tmp_path / shape
        folder.mkdir()
        with hall(folder) as running:
            page = open_at(browser, f"{running.url}/player", *size)
            page.locator(".layer.front .scene").wait_for()
            emptiest = see(shot(page)).drawn  # 正在准备，请稍候
            running.publish(content(30, 2), 1)
            scenes = running.live.timeline(shape).scenes
            pixels = {}
            for key, scene in scenes.items():
                page.evaluate("(text) => { document.querySelector('.layer.front').innerHTML = text; }", scene.markup)
                pixels[key] = see(shot(page))
            last = shot(page)
            page.context.close()
        assert min(emptiest, *(one.drawn for one in pixels.values())) > 2 * BLANK_SHARE
        # the invented policies differ by a digit; a picture counts as stuck only where three scenes look alike
        alike = [sum(same_picture(one, other) for other in pixels.values()) for one in pixels.values()]
        assert len(alike) > 10 and max(alike) < SCENES_STILL
        for move in ((2, 2), (-2, 1), (0, -2)):
            assert same_picture(see(last), see(ImageChops.offset(last, *move)))
        stuck = [Look(at=NOON + timedelta(minutes=at), scene=str(at), pixels=see(ImageChops.offset(last, at % 2, 0)))
                 for at in range(4)]  # fmt: skip
        assert judge(stuck) is Verdict.STILL


def test_the_orbit_goes_a_pixel_at_a_time_everywhere_and_shows_no_edge(browser: Browser, tmp_path: Path) -> None:
    with hall(tmp_path) as running:
        running.publish(content(30, 2), 1)
        page = open_at(browser, f"{running.url}/player")
        page.locator(".layer.front .scene").wait_for()
        places = page.evaluate(
            "async () => { const { offset } = await import('/player/orbit.js');"
            " return Array.from({ length: 96 }, (_, minute) => offset(minute * 60000 + 1234)); }"
        )
        corners = []
        for place in ((-2, -2), (2, 2), (-2, 2), (2, -2), (0, 0)):
            page.evaluate(
                "([x, y]) => { document.documentElement.style.background = 'rgb(255,0,255)';"
                " document.body.style.translate = `${x}px ${y}px`; }", list(place))  # fmt: skip
            picture = shot(page)
            width, height = picture.size
            rim = [picture.getpixel((x, y)) for x in range(width) for y in (0, 1, height - 2, height - 1)]
            rim += [picture.getpixel((x, y)) for y in range(height) for x in (0, 1, width - 2, width - 1)]
            corners.append(any(pixel == (255, 0, 255) for pixel in rim))
        page.evaluate("() => { document.body.style.inset = '0'; document.body.style.translate = '2px 2px'; }")
        without_room = shot(page).getpixel((0, 0)) == (255, 0, 255)
        page.context.close()
    steps = {abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(places)}
    assert steps == {1} and places[:48] == places[48:]
    assert {tuple(place) for place in places} == {(x, y) for x in range(-2, 3) for y in range(-2, 3)}
    assert corners == [False] * 5
    assert without_room, "the control: without the room around it, an edge shows"


FAILING = """
import { Stage as Real } from "./real_stage.js";
export class Stage extends Real {
  async show(id, markup) {
    if (markup.includes("自己交社保")) throw new Error("cannot be painted");
    return super.show(id, markup);
  }
}
"""


def failing_player(folder: Path) -> Path:
    """Return a copy of the player whose stage cannot paint one policy."""
    copy = folder / "player"
    shutil.copytree(PLAYER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "stage.js").rename(copy / "real_stage.js")
    (copy / "stage.js").write_text(FAILING, "utf8")
    return copy


def test_a_scene_that_cannot_be_painted_is_passed_over_reported_and_left_out(browser: Browser, tmp_path: Path) -> None:
    with hall(tmp_path, stay_s=1, player=failing_player(tmp_path)) as running:
        held = content(0, 1)
        running.publish(held, 1, built_at=NOON - timedelta(hours=1))
        broken = {key for key, scene in running.live.timeline(Shape.LANDSCAPE).scenes.items()
                  if "自己交社保" in scene.markup}  # fmt: skip
        page = open_at(browser, f"{running.url}/player")
        seen: set[str] = set()

        def others_after_a_strike() -> bool:
            page.wait_for_timeout(50)
            painted = running.live.painted()
            seen.update({painted.scene_id} if painted else set())
            return bool(running.live._book.strikes.strikes) and len(seen) >= 3

        until(others_after_a_strike, "a strike, and other scenes go on", PATIENCE_S)
        assert broken and not broken & seen
        assert not broken & set(running.live.timeline(Shape.LANDSCAPE).scenes)
        page.context.close()


def test_a_clock_set_back_after_a_scene_failed_does_not_stop_the_player(browser: Browser, tmp_path: Path) -> None:
    clock = RunningClock(NOON)
    with hall(tmp_path, stay_s=1, player=failing_player(tmp_path), clock=clock) as running:
        running.publish(content(0, 1), 1, built_at=NOON - timedelta(days=3))
        page = open_at(browser, f"{running.url}/player")

        def struck() -> bool:
            page.wait_for_timeout(50)
            return bool(running.live._book.strikes.strikes)

        until(struck, "a strike", PATIENCE_S)
        clock.shift(-timedelta(days=1))
        seen: set[str] = set()

        def goes_on() -> bool:
            page.wait_for_timeout(50)
            seen.add(page.locator(".layer.front .scene").inner_html())
            return len(seen) >= 4

        until(goes_on, "other scenes after the clock was set back", PATIENCE_S)
        page.context.close()


def test_the_player_itself_leaves_out_what_failed_three_times(browser: Browser, tmp_path: Path) -> None:
    with hall(tmp_path) as running:
        page = open_at(browser, f"{running.url}/player")
        said = page.evaluate(
            "async () => { const { failed, isOut } = await import('/player/strikes.js'); const out = [];"
            " const ask = (order, at) => out.push(isOut(order, 's', at));"
            " ask(1, 0); failed(1, 's', 100); ask(1, 50); ask(1, 150); failed(1, 's', 200); ask(1, 250);"
            " failed(1, 's', 300); ask(1, 1e12); ask(2, 0); failed(2, 's', 10); ask(2, 20); ask(1, 20); return out; }"
        )
        page.context.close()
    assert said == [False, True, False, False, True, False, False, False]


@pytest.mark.soak
def test_two_televisions_and_the_box_play_side_by_side_and_are_told_apart(browser: Browser, tmp_path: Path) -> None:
    addresses = {"0123456789abcdef": "大厅东", "fedcba9876543210": "门口"}
    with hall(tmp_path, thin=addresses) as running:
        running.publish(content(30, 2), 1)
        asked: list[str] = []
        pages = [open_at(browser, f"{running.url}/t/{secret}/") for secret in addresses]
        insecure = browser.new_context(viewport={"width": 960, "height": 540})
        # a television's browser on plain HTTP has none of these
        insecure.add_init_script("delete Navigator.prototype.serviceWorker; delete Crypto.prototype.subtle;"
                                 "delete window.caches; delete Navigator.prototype.locks;")  # fmt: skip
        page = insecure.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{running.url}/t/0123456789abcdef")  # typed without its last slash
        for one in (*pages, page):
            one.frame_locator("iframe.front").locator(".layer.front .scene").wait_for()
        screens = running.live.health()["screens"]
        assert isinstance(screens, list) and [one["name"] for one in screens] == ["大厅东", "门口"]
        assert running.live.painted() is None
        assert any("播放页很久没有换过画面" in fault for fault in running.live.faults())
        own = open_at(browser, running.url)
        own.frame_locator("iframe.front").locator(".layer.front .scene").wait_for()
        until(lambda: bool(own.wait_for_timeout(50)) or running.live.painted() is not None, "the box's own", PATIENCE_S)
        assert not any("没有换过画面" in fault for fault in running.live.faults())
        outside = [url for url in asked if not url.startswith(f"{running.url}/t/0123456789abcdef")]
        assert asked and outside == []
        for one in (*pages, page, own):
            one.context.close()


def test_a_clock_that_woke_up_in_1970_shows_evergreen_scenes_only_and_the_fault_is_told(
    browser: Browser, tmp_path: Path
) -> None:
    early = NOON.replace(year=1970)
    with hall(tmp_path, stay_s=1, start=early) as running:
        running.publish(content(30, 2), 1, built_at=NOON)
        page = open_at(browser, f"{running.url}/player")
        kinds: set[str] = set()
        duties = {"service", "safety", "evacuation", "hotlines"}
        scenes = running.live.timeline(Shape.LANDSCAPE).scenes

        def all_seen() -> bool:
            page.wait_for_timeout(50)
            painted = running.live.painted()
            kinds.update({scenes[painted.scene_id].kind} if painted else set())
            return kinds >= duties

        until(all_seen, "all evergreen scenes", PATIENCE_S)
        assert kinds <= {*duties, "display"}  # the service notice's second page
        assert "元/天" not in page.locator("body").inner_text()
        assert any("时钟比这一期的制作时间还早" in fault for fault in running.live.faults())
        page.context.close()
    with hall(tmp_path / "right", stay_s=1, start=NOON) as running:
        running.publish(content(30, 2), 1, built_at=NOON - timedelta(hours=1))
        assert {one.kind for one in running.live.timeline(Shape.LANDSCAPE).scenes.values()} > kinds
        assert json.loads(running.live.timeline(Shape.LANDSCAPE).body)["segments"]
