"""A supervised glass: a hall's screen process, the real supervisor, and a real Chromium it started."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from content.clock import SystemClock
from signage.browser.chromium import family
from signage.browser.devtools import Devtools, page_address
from signage.browser.lighting import Lighting
from signage.browser.screen import Screen
from signage.browser.supervisor import Rhythm, Supervisor
from signage.errors import BrowserSilent
from tests.browser.conftest import CHROMIUM
from tests.unit.signage.hall import Hall, until

BROWSER = f"{CHROMIUM} --headless=new --no-sandbox --disable-gpu --screen-info={{960x540}}"
QUICK = Rhythm(look_s=2.0, pulse_s=2.0, report_s=0.5, memory_s=1.0, start_s=40.0)
PATIENCE_S = 60.0


def command_of(number: int) -> str:
    """Return a process's words, "" when it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{number}/cmdline").read_text("utf8", "replace").replace("\0", " ")
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisedGlass:
    """What the test may ask of the glass and do to it."""

    running: Hall
    supervisor: Supervisor

    def browser(self) -> int:
        """Return the browser's process id, 0 between two."""
        life = self.supervisor._keeper.life
        return life.chromium.number if life is not None else 0

    def renderers(self) -> tuple[int, ...]:
        """Return the browser's page processes."""
        return tuple(one for one in family(self.browser()) if "--type=renderer" in command_of(one))

    def kill_renderers(self) -> None:
        """Kill every page, as a crash does."""
        for number in self.renderers():
            os.kill(number, signal.SIGKILL)

    def painted_since(self, instant: datetime) -> bool:
        """Say whether a player has put a scene on the glass after the instant."""
        painted = self.running.live.painted()
        return painted is not None and painted.at > instant

    def back_after(self, kill_at: datetime, what: str) -> float:
        """Wait for a scene painted after the instant and return how many seconds it took."""
        until(lambda: self.painted_since(kill_at), what, PATIENCE_S)
        painted = self.running.live.painted()
        assert painted is not None
        return (painted.at - kill_at).total_seconds()

    def line(self) -> Devtools:
        """Open a second line to the page, for the test's own mischief."""
        life = self.supervisor._keeper.life
        assert life is not None
        return Devtools(page_address(life.chromium.port()), lambda _: None)

    def mischief(self, expression: str) -> None:
        """Run an expression in the page without caring for what it returns."""
        line = self.line()
        with suppress(BrowserSilent):
            line.evaluate(expression, deadline_s=1.0)
        line.close()


@contextmanager
def supervised(running: Hall, folder: Path, rhythm: Rhythm = QUICK) -> Iterator[SupervisedGlass]:
    """Supervise a browser on the hall until the block ends; the first scene is on the glass when it begins."""
    clock = SystemClock()
    screen = Screen(running.url)
    supervisor = Supervisor(BROWSER, screen, Lighting(None, (), clock), clock, folder / "browser.json", rhythm)
    thread = threading.Thread(target=supervisor.run, daemon=True)
    thread.start()
    glass = SupervisedGlass(running=running, supervisor=supervisor)
    try:
        until(lambda: running.live.painted() is not None, "the first scene", PATIENCE_S)
        yield glass
    finally:
        supervisor.stop()
        thread.join(60)
        screen.close()
