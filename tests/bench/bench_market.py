"""The market at work: its start, its touches, the way from the desk to the hall, and what its processes weigh.

The demonstration runs twice and more: once from nothing, then warm, and the last warm one is used. How times are taken
stands in `painting`. The plain page beside the kiosk is a copy of the very same views, without a script, by
`static_copy`; the rounds on the kiosk and on the copy take turns, so that a busy machine slows both.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import httpx
from playwright.sync_api import Browser

from tests.bench import desk_to_screen
from tests.bench.desk_to_screen import Hall
from tests.bench.figures import Figure, p95, say
from tests.bench.kiosk_tour import HEIGHT, WIDTH, Times, Walk, usable
from tests.bench.painting import FINGER_DOWN_MS, chromium, timed_page
from tests.bench.running_demo import RunningDemo, Weight
from tests.bench.static_copy import SHEETS, served

_WARM_STARTS = 3
_TOURS = 6
_SPELLINGS = 2
_PUBLISHINGS = 5
_START_S, _SCREEN_S, _TOUCH_MS, _CHANGE_RATIO, _WEIGHT_MB = 6.0, 3.0, 100.0, 2.0, 150.0


def _usable_s(demo: RunningDemo, browser: Browser) -> tuple[float, float]:
    """Return when the kiosk answered a tap and when the demonstration said it is open, both since its start."""
    page = timed_page(browser, WIDTH, HEIGHT, touch=True)
    demo.until_listening("kiosk")
    usable(page, demo.url("kiosk", ""))
    took = time.monotonic() - demo.began
    page.context.close()
    own = float(demo.said(r"开门了（([\d.]+) 秒）"))
    demo.said(r"(按 Ctrl-C 关门)")
    return took, own


def _start_figures(cold: tuple[float, float], warm: list[tuple[float, float]]) -> list[Figure]:
    times, own = [one for one, _ in warm], [one for _, one in warm]
    shown = "、".join(f"{one:.1f}" for one in times)
    return [
        Figure(name="first start from nothing, to a kiosk that answers a tap", value=cold[0], unit="s",
               note=f"the demonstration's own figure, until all answer: {cold[1]:.1f} s"),
        Figure(name="warm start to a kiosk that answers a tap", value=median(times), unit="s", target=_START_S,
               note=f"median of {shown}; the demonstration's own figure: {median(own):.1f} s"),
    ]  # fmt: skip


def _touch_figures(kiosk: Times, plain: Times, keys: list[float]) -> list[Figure]:
    ours, theirs = kiosk.all_changes(), plain.all_changes()
    kinds = ", ".join(f"{kind} {median(times):.0f}/{median(plain.changes[kind]):.0f}"
                      for kind, times in sorted(kiosk.changes.items()))  # fmt: skip
    touches = f"{len(kiosk.presses)} touches of {FINGER_DOWN_MS} ms; baseline: the same page, static"
    return [
        Figure(name="touch → paint, median", value=median(kiosk.presses), unit="ms", baseline=median(plain.presses),
               note=touches),
        Figure(name="touch → paint, p95", value=p95(kiosk.presses), unit="ms", target=_TOUCH_MS,
               baseline=p95(plain.presses), note=f"worst {max(kiosk.presses):.0f} ms"),
        Figure(name="key of the input panel → paint, p95", value=p95(keys), unit="ms", target=_TOUCH_MS,
               note=f"{len(keys)} keys, median {median(keys):.0f} ms, worst {max(keys):.0f} ms"),
        Figure(name="page change click → painted, median", value=median(ours), unit="ms", baseline=median(theirs),
               note=f"{len(ours)} changes; medians kiosk/static: {kinds}"),
        Figure(name="page change click → painted, p95", value=p95(ours), unit="ms", baseline=p95(theirs)),
        Figure(name="page change, kiosk ÷ static full load", value=median(ours) / median(theirs), unit="×",
               target=_CHANGE_RATIO, note=f"of the medians; of the p95: {p95(ours) / p95(theirs):.2f} ×"),
    ]  # fmt: skip


def _hall_figures(times: desk_to_screen.Times) -> list[Figure]:
    def figure(name: str, taken: list[float], target: float | None = _SCREEN_S) -> Figure:
        return Figure(name=name, value=median(taken), unit="s", target=target,
                      note=f"{len(taken)} rounds, worst {max(taken):.2f} s")  # fmt: skip

    return [
        figure("click 发布 → the screen names the new 期", times.published_to_screen),
        figure("click 发布 → the kiosk names the new 期", times.published_to_kiosk, None),
        figure("click 已招满 → the job is off the glass", times.filled_to_glass),
    ]


def _weight_figures(weights: dict[str, Weight]) -> list[Figure]:
    return [Figure(name=f"memory of {name}", value=weight.pss, unit="MB", target=_WEIGHT_MB,
                   note=f"PSS with its children after all of this; RSS {weight.rss:.0f} MB")
            for name, weight in sorted(weights.items(), key=lambda one: -one[1].pss)]  # fmt: skip


def _touches(browser: Browser, demo: RunningDemo) -> tuple[Walk, Times, list[float]]:
    """Walk through the kiosk and its static copy by turns; return the kiosk, the copy's times, the keys' times."""
    origin = demo.url("kiosk", "")
    kiosk = Walk(browser, origin)
    files = kiosk.saved() | {sheet: httpx.get(origin + sheet, trust_env=False).content for sheet in SHEETS}
    with served(files) as static_origin:
        plain = Walk(browser, static_origin)
        for turn in range(_TOURS):
            say(f"tour {turn + 1} of {_TOURS}")
            kiosk.round()
            plain.round()
        plain.page.context.close()
    keys = [one for _ in range(_SPELLINGS) for one in kiosk.spell()]
    return kiosk, plain.times, keys


def _market_at_work(browser: Browser, demo: RunningDemo) -> list[Figure]:
    kiosk, plain, keys = _touches(browser, demo)
    kiosk.print_slip()
    hall, times = Hall(browser, demo, kiosk.page), desk_to_screen.Times()
    for turn in range(_PUBLISHINGS):
        say(f"publishing {turn + 1} of {_PUBLISHINGS}")
        hall.fill(times)
        hall.publish(times)
    hall.close()
    return _touch_figures(kiosk.times, plain, keys) + _hall_figures(times) + _weight_figures(demo.weights())


def run() -> list[Figure]:
    """Start the demonstration from nothing, then warm, and drive the last one by Chromium."""
    with ExitStack() as stack:
        demo = RunningDemo(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="linggong-bench-"))))
        browser = stack.enter_context(chromium())
        say("first start")
        with demo.running():
            cold = _usable_s(demo, browser)
        warm = []
        for turn in range(_WARM_STARTS):
            say(f"warm start {turn + 1} of {_WARM_STARTS}")
            with demo.running():
                warm.append(_usable_s(demo, browser))
                if turn == _WARM_STARTS - 1:
                    return _start_figures(cold, warm) + _market_at_work(browser, demo)
    return []
