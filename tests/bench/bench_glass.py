"""How soon the glass comes back after a crash of the page, a kill of the browser, and a frozen page."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from tests.bench.figures import Figure
from tests.browser.glass_rig import QUICK, SupervisedGlass, supervised
from tests.unit.signage.hall import hall
from tests.unit.signage.samples import content

ROUNDS = 5
RHYTHM = replace(QUICK, look_s=60.0, pulse_s=5.0, report_s=2.0, start_s=20.0)  # as shipped


def crash(glass: SupervisedGlass) -> None:
    """Kill every page."""
    glass.kill_renderers()


def kill(glass: SupervisedGlass) -> None:
    """Kill the browser."""
    os.kill(glass.browser(), signal.SIGKILL)


def freeze(glass: SupervisedGlass) -> None:
    """Let the page loop for ever."""
    glass.mischief("setTimeout(() => { for (;;); }, 0)")


def measured(harm: Callable[[SupervisedGlass], None], rounds: int) -> list[float]:
    """Harm a glass that was well so many times, and return the seconds until a scene stands there again."""
    found = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name, hall(Path(name)) as running:
            running.publish(content(30, 2), 1)
            with supervised(running, Path(name), RHYTHM) as glass:
                if harm is freeze:  # a page just opened is given time for its first frames
                    threading.Event().wait(RHYTHM.start_s)
                at = running.clock.now()
                harm(glass)
                found.append(glass.back_after(at, harm.__name__))
    return found


def memory_mb() -> float:
    """Return what a browser holds that has painted a few scenes."""
    with tempfile.TemporaryDirectory() as name, hall(Path(name), stay_s=1) as running:
        running.publish(content(30, 2), 1)
        with supervised(running, Path(name), QUICK) as glass:
            since = running.clock.now()
            for _ in range(5):
                glass.back_after(since, "a scene")
                since = running.clock.now()
            life = glass.supervisor._keeper.life
            return float((life.chromium.memory_mb() if life is not None else None) or 0)


def run() -> list[Figure]:
    """Measure; the machine's load stands beside every figure."""
    crashes, kills, frozen, memory = measured(crash, ROUNDS), measured(kill, ROUNDS), measured(freeze, 1), memory_mb()
    load = f"load {os.getloadavg()[0]:.0f}"
    return [
        Figure(name="glass: page crash → picture, median", value=median(crashes), unit="s", target=5, note=load),
        Figure(name="glass: page crash → picture, worst", value=max(crashes), unit="s", note=f"of {ROUNDS}"),
        Figure(name="glass: browser kill → picture, median", value=median(kills), unit="s", target=10, note=load),
        Figure(name="glass: browser kill → picture, worst", value=max(kills), unit="s", note=f"of {ROUNDS}"),
        Figure(name="glass: frozen page → picture", value=frozen[0], unit="s", target=30, note="3 pulses missed"),
        Figure(name="glass: memory of the browser", value=memory, unit="MB", target=400, note="PSS"),
    ]
