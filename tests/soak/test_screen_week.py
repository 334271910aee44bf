"""A week of scene changes in a hurry: no DOM node more, no growing heap, no growing browser.

Stays and fades are shortened, so that a week's 60,480 changes pass in about an hour and a half. Ten minutes by default,
LINGGONG_SOAK_MINUTES for more; what counts is that nothing grows between the end of the warm-up and the end.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from signage.live import Live
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.frame_by_frame import Protocol
from tests.browser.sentinel_player import copied_player
from tests.unit.signage.hall import hall
from tests.unit.signage.samples import content

pytestmark = pytest.mark.soak
MINUTES = float(os.environ.get("LINGGONG_SOAK_MINUTES", "10"))
WEEK = 60_480  # changes at one in ten seconds
WARM_UP = 0.25  # of the run
STAY_S = 1 / 12
MB = 1024 * 1024
_IN_PAGES = """(() => {
  let found = 0;
  for (const page of [document, ...[...document.querySelectorAll('iframe')].map((frame) => frame.contentDocument)])
    for (const walk = page.createTreeWalker(page); walk.nextNode();) found += 1;
  return found;
})()"""


_OWN = ("Pss_Anon:", "Pss_Shmem:")  # not its program: other browsers that end on this machine leave it a larger share


def browser_pss_mb(pid: int) -> float:
    """Return what the browser and its children hold of their own, what they share among each other counted once."""
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                total += int(line.split()[1]) if line.startswith(_OWN) else 0
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:
            continue  # it ended meanwhile
    return total / 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What the browser held over a while; stray nodes are alive and in no page, whatever scene the pages show."""

    stray_nodes: float
    heap_mb: float
    browser_mb: float


class Watched:
    """Chromium with the screen in it, and what it holds."""

    def __init__(self, profile: Path, url: str) -> None:
        arguments = [*ARGUMENTS, "--headless=new", "--window-size=1920,1080", "about:blank"]
        self._protocol = Protocol(profile, CHROMIUM, arguments)
        target = self._protocol.call("Target.createTarget", url=url)["targetId"]
        self._session = str(self._protocol.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        self._protocol.call("Performance.enable", self._session)

    def look(self, seconds: float) -> Holding:
        """Look for a while and return the least of nodes and heap, and the median weight."""
        end, strays, heaps, weights = time.monotonic() + seconds, [], [], []
        while time.monotonic() < end or not strays:
            self._protocol.call("HeapProfiler.collectGarbage", self._session)
            told = self._protocol.call("Performance.getMetrics", self._session)["metrics"]
            metrics = {one["name"]: one["value"] for one in told}
            strays.append(metrics["Nodes"] - self._nodes_in_pages())
            heaps.append(metrics["JSHeapUsedSize"] / MB)
            weights.append(browser_pss_mb(self._protocol.process.pid))
            time.sleep(0.03)
        return Holding(stray_nodes=median(strays), heap_mb=min(heaps), browser_mb=median(weights))

    def _nodes_in_pages(self) -> float:
        told = self._protocol.call("Runtime.evaluate", self._session, expression=_IN_PAGES, returnByValue=True)
        return float(told["result"]["value"])

    def close(self) -> None:
        """End the browser."""
        self._protocol.close()


def test_a_week_of_changes_leaves_the_browser_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = 0

    def count(self: Live, order: int, scene_id: str, *more: str) -> None:
        nonlocal changes
        changes += 1

    monkeypatch.setattr(Live, "paint", count)
    player = copied_player(tmp_path, stage_js=("? 1 : 600;", "? 1 : 20;"), player_js=("STEP_MS = 100", "STEP_MS = 16"))
    with hall(tmp_path, stay_s=STAY_S, player=player) as running:
        running.publish(content(60, 6), 1)
        browser = Watched(tmp_path / "profile", f"{running.url}/")
        try:
            time.sleep(MINUTES * 60 * WARM_UP)
            round_s = min(60.0, MINUTES * 60 / 10)
            before = browser.look(round_s)
            time.sleep(max(0.0, MINUTES * 60 * (1 - WARM_UP) - 2 * round_s))
            after = browser.look(round_s)
        finally:
            browser.close()
    print(f"{changes} changes, {changes / WEEK:.1%} of a week; stray nodes {before.stray_nodes:.0f} → "
          f"{after.stray_nodes:.0f}; heap {before.heap_mb:.2f} → {after.heap_mb:.2f} MB; "
          f"browser {before.browser_mb:.0f} → {after.browser_mb:.0f} MB")  # fmt: skip
    assert changes > MINUTES * 60
    assert after.stray_nodes <= before.stray_nodes
    assert after.heap_mb <= before.heap_mb + 1
    assert after.browser_mb <= before.browser_mb * 1.05
    assert after.browser_mb <= 400
