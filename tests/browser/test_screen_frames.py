"""No blank frame: every frame the browser presents is looked at, with a sentinel colour behind everything."""

from __future__ import annotations

import base64
import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, CDPSession, Page

from signage.app import PLAYER
from tests.unit.signage.hall import Hall, hall
from tests.unit.signage.samples import content, policy

SIZE = {"width": 480, "height": 270}
SENTINEL = "html,body,.splash,#stage,iframe{background:#f0f!important}\n"
TEAR_DOWN = """
export class Stage {
  constructor(layers) { this.place = layers[0].parentElement; this.front = layers[0]; layers[1].remove();
    this.front.classList.add("front"); }
  async prepare() {}
  async show(id, markup) {
    this.front.remove();
    await new Promise((done) => setTimeout(done, 150));
    this.front = document.createElement("div");
    this.front.className = "layer front";
    this.front.innerHTML = markup;
    this.place.append(this.front);
  }
}
"""
FADE_BOTH = """
export class Stage {
  constructor(layers) { [this.front, this.back] = layers; this.front.classList.add("front"); }
  async prepare() {}
  async show(id, markup) {
    this.back.innerHTML = markup;
    this.back.classList.add("coming");
    const fade = { duration: 600 };
    await Promise.all([this.back.animate([{ opacity: 0 }, { opacity: 1 }], fade).finished,
                       this.front.animate([{ opacity: 1 }, { opacity: 0 }], fade).finished]);
    this.back.classList.replace("coming", "front");
    this.front.classList.remove("front");
    [this.front, this.back] = [this.back, this.front];
  }
}
"""


@dataclass(slots=True)
class Film:
    """The frames taken so far: how many, in how many the sentinel showed, how many had an empty stage."""

    frames: int = 0
    sentinel: int = 0
    empty: int = 0

    def look_at(self, picture: bytes) -> None:
        """Judge one frame."""
        frame = Image.open(io.BytesIO(picture)).convert("RGB")
        red, green, blue = frame.split()
        # Magenta is red and blue without green; a quarter of it shining through a fade gives about 45.
        tint = ImageChops.subtract(ImageChops.darker(red, blue), green)
        self.frames += 1
        if tint.getextrema()[1] > 36:
            self.sentinel += 1
        width, height = frame.size
        stage = frame.convert("L").crop((0, height // 8, width, height * 9 // 10))
        if ImageStat.Stat(stage).stddev[0] < 4:
            self.empty += 1


def sentinel_player(folder: Path, stage: str = "") -> Path:
    """Return a copy of the player with the sentinel behind everything, and another stage if one is given."""
    copy = folder / "player"
    shutil.copytree(PLAYER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("player.css", "shell.css"):
        path = copy / name
        path.write_text(path.read_text("utf8") + SENTINEL, "utf8")
    if stage:
        (copy / "stage.js").write_text(stage, "utf8")
    return copy


@contextmanager
def filming(page: Page, film: Film) -> Iterator[CDPSession]:
    """Look at every frame the compositor presents while the block runs."""
    session = page.context.new_cdp_session(page)

    def take(event: dict[str, object]) -> None:
        film.look_at(base64.b64decode(str(event["data"])))
        session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    session.on("Page.screencastFrame", take)
    session.send("Page.startScreencast", {"format": "jpeg", "quality": 90, "everyNthFrame": 1})
    yield session
    session.send("Page.stopScreencast")


def wait_for(page: Page, holds: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the page's events come in until it holds."""
    for _ in range(int(seconds * 20)):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("the screen did not get there in time")


def open_screen(browser: Browser, running: Hall) -> Page:
    """Open the shell and wait for its first scene."""
    page = browser.new_context(viewport=SIZE).new_page()
    page.goto(running.url)
    page.frame_locator("iframe.front").locator(".layer.front .scene").wait_for()
    return page


def count_changes(running: Hall) -> Callable[[], int]:
    """Return a counter of scenes painted since now."""
    seen: list[str] = []

    def changes() -> int:
        painted = running.live.health()["painted_scene"]
        if painted and (not seen or seen[-1] != painted):
            seen.append(str(painted))
        return len(seen) - 1

    changes()
    return changes


def test_no_frame_is_blank_over_scene_changes_edition_switches_a_player_swap_and_an_outage(
    browser: Browser, tmp_path: Path
) -> None:
    film = Film()
    with hall(tmp_path, stay_s=1, player=sentinel_player(tmp_path)) as running:
        running.publish(content(60, 6), 1)
        page = open_screen(browser, running)
        changes = count_changes(running)
        with filming(page, film):
            wait_for(page, lambda: changes() >= 5)
            for order in (2, 3):
                held = content(60 - order, 6)
                if order == 2:  # a cut at once; the other switch waits for a boundary
                    fresh = policy(90, published_at=running.clock.now())
                    held = replace(held, policies=(fresh, *held.policies))
                running.publish(held, order)
                wait_for(page, lambda order=order: running.live.health()["painted_order"] == order)  # type: ignore[misc]
            frame = next(one for one in page.frames if one.url.endswith("/player"))
            frame.evaluate("parent.postMessage('outdated', location.origin)")
            wait_for(page, frame.is_detached)  # the new player has painted and taken over
            wait_for(page, lambda: changes() >= 9)
            running.stop()
            page.wait_for_timeout(5000)  # film the outage: the page goes on by itself
    page.context.close()
    assert film.frames > 200
    assert (film.sentinel, film.empty) == (0, 0)


@pytest.mark.parametrize("naive", [TEAR_DOWN, FADE_BOTH], ids=["tear-down", "fade-both"])
def test_a_naive_player_fails_the_same_look(browser: Browser, tmp_path: Path, naive: str) -> None:
    film = Film()
    with hall(tmp_path, stay_s=1, player=sentinel_player(tmp_path, naive)) as running:
        running.publish(content(60, 6), 1)
        page = open_screen(browser, running)
        changes = count_changes(running)
        with filming(page, film):
            wait_for(page, lambda: changes() >= 3)
        page.context.close()
    assert film.sentinel > 0
