"""Ten thousand frames one after another, through everything that happens to a screen in a month: none is blank.

`LINGGONG_SOAK_FRAMES` sets another number; the events are spread over them.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from content.clock import SystemClock
from tests.browser.frame_by_frame import FRAME_MS, Camera, Film, camera_on
from tests.browser.sentinel_player import sentinel_player
from tests.browser.test_screen_frames import PAINTED, swap_players
from tests.contract.hall_processes import Market, market
from tests.contract.screen_victim import FileClock

pytestmark = pytest.mark.soak
FRAMES = int(os.environ.get("LINGGONG_SOAK_FRAMES", "10000"))
SCENES, EDITIONS, SWAPS = FRAMES // 50, FRAMES // 500, max(1, FRAMES // 2000)
_LOOK = """(() => {
  const page = document.querySelector('iframe.front').contentDocument;
  return [page.querySelector('.layer.front').innerText.slice(0, 300), page.getElementById('heading').innerText];
})()"""


class Month:
    """What happens while the film runs, by the number of the frame."""

    def __init__(self, market: Market, camera: Camera) -> None:
        self._market, self._camera = market, camera
        self.changes = self.swaps = 0
        self.editions: set[str] = set()
        self._last = ""
        self._swapped = lambda: True

    def look(self) -> None:
        """Count what changed on the glass."""
        scene, heading = self._camera.ask(_LOOK)
        self.changes += scene != self._last
        self._last = scene
        self.editions.add(heading)

    def at(self, frame: int) -> None:
        """Do what is due at the frame."""
        if frame % (FRAMES // EDITIONS) == FRAMES // EDITIONS // 2 and self.hub_is_up(frame):
            self._market.tell_hub(f"publish 第{frame}版")
        if frame % (FRAMES // SWAPS) == FRAMES // SWAPS // 3:
            self._swapped = swap_players(self._camera)
            self.swaps += 1
        if frame == FRAMES * 41 // 100:
            self._market.hub.kill()
        if frame == FRAMES * 44 // 100:
            self._market.hub.start()
        if frame == FRAMES * 71 // 100:
            self._market.screen.kill()
        if frame == FRAMES * 74 // 100:
            self._market.screen.start()

    def hub_is_up(self, frame: int) -> bool:
        """Say whether the hub lives at the frame."""
        return not FRAMES * 41 // 100 <= frame <= FRAMES * 44 // 100

    def complete(self) -> bool:
        """Say whether everything promised has been on film."""
        return self.changes >= SCENES and len(self.editions) > EDITIONS and self._swapped()


def test_no_frame_is_blank(tmp_path: Path) -> None:
    film, clock = Film(), FileClock(tmp_path / "clock")
    now = SystemClock().now()

    def tick() -> None:
        nonlocal now
        now += timedelta(milliseconds=FRAME_MS)
        clock.set(now)

    tick()
    with (
        market(tmp_path / "market", sentinel_player(tmp_path), 0.8, clock.path) as running,
        camera_on(running.url, tmp_path / "profile", tick) as camera,
    ):
        boot = camera.boot(lambda: bool(camera.ask(PAINTED)))
        month, frame = Month(running, camera), 0
        while frame < FRAMES or not month.complete():
            film.look_at(camera.frame())
            month.at(frame)
            if frame % 10 == 0:
                month.look()
            frame += 1
            assert frame < FRAMES * 3, f"{film}; {month.changes} scenes, {len(month.editions)} editions"
    (tmp_path / "worst.jpeg").write_bytes(film.worst)
    print(f"{film}; {month.changes} scenes, {len(month.editions) - 1} editions, {month.swaps} players, {boot} to boot")
    assert (film.sentinel, film.empty) == (0, 0), film
