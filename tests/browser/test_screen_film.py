"""Pictures and films on the real player: on with their first frame, left out when they are damaged, never a blank."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from content.model.codes import MediaKind
from signage.live import Live
from tests.pictures.screens import film_of
from tests.unit.signage.full_hall import drawn, of_file
from tests.unit.signage.hall import hall
from tests.unit.signage.samples import content

EMPTY = replace(content(0, 0), courses=(), fairs=(), articles=())

pytestmark = pytest.mark.soak


def wait_until(page: Page, holds: object, what: str, seconds: float = 60.0) -> None:
    for _ in range(int(seconds * 20)):
        if holds():  # type: ignore[operator]
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not within {seconds} s: {what}")


def painted(live: Live) -> str:
    return str(live.health()["painted_scene"])


def test_a_film_comes_with_its_first_frame_runs_without_sound_and_needs_no_third_player(
    browser: Browser, tmp_path: Path
) -> None:
    data = film_of(browser, "消防演练")
    film = of_file("片子", data, MediaKind.VIDEO, "video/webm", length_ms=1000)
    poster = drawn(320, 180, ("海报",), "#7a3b12", 40)
    picture = of_file("海报", poster)
    with hall(tmp_path, stay_s=2) as running:
        running.publish(replace(EMPTY, media=(film, picture)), 1, files={film.blob: data, picture.blob: poster})
        page = browser.new_context(viewport={"width": 480, "height": 270}).new_page()
        page.add_init_script(
            "window.films = new Set(); const put = Element.prototype.append;"
            "Element.prototype.append = function (...parts) { for (const one of parts)"
            " if (one.tagName === 'VIDEO') films.add(one); return put.apply(this, parts); };"
            "window.before = []; const fade = Element.prototype.animate;"
            "Element.prototype.animate = function (...rest) { const film = this.querySelector('video');"
            " if (film) before.push([film.videoWidth, film.readyState, film.muted]); return fade.apply(this, rest); };"
        )
        page.goto(f"{running.url}/player")
        wait_until(page, lambda: page.evaluate("before.length") >= 2, "the film on twice")
        wait_until(page, lambda: page.locator(".layer.front .picture img").count() == 1, "the picture on")
        # before each fade the picture was there: width known, current frame decoded (HAVE_CURRENT_DATA is 2)
        assert all(width == 640 and ready >= 2 and muted for width, ready, muted in page.evaluate("before"))
        assert page.evaluate("films.size") <= 2
        page.context.close()


def test_what_is_damaged_is_left_out_and_the_glass_goes_on(browser: Browser, tmp_path: Path) -> None:
    junk = b"\x1aE\xdf\xa3 not a film at all" * 40
    broken = of_file("坏片", junk, MediaKind.VIDEO, "video/webm", length_ms=1000)
    torn = b"\x89PNG\r\n\x1a\n not a picture at all" * 40
    picture = replace(of_file("坏图", drawn(320, 180, ("海报",), "#7a3b12", 40)), blob="media-" + "0" * 64 + ".png")
    with hall(tmp_path, stay_s=1) as running:
        running.publish(replace(EMPTY, media=(broken, picture)), 1, files={broken.blob: junk, picture.blob: torn})
        page = browser.new_context(viewport={"width": 480, "height": 270}).new_page()
        failures: list[str] = []
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(f"{running.url}/player")
        page.locator(".layer.front .scene").wait_for()
        seen: list[str] = []

        def look() -> bool:
            kind = page.locator(".layer.front > .scene").get_attribute("class") or ""
            if not seen or seen[-1] != kind:
                seen.append(kind)
            return len(seen) >= 9  # twice round the five evergreen scenes, but for one

        wait_until(page, look, "nine scenes")
        assert not any("film" in kind or "picture" in kind for kind in seen)
        assert len({kind.split()[1] for kind in seen}) >= 4
        assert painted(running.live) and failures == []
        page.context.close()
