"""Keeps the player on the glass: starts Chromium, looks at its pixels, and climbs the ladder when they are not right.

One thread, the caller's. Pulse, screenshot and report have their own rhythm; a crash of the page and the end of the
browser are noticed at once. The screen process may come and go: the player shows on by itself, and so does this.
"""

from __future__ import annotations

import base64
import logging
import threading
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from content.clock import Clock, to_text
from signage.browser import boot, ladder
from signage.browser.devtools import Devtools
from signage.browser.keeping import LONGEST_BACK_OFF_S, Keeper, Life
from signage.browser.ladder import Deed, Ladder
from signage.browser.lighting import Lighting
from signage.browser.pictures import as_live, as_record, opened
from signage.browser.pixels import Look, Verdict, judge, see
from signage.browser.screen import OnGlass, Screen
from signage.errors import BrowserSilent
from signage.glass import GlassReport

log = logging.getLogger(__name__)

_TICK_S = 0.2
_AFTER_FAULT_S = 2.0
_PULSES_MISSED = 3
_CRASH_LOOP = 4
_ASK_AGAIN_S = 1.0  # for a screen process that is not there
_RECORD_AGAIN_S = 60.0
_SECOND_LOOK_S = 3.0
_PAINTED_FOR_MS = 1500  # the fade is over, the fonts are in
_SHOT_S = 5.0
# a frame drawn proves page and compositor alive, the address that it is our page and not the browser's own
_PULSE = "new Promise((done) => requestAnimationFrame(() => done(location.href)))"
_RECYCLE = """(() => {
  const front = document.querySelector('iframe.front');
  if (!front) return false;
  const said = { origin: location.origin, source: front.contentWindow, data: 'outdated' };
  dispatchEvent(new MessageEvent('message', said));
  return true;
})()"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often what is done, in seconds."""

    look_s: float = 60.0
    pulse_s: float = 5.0
    report_s: float = 2.0
    memory_s: float = 60.0
    start_s: float = 20.0  # what a browser gets for its first page, and a page for its first frames


@dataclass(slots=True)
class _Due:
    """When each rhythm is due next, on the monotonic clock."""

    look: float = 0.0
    pulse: float = 0.0
    report: float = 0.0
    memory: float = 0.0
    record: float = 0.0


class Supervisor:
    """Runs until stopped; `browser` is the setting `[screen] browser`, `kept` the file of this boot's restarts."""

    def __init__(
        self, browser: str, screen: Screen, lighting: Lighting, clock: Clock, kept: Path, rhythm: Rhythm = Rhythm()
    ) -> None:
        self._screen, self._lighting, self._clock = screen, lighting, clock
        self._kept, self._rhythm = kept, rhythm
        self._ladder: Ladder = ladder.for_boot(boot.load(kept), boot.boot_id())
        self._attended: Life | None = None
        self._looks: deque[Look] = deque(maxlen=12)
        self._on_glass: OnGlass | None = None
        self._memory_mb: int | None = None
        self._due = _Due()
        self._dark = False
        self._stopping, self._wake = threading.Event(), threading.Event()
        self._keeper = Keeper(browser, self._wake.set)

    def stop(self) -> None:
        """Ask `run` to end the browser and return; may be called from a signal or another thread."""
        self._stopping.set()
        self._wake.set()

    def run(self) -> None:
        """Keep the glass until told to stop."""
        try:
            while not self._stopping.is_set():
                self._wake.clear()
                try:
                    self.tick(time.monotonic())
                except BrowserSilent as error:
                    log.info("%s", error)
                except Exception:  # the last handler: whatever it is, the browser must go on being looked after
                    log.exception("the glass is not looked after for a moment")
                    self._stopping.wait(_AFTER_FAULT_S)
                self._wake.wait(_TICK_S)
        finally:
            self._keeper.end()

    def tick(self, now: float) -> None:
        """Do what is due; `now` is the monotonic clock."""
        life = self._keeper.living(now)
        if life is not None:
            if life is not self._attended:
                self._begin(life, now)
            page = self._keeper.connected(life)
            if page is not None:
                self._attend(life, page, now)
            elif now - life.began > self._rhythm.start_s and self._climb(Verdict.SILENT) is not Deed.RESTART_BROWSER:
                life.began = now  # the ladder has nothing more to offer: wait
        if now >= self._due.report:
            self._due.report = now + self._rhythm.report_s
            self._on_glass = self._screen.tell(self._report())
            self._take_record(now)

    def _begin(self, life: Life, now: float) -> None:
        """Forget what was seen of the browser before."""
        self._attended, self._memory_mb = life, None
        self._due.pulse, self._due.memory = now, now + 10
        self._due.look = now + min(self._rhythm.look_s, 15.0)
        self._looks.clear()

    # the page

    def _attend(self, life: Life, page: Devtools, now: float) -> None:
        if "Inspector.targetCrashed" in life.happened:
            life.happened.discard("Inspector.targetCrashed")
            self._crashed(life, now)
        if self._keeper.life is not life:
            return
        if not life.opened:
            if now >= life.open_after:
                self._open(life, page, now)
            return
        self._dark_or_not(life, now)
        if self._dark:
            return
        if now >= self._due.pulse:
            self._due.pulse = now + self._rhythm.pulse_s
            self._feel(life, page, now)
        if life.missed:  # a page that may be frozen is asked for nothing slower than a frame
            return
        if now >= self._due.look and self._keeper.life is life:
            self._due.look = now + self._rhythm.look_s
            self._look_and_act(page, now)
        if now >= self._due.memory and self._keeper.life is life:
            self._due.memory = now + self._rhythm.memory_s
            self._memory_mb = life.chromium.memory_mb()

    def _crashed(self, life: Life, now: float) -> None:
        """Let the page be opened again, later each time; a crash loop is the browser's fault."""
        log.warning("the page crashed")
        life.opened, life.open_after = False, now + min(life.crashes, LONGEST_BACK_OFF_S)
        life.crashes += 1
        if life.crashes % _CRASH_LOOP == 0:
            self._climb(Verdict.SILENT)

    def _dark_or_not(self, life: Life, now: float) -> None:
        """Leave the glass alone while it is meant to be dark: a compositor may draw no frames then."""
        dark = not self._lighting.wanted_on() or self._lighting.display() == "off"
        if dark is not self._dark:
            log.info("the glass is %s", "dark by its hours" if dark else "lit again")
            self._dark = dark
            self._looks.clear()
            life.opened_at = now

    def _open(self, life: Life, page: Devtools, now: float) -> None:
        there = self._screen.answers()
        # a crashed page shows the browser's own words: the splash instead, until the screen process is there
        address = f"{self._screen.url}/" if there else life.chromium.waiting_page
        life.open_after = now + (0.0 if there else _ASK_AGAIN_S)
        try:
            page.call("Page.navigate", url=address)
        except BrowserSilent:
            self._missed(life, now)
            return
        life.opened, life.opened_at, life.missed = there, now, 0

    def _missed(self, life: Life, now: float) -> None:
        """Count an answer the page did not give; three in a row, and the browser is not worth waiting for."""
        life.missed += 1
        if life.missed >= _PULSES_MISSED and not life.happened and now - life.opened_at > self._rhythm.start_s:
            log.warning("the page draws nothing any more")
            life.missed = 0
            self._climb(Verdict.SILENT)

    def _feel(self, life: Life, page: Devtools, now: float) -> None:
        """Ask the page for one frame; our page away means that it is opened again, silence that the browser is."""
        try:
            address = page.evaluate(_PULSE, self._rhythm.pulse_s)
        except BrowserSilent:
            self._missed(life, now)
            return
        life.missed = 0
        if not str(address).startswith(self._screen.url):
            life.opened = False

    # the pixels

    def _shoot(self, page: Devtools) -> Image.Image | None:
        try:
            said = page.call("Page.captureScreenshot", _SHOT_S, format="png")
            return opened(base64.b64decode(said["data"]))
        except (BrowserSilent, KeyError, ValueError):
            return None

    def _look_and_act(self, page: Devtools, now: float) -> None:
        picture = self._shoot(page)
        scene = self._on_glass.scene if self._on_glass else ""
        seen = see(picture) if picture is not None else None
        self._looks.append(Look(at=self._clock.now(), scene=scene, pixels=seen))
        verdict = judge(tuple(self._looks))
        if picture is not None:
            self._screen.show_live(as_live(picture))
        if verdict is not Verdict.GOOD:
            self._due.look = now + _SECOND_LOOK_S
        elif self._keeper.life is not None:
            self._keeper.life.crashes = 0
        self._climb(verdict)

    def _take_record(self, now: float) -> None:
        """Take the one picture of the scene on the glass, if nobody has it and it surely stands there."""
        glass, life = self._on_glass, self._keeper.life
        if glass is None or not glass.picture_wanted or glass.age_ms < _PAINTED_FOR_MS or self._dark:
            return
        if now < self._due.record or life is None or life.page is None or not life.opened or life.missed:
            return
        picture = self._shoot(life.page)
        after = self._screen.tell(self._report())
        if picture is None or after is None or after.scene != glass.scene or after.age_ms < glass.age_ms:
            return  # it went while the picture was taken
        if not self._screen.keep_picture(glass.scene, as_record(picture)):
            self._due.record = now + _RECORD_AGAIN_S  # its disk is full, or it has just gone away

    # the cure

    def _climb(self, verdict: Verdict) -> Deed | None:
        glass, before = self._on_glass, self._ladder
        scene = glass.scene if glass else ""
        self._ladder, deed = ladder.climb(before, verdict, scene, self._clock.now())
        if self._ladder.restarts != before.restarts:
            boot.keep(self._kept, self._ladder)
        if deed is not None:
            log.warning("the picture is %s: %s", verdict, deed)
        elif before.trouble is not Verdict.GOOD and self._ladder.trouble is Verdict.GOOD:
            log.info("the picture is good again")
        if deed is Deed.SKIP_SCENE and glass is not None:
            self._screen.strike(glass.order, glass.scene)
        elif deed is Deed.RECYCLE_PLAYER:
            self._recycle()
        elif deed is Deed.RESTART_BROWSER:
            self._keeper.restart()
        return deed

    def _recycle(self) -> None:
        life = self._keeper.life
        if life is None or life.page is None:
            return
        try:
            if not life.page.evaluate(_RECYCLE):
                life.opened = False  # no player stands in the shell: the page is opened anew
        except BrowserSilent:
            life.opened = False

    def _report(self) -> GlassReport:
        last = self._looks[-1] if self._looks else None
        faults = (self._keeper.fault(time.monotonic()), ladder.sentence(self._ladder), self._lighting.fault())
        return GlassReport(
            display=self._lighting.display(), wanted_on=self._lighting.wanted_on(), browser_mb=self._memory_mb,
            restarts=self._ladder.restarts, verdict=str(judge(tuple(self._looks))) if last else "",
            looked_at=to_text(last.at) if last else "", faults=tuple(filter(None, faults)),
        )  # fmt: skip
