"""The kiosk under a finger: 500 touches beside a static copy of the same pages, and the touch that ends the loop.

How times are taken stands in `painting`. Rounds on the kiosk and on the copy take turns, so that a busy machine slows
both; the copy gets fewer, because it has nothing that could wear out.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

import httpx
from playwright.sync_api import Browser

from tests.bench.figures import Figure, p95
from tests.bench.kiosk_tour import HEIGHT, WIDTH, Times, Walk
from tests.bench.painting import FINGER_DOWN_MS, chromium, timed_page
from tests.bench.static_copy import SHEETS, served
from tests.browser.kiosk_rig import KioskRig

_LEAST_TOUCHES, _COPY_EVERY = 500, 4
_LOOPS, _ATTRACT_S = 12, 1
_P50_MS, _P95_MS, _BEGIN_MS = 50.0, 100.0, 300.0
# from the touch until the first page lies bare and the frame that shows it has been handed over
_BEGIN = """() => new Promise((done) => addEventListener("pointerdown", (event) => {
  const look = () => document.documentElement.dataset.attract === undefined && document.querySelector(".tiles")
    ? requestAnimationFrame(() => done(performance.now() - event.timeStamp)) : requestAnimationFrame(look);
  requestAnimationFrame(look);
}, { once: true, capture: true }))"""


def _toured(browser: Browser, origin: str) -> tuple[Times, Times]:
    """Walk until there are enough touches; return the kiosk's times and those of its static copy."""
    kiosk = Walk(browser, origin)
    files = kiosk.saved() | {sheet: httpx.get(origin + sheet, trust_env=False).content for sheet in SHEETS}
    with served(files) as static_origin:
        plain, rounds = Walk(browser, static_origin), 0
        while len(kiosk.times.presses) < _LEAST_TOUCHES:
            kiosk.round()
            if rounds % _COPY_EVERY == 0:
                plain.round()
            rounds += 1
            print(f"  {len(kiosk.times.presses)} touches", file=sys.stderr)
        plain.page.context.close()
    kiosk.page.context.close()
    return kiosk.times, plain.times


def _begun_ms(browser: Browser, origin: str) -> list[float]:
    """Touch the loop again and again; return what each touch took until the first page was painted."""
    page = timed_page(browser, WIDTH, HEIGHT, touch=True)
    times = []
    for _ in range(_LOOPS):
        page.goto(f"{origin}/kiosk/")
        page.wait_for_selector("html[data-attract]")
        page.evaluate(f"window.begun = null; ({_BEGIN})().then((took) => {{ window.begun = took; }}); null")
        page.touchscreen.tap(WIDTH / 2, HEIGHT / 2)
        times.append(float(page.wait_for_function("window.begun").json_value()))
    page.context.close()
    return times


def run() -> list[Figure]:
    """Start a kiosk with twins for its devices and no hub, walk through it, then let it rest and touch its loop."""
    with tempfile.TemporaryDirectory(prefix="linggong-bench-") as folder, chromium() as browser:
        rig = KioskRig(Path(folder), idle_s="3600", log_level="ERROR")
        try:
            ours, theirs = _toured(browser, rig.url)
        finally:
            rig.stop()
    with tempfile.TemporaryDirectory(prefix="linggong-bench-") as folder, chromium() as browser:
        rig = KioskRig(Path(folder), attract_s=str(_ATTRACT_S), log_level="ERROR")
        try:
            begun = _begun_ms(browser, rig.url)
        finally:
            rig.stop()
    touches = f"{len(ours.presses)} touches of {FINGER_DOWN_MS} ms; baseline: the same pages, static, in the same run"
    return [
        Figure(name="kiosk touch → paint p50", value=median(ours.presses), unit="ms", target=_P50_MS,
               baseline=median(theirs.presses), note=touches),
        Figure(name="kiosk touch → paint p95", value=p95(ours.presses), unit="ms", target=_P95_MS,
               baseline=p95(theirs.presses), note=f"worst {max(ours.presses):.0f} ms"),
        Figure(name="kiosk page change p50", value=median(ours.all_changes()), unit="ms",
               baseline=median(theirs.all_changes()), note=f"{len(ours.all_changes())} changes"),
        Figure(name="touch on the loop → first page p95", value=p95(begun), unit="ms", target=_BEGIN_MS,
               note=f"{len(begun)} touches, median {median(begun):.0f} ms"),
    ]  # fmt: skip
