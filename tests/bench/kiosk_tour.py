"""One walk through the kiosk's main views, tap by tap; on the kiosk and on a static copy of it alike."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, TimeoutError

from tests.bench.painting import Finger, timed_page
from tests.bench.static_copy import address, saved_view

WIDTH, HEIGHT = 1080, 1920
HOME = ".trades .all"
_LIST = ".list .job"
# where to tap, what the view that follows shows, what to call that view
_STEPS = (
    (".trades a[href*='group=A']", _LIST, "list"), (_LIST, ".lead", "job"), (".bar .back", _LIST, "list"),
    (".chips a[href*='pick=near']", ".choose", "choice"), (".choose a", _LIST, "list"), (".bar .back", HOME, "home"),
    (".trades .all", _LIST, "list"), (".turn a", _LIST, "list"), (".bar .back", HOME, "home"),
    (".tile[href='/kiosk/policies']", ".leaf", "list"), (".leaf", ".article", "article"),
    (".bar .back", ".leaf", "list"), (".bar .back", HOME, "home"),
    (".search .box", ".choose.near", "search"), (".choose.near a", _LIST, "list"), (".bar .back", HOME, "home"),
    (".tile[href='/kiosk/rights']", ".leaf", "list"), (".leaf", ".article", "article"),
    (".bar .back", ".leaf", "list"), (".bar .back", HOME, "home"),
    (".tile.hero", ".told", "notice"), (".foot a", _LIST, "list"), (".bar .back", HOME, "home"),
)  # fmt: skip
_IMPATIENT_MS = 1_000  # then a person taps again
_KEYS = "banyunfuzhuanggong"


@dataclass(slots=True)
class Times:
    """What the taps took, in ms; changes by the kind of view that followed."""

    presses: list[float] = field(default_factory=list)
    changes: dict[str, list[float]] = field(default_factory=dict)

    def all_changes(self) -> list[float]:
        """Return the changes to every kind of view."""
        return [one for times in self.changes.values() for one in times]


class Walk:
    """A visitor at one origin, who ends each round where it began: on the first view."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self.page = timed_page(browser, WIDTH, HEIGHT, touch=True)
        self.page.goto(f"{origin}/kiosk/", wait_until="commit")
        self.page.wait_for_selector(HOME)
        self._finger = Finger(self.page)
        self.times = Times()

    def round(self) -> None:
        """Go once through all steps and keep what they took."""
        for place, wanted, kind in _STEPS:
            tap = self._finger.tap(place, wanted)
            self.times.presses.append(tap.press_ms)
            if tap.change_ms is not None:
                self.times.changes.setdefault(kind, []).append(tap.change_ms)

    def saved(self) -> dict[str, bytes]:
        """Go once through all steps and return every view by its address."""
        files = {address(self.page): saved_view(self.page)}
        for place, wanted, _ in _STEPS:
            self._finger.tap(place, wanted)
            files[address(self.page)] = saved_view(self.page)
        return files

    def spell(self) -> list[float]:
        """Write a word on the panel of the search; return what each key took to stand in the field."""
        self._finger.tap(".search .box", ".kb button")
        self._finger.tap("[data-tab='pinyin']", ".kb button[data-key='a']")
        times = [self._finger.tap(f".kb button[data-key='{key}']").press_ms for key in _KEYS]
        self._finger.tap(".bar .back", HOME)
        return times

    def print_slip(self) -> None:
        """Have a job printed, so that the process has done everything a visit asks of it."""
        self._finger.tap(".trades .all", _LIST)
        self._finger.tap(_LIST, ".lead")
        self._finger.tap("[data-act='print']")
        self.page.wait_for_selector(".sheet .note")
        self._finger.tap(".bar .back", _LIST)
        self._finger.tap(".bar .back", HOME)


def usable(page: Page, origin: str) -> None:
    """Open the kiosk and tap until it answers; returns when the list of jobs is on the glass."""
    page.goto(f"{origin}/kiosk/", wait_until="commit")
    page.wait_for_selector(HOME)
    finger = Finger(page)
    while page.query_selector(_LIST) is None:
        # a tap is lost when a new edition changes the view under the finger
        with suppress(TimeoutError):
            finger.tap(HOME, _LIST, patience_ms=_IMPATIENT_MS)
