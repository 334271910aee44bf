"""The hall screen: how fast a word from the desk is on the glass, how fast a box is there, how evenly it draws.

Hub and screen are processes of their own; the glass is a Chromium at 1080p whose player reports what it has painted.
The times are from the order to the hub until that report is with the screen process.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Page

from tests.bench.figures import Figure, p95
from tests.bench.painting import chromium
from tests.contract.cold_start import dead_hub
from tests.contract.hall_processes import Market, market

_ROUNDS = 20
_STARTS = 10
_STAGED_S, _GLASS_S, _BACK_S, _COLD_S, _FRAME_MS = 5.0, 2.0, 5.0, 2.0, 34.0
_PATIENCE_S = 60.0
_LOOK_S = 0.01
_DELTAS = """(seconds) => new Promise((done) => {
  const deltas = [], begun = performance.now();
  let last = begun;
  const frame = (now) => {
    deltas.push(now - last);
    last = now;
    if (now - begun < seconds * 1000) requestAnimationFrame(frame); else done(deltas.slice(1));
  };
  requestAnimationFrame(frame);
})"""


def _until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(_LOOK_S)


def _timed(running: Market, order: str, name: str) -> float:
    """Give the hub an order and return the seconds until the screen's health names the edition under `name`."""
    begun = time.monotonic()
    wanted = running.tell_hub(order)
    _until(lambda: running.health().get(name) == wanted, order)
    return time.monotonic() - begun


def _figure(name: str, times: list[float], target: float, note: str) -> Figure:
    spread = f"{len(times)} rounds, median {median(times):.2f} s, worst {max(times):.2f} s"
    return Figure(name=f"{name}, p95", value=p95(times), unit="s", target=target, note=f"{spread}; {note}")


def _words_to_glass(running: Market) -> list[Figure]:
    staged, alarms, backs = [], [], []
    for number in range(_ROUNDS):
        print(f"  round {number + 1} of {_ROUNDS}", file=sys.stderr)
        staged.append(_timed(running, f"publish 第{number}版", "edition_order"))
        alarms.append(_timed(running, f"alarm 请从东门离开{number}", "painted_order"))
        running.tell_hub("calm")
        backs.append(_timed(running, f"back {running.orders[-3]}", "edition_order"))
    return [
        _figure("publish → staged on the screen", staged, _STAGED_S, "making the edition included"),
        _figure("emergency → on the glass", alarms, _GLASS_S, "faded in and reported by the player"),
        _figure("rollback → staged on the screen", backs, _BACK_S, "the files are those of the earlier edition"),
    ]


def _pacing(page: Page) -> Figure:
    deltas: list[float] = page.evaluate(_DELTAS, 20)
    return Figure(name="time between frames on the glass, p95", value=p95(deltas), unit="ms", target=_FRAME_MS,
                  note=f"{len(deltas)} frames with a change every 2 s, median {median(deltas):.1f} ms, worst "
                       f"{max(deltas):.0f} ms; software raster, 17 ms is for the target's own graphics")  # fmt: skip


def _cold_starts(folder: Path) -> list[Figure]:
    with dead_hub(folder) as box:
        first = box.start()
        starts = [box.start() for _ in range(_STARTS)]
    browser, whole = [one.browser_s for one in starts], [one.whole_s for one in starts]
    return [
        _figure("cold start without a hub: browser → first scene", browser, _COLD_S,
                f"on its profile; on a new one {first.browser_s:.2f} s"),
        Figure(name="cold start without a hub: process and browser", value=median(whole), unit="s",
               note=f"median of {len(whole)}, worst {max(whole):.2f} s; the process alone "
                    f"{median(one.process_s for one in starts):.2f} s"),
    ]  # fmt: skip


def run() -> list[Figure]:
    """Run a hub and a screen with a glass, then a box that starts alone."""
    with tempfile.TemporaryDirectory(prefix="linggong-bench-") as name, chromium() as browser:
        folder = Path(name)
        page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        with market(folder / "words") as running:
            page.goto(running.url)
            _until(lambda: bool(running.health().get("painted_order")), "the first scene")
            figures = _words_to_glass(running)
        with market(folder / "pacing", stay_s=2) as running:
            page.goto(running.url)
            _until(lambda: bool(running.health().get("painted_order")), "the first scene")
            figures.append(_pacing(page))
        page.context.close()
        return figures + _cold_starts(folder / "cold")
