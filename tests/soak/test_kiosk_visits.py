"""Hundreds of random visits with faults: no leftover of an earlier one, and memory that does not grow.

Clocks are shortened, so that a visit of three minutes passes in seconds: twenty visits count as an hour, and a run is
480 of them, a day and a night. LINGGONG_SOAK_MINUTES ends it after so many minutes instead.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from content.clock import calendar_day
from content.privacy import mask_name
from kiosk.reader.base import IdCard
from kiosk.reader.demo_cards import demo_cards
from tests.browser.conftest import browser  # noqa: F401  the fixture
from tests.browser.kiosk_rig import KioskRig, Walker, wait_until

pytestmark = pytest.mark.soak
MINUTES = float(os.environ.get("LINGGONG_SOAK_MINUTES", "0"))
VISITS = 480
VISITS_AN_HOUR = 20
MOST_MB_AN_HOUR = 1.0
WARM_UP = 0.3  # of the run: caches fill, and clients of ended pages are kept for half a minute
PHONE = "13805661357"
KEPT = """JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, location.href])"""
MB = 1024 * 1024


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskRig]:
    """A kiosk in a hurry."""
    made = KioskRig(tmp_path_factory.mktemp("soak"), idle_s="3", grace_s="1", done_s="1", attract_s="2")
    yield made
    made.stop()


def resident_mb(pid: int) -> float:
    """Return the memory a process holds, its children's with it."""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * 4096 / MB
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:
            continue  # it ended meanwhile
    return total


def browser_pss_mb(browser: Browser) -> float:  # noqa: F811
    """Return what all processes of the browser hold of their own; their program is shared with any other browser."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    total = 0
    for process in told["processInfo"]:
        with suppress(OSError):  # it ended meanwhile
            lines = Path(f"/proc/{process['id']}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith(("Pss_Anon:", "Pss_Shmem:")))
    return total / 1024


def holding(folder: Path, secrets: set[str]) -> list[str]:
    """Return the files under a folder in which a secret stands in clear."""
    wanted = [secret.encode() for secret in secrets]
    files = [one for one in folder.rglob("*") if one.is_file()]
    return [str(one.relative_to(folder)) for one in files if any(secret in one.read_bytes() for secret in wanted)]


def growth_mb_an_hour(samples: list[tuple[int, float]]) -> float:
    """Return the median slope between any two samples after the warm-up, by twenty visits."""
    steady = samples[int(len(samples) * WARM_UP) :]
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(steady, 2) if b[0] > a[0]]
    return statistics.median(slopes) * VISITS_AN_HOUR


def test_the_slope_finds_what_grows_and_not_what_only_wavers() -> None:
    """A control: 0.2 MB a visit is 4 MB an hour; a wave of 3 MB is no growth."""
    assert growth_mb_an_hour([(n, 100 + 0.2 * n) for n in range(100)]) == pytest.approx(4)
    assert abs(growth_mb_an_hour([(n, 100 + 3 * (n % 2)) for n in range(100)])) < 0.01


class Wanderer:
    """Somebody who touches whatever is there, and the same random things in every run."""

    def __init__(self, walker: Walker, rig: KioskRig) -> None:
        self.page: Page = walker.page
        self._rig, self._chance = rig, random.Random(20261125)
        self._cards: tuple[IdCard, ...] = demo_cards(calendar_day(datetime.now(UTC)))

    def fault(self) -> None:
        """Break or mend a device."""
        self._rig.printer.order(fault=self._chance.choice(("none", "none", "paper_out", "cover_open")))
        self._rig.reader.control.fault(self._chance.choice(("none", "none", "none", "silent")))

    def visit(self) -> tuple[str, ...]:
        """Walk about, sometimes register; return what nobody may find afterwards."""
        secrets: tuple[str, ...] = ()
        if self._chance.random() < 0.5:
            secrets = self._identify()
        for _ in range(self._chance.randint(1, 6)):
            self._touch(".page a:visible, .page button:not([data-end]):visible, .kb button:visible")
            if self._chance.random() < 0.2:
                self._touch("#ease button:visible")
        return secrets

    def leave(self) -> None:
        """End by the button or by walking away; the card is taken, or lies for a while."""
        with suppress(Error):  # the clock has ended the visit: the page is just being loaded anew
            self.page.evaluate("window.before = true")
        if self._chance.random() < 0.6:
            self._touch("[data-end]:visible")
        if self._chance.random() < 0.7:
            self._rig.reader.control.remove()
        ended = "window.before === undefined || document.querySelector('.home[data-clock=none]')"
        with suppress(Error):  # a view that rests needs no end
            self.page.wait_for_function(ended, timeout=15_000)
        self._rig.reader.control.remove()
        with suppress(Error):  # the page may be loading itself anew at this moment, and then wins
            self.page.goto("/kiosk/")
        self.page.wait_for_function("window.did_handshake === true")
        self.page.wait_for_selector(".home")

    def _identify(self) -> tuple[str, ...]:
        card = self._chance.choice(self._cards)
        self.page.evaluate("emitEvent('sub_pages_open', '/register')")
        try:
            self.page.tap("[data-act=agree]", timeout=4000)
            self.page.wait_for_selector(".card-place", timeout=4000)
            self._rig.put_card(card)
            self.page.wait_for_selector("[data-act=trade], .foot [data-end]", timeout=4000)
        except Error:
            pass  # a reader that is silent just now, or the clock of this hurried kiosk
        return (card.number, card.number[6:14], mask_name(card.name), card.name, PHONE)

    def _touch(self, selector: str) -> None:
        there = self.page.locator(selector)
        try:
            number = there.count()
            if number:
                there.nth(self._chance.randrange(number)).tap(timeout=700, force=True)
        except Error:
            pass  # it went away, as things do before somebody in a hurry


def test_no_visit_leaves_anything_and_memory_stays(browser: Browser, rig: KioskRig) -> None:  # noqa: F811
    walker = Walker(browser, rig)
    walker.forgive()
    wanderer = Wanderer(walker, rig)
    engine = walker.context.new_cdp_session(walker.page)
    process: list[tuple[int, float]] = []
    heap: list[tuple[int, float]] = []
    pss: list[tuple[int, float]] = []
    sung: set[str] = set()
    ends, visits, identified = time.monotonic() + MINUTES * 60, 0, 0
    while time.monotonic() < ends if MINUTES else visits < VISITS:
        wanderer.fault()
        secrets = wanderer.visit()
        wanderer.leave()
        held = walker.page.content() + walker.page.evaluate(KEPT)
        assert [secret for secret in secrets if secret in held] == [], f"after visit {visits}"
        visits, identified, sung = visits + 1, identified + bool(secrets), sung | set(secrets)
        engine.send("HeapProfiler.collectGarbage")
        heap.append((visits, engine.send("Runtime.getHeapUsage")["usedSize"] / MB))
        process.append((visits, resident_mb(rig.process.pid)))
        pss.append((visits, browser_pss_mb(browser)))
    wait_until(rig.health, "the kiosk to be well at the end")
    walker.leave()
    assert holding(rig.data, {"secret-token"}) == ["paired.json"]  # the canary of the canary
    assert holding(rig.data, sung) == []
    grown = {"process": growth_mb_an_hour(process), "browser heap": growth_mb_an_hour(heap),
             "browser": growth_mb_an_hour(pss)}  # fmt: skip
    told = f"{visits} visits, {identified} with a card, {visits / VISITS_AN_HOUR:.1f} hours: MB an hour {grown}, " \
           f"process {process[0][1]:.0f} → {process[-1][1]:.0f} MB, heap {heap[0][1]:.1f} → {heap[-1][1]:.1f} MB, " \
           f"browser {pss[0][1]:.0f} → {pss[-1][1]:.0f} MB"
    print(told)
    assert identified > 0
    assert max(grown.values()) < MOST_MB_AN_HOUR, told
