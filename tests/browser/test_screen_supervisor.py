"""The glass comes back: pages that crash, freeze or go blank, a killed browser, a screen process that is away."""

from __future__ import annotations

import io
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from signage.browser import ladder
from signage.browser.boot import load
from signage.browser.pixels import is_blank, see
from tests.browser.glass_rig import PATIENCE_S, QUICK, SupervisedGlass, supervised
from tests.unit.signage.hall import hall, until
from tests.unit.signage.samples import content

_STAGE = "document.querySelector('iframe.front').contentDocument.getElementById('stage')"


def shoot(glass: SupervisedGlass) -> Image.Image:
    """Return what stands on the glass."""
    line = glass.line()
    picture = glass.supervisor._shoot(line)
    line.close()
    assert picture is not None
    return picture


@pytest.mark.soak
def test_the_glass_outlives_a_crashed_page_a_killed_browser_and_an_absent_screen_process(tmp_path: Path) -> None:
    with hall(tmp_path, stay_s=4) as running:
        running.publish(content(30, 2), 1)
        with supervised(running, tmp_path) as glass:
            until(lambda: len(running.glass.pictures.waiting()) >= 2, "two scenes' pictures", PATIENCE_S)
            first = running.glass.pictures.waiting()[0]
            taken = Image.open(io.BytesIO(running.glass.pictures.read(first) or b""))
            assert taken.size == (960, 540) and not is_blank(see(taken.convert("RGB")))
            assert len(set(running.glass.pictures.waiting())) == len(running.glass.pictures.waiting())
            until(lambda: running.glass.live is not None, "the live picture", PATIENCE_S)

            browser, crashed_at = glass.browser(), running.clock.now()
            glass.kill_renderers()
            back = glass.back_after(crashed_at, "the picture after a crash of the page")
            assert glass.browser() == browser, "the page came back in the same browser"
            print(f"\npage crash: back after {back:.2f} s")

            killed_at = running.clock.now()
            os.kill(browser, signal.SIGKILL)
            back = glass.back_after(killed_at, "the picture after a kill of the browser")
            assert glass.browser() not in (0, browser)
            assert not is_blank(see(shoot(glass)))
            print(f"browser kill: back after {back:.2f} s")
            until(lambda: running.glass.health().get("browser_mb") is not None, "the browser's memory", PATIENCE_S)
            assert running.glass.faults() == () and running.glass.health()["browser_restarts"] == 0

            number, pages = glass.browser(), glass.renderers()
            running.stop()
            seen = {see(shoot(glass)).rows.tobytes()}

            def three_pictures() -> bool:
                seen.add(see(shoot(glass)).rows.tobytes())
                return len(seen) >= 3

            until(three_pictures, "scenes go on", PATIENCE_S)
            assert glass.browser() == number and set(pages) <= set(glass.renderers())
            assert glass.supervisor._ladder.restarts == 0
        assert not Path(f"/proc/{number}").exists(), "the supervisor ends its browser"


@pytest.mark.soak
def test_a_blank_stage_costs_the_scene_a_strike_and_then_the_player_is_recycled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for deed in (ladder.Deed.SKIP_SCENE, ladder.Deed.RECYCLE_PLAYER):
        monkeypatch.setitem(ladder.SETTLING, deed, ladder.SETTLING[deed] / 4)
    with hall(tmp_path, stay_s=5) as running:
        running.publish(content(30, 2), 1)
        with supervised(running, tmp_path) as glass:
            browser = glass.browser()
            until(lambda: str(running.glass.health().get("picture")) == "good", "a good picture", PATIENCE_S)
            glass.mischief(f"{_STAGE}.style.visibility = 'hidden'")
            until(lambda: bool(running.live._book.strikes.strikes), "a strike for the scene", PATIENCE_S)
            until(lambda: glass.supervisor._ladder.last is ladder.Deed.RECYCLE_PLAYER, "a new player", PATIENCE_S)
            until(lambda: str(running.glass.health().get("picture")) == "good", "a good picture again", PATIENCE_S)
            assert not is_blank(see(shoot(glass)))
            assert glass.browser() == browser and glass.supervisor._ladder.restarts == 0


@pytest.mark.soak
def test_a_page_led_away_is_led_back_and_one_that_draws_no_frame_costs_a_restart_of_this_boot(tmp_path: Path) -> None:
    with hall(tmp_path) as running:
        running.publish(content(30, 2), 1)
        with supervised(running, tmp_path, replace(QUICK, start_s=8.0)) as glass:
            line = glass.line()
            left_at = running.clock.now()
            said = line.call("Page.navigate", 30.0, url=running.url.replace("127.0.0.1", "localhost"))
            assert said.get("errorText") == "net::ERR_NAME_NOT_RESOLVED", "no name but this box's address resolves"
            line.close()
            glass.back_after(left_at, "the player, after the page was led away")

            browser, frozen_at = glass.browser(), running.clock.now()
            glass.mischief("setTimeout(() => { for (;;); }, 0)")
            until(lambda: glass.browser() not in (0, browser), "another browser", PATIENCE_S)
            back = glass.back_after(frozen_at, "the picture after a freeze")
            print(f"\nfreeze: back after {back:.2f} s")
    kept = load(tmp_path / "browser.json")
    assert kept is not None and kept.restarts >= 1
