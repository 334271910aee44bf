"""No blank frame: every single frame is drawn on demand and looked at, with a sentinel colour behind everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from content.clock import SetClock
from tests.browser.frame_by_frame import FRAME_MS, Camera, Film, camera_on
from tests.browser.sentinel_player import NAIVE, sentinel_player
from tests.unit.signage.hall import Hall, hall
from tests.unit.signage.samples import NOON, content, policy

PAINTED = "!!document.querySelector('iframe.front')?.contentDocument.querySelector('.layer.front .scene')"


@contextmanager
def screen(folder: Path, stage: str = "") -> Iterator[tuple[Hall, Camera]]:
    """Serve a sentinel player whose clock goes with the frames, and film it up to its first scene."""
    clock = SetClock(NOON)

    def tick() -> None:
        clock.at += timedelta(milliseconds=FRAME_MS)

    with hall(folder, stay_s=1, player=sentinel_player(folder, stage), clock=clock) as running:
        running.publish(content(60, 6), 1)
        with camera_on(running.url, folder / "profile", tick) as camera:
            camera.boot(lambda: bool(camera.ask(PAINTED)))
            yield running, camera


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


def swap_players(camera: Camera) -> Callable[[], bool]:
    """Have the shell bring a new player, and return what says that it has taken over."""
    camera.ask("document.querySelector('iframe.front').id = 'old'; "
               "dispatchEvent(new MessageEvent('message', { data: 'outdated', origin: location.origin, "
               "source: document.querySelector('iframe.front').contentWindow }))")  # fmt: skip
    return lambda: bool(camera.ask("!document.getElementById('old') && " + PAINTED))


def test_no_frame_is_blank_over_scene_changes_edition_switches_a_player_swap_and_an_outage(tmp_path: Path) -> None:
    film = Film()
    with screen(tmp_path) as (running, camera):
        changes = count_changes(running)
        camera.roll(film, lambda: changes() >= 2)
        for order in (2, 3):
            held = content(60 - order, 6)
            if order == 2:  # a cut at once; the other switch waits for a boundary
                fresh = policy(90, published_at=running.clock.now())
                held = replace(held, policies=(fresh, *held.policies))
            running.publish(held, order)
            camera.roll(film, lambda order=order: running.live.health()["painted_order"] == order)  # type: ignore[misc]
        camera.roll(film, swap_players(camera))
        after = changes()
        camera.roll(film, lambda: changes() > after)
        running.stop()
        for _ in range(100):  # the page goes on by itself
            film.look_at(camera.frame())
    (tmp_path / "worst.jpeg").write_bytes(film.worst)
    assert film.frames > 300
    assert (film.sentinel, film.empty) == (0, 0), film


@pytest.mark.parametrize("naive", NAIVE)
def test_a_naive_player_fails_the_same_look(tmp_path: Path, naive: str) -> None:
    film = Film()
    with screen(tmp_path, NAIVE[naive]) as (_, camera):
        camera.roll(film, lambda: film.sentinel > 0, most=300)
