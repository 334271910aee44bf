"""When a terminal asks the hub by itself: at moments of its own, so that fifty do not ask together (T15).

Waits drawn by lot bunch: of fifty terminals that ask every 15 s eight or more then fall into some second. So nobody
draws. A market's terminals are numbered 01 to 99, and steps of the golden ratio lay any run of numbers over a period as
evenly as it can be done without knowing how many there are (three-distance theorem). The moments are of the wall clock,
which all boxes have in common with nothing said; a box whose clock is wrong has moments all the same, only not its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum

_GOLDEN = (5**0.5 - 1) / 2


class Part(Enum):
    """What asks; the value is where in the terminal's period its moment lies, so that its own parts do not meet."""

    BELL = 0.0
    FILINGS = 0.25
    HEARTBEAT = 0.5
    EDITION = 0.75


def wait_s(number: int, part: Part, now_s: float, period_s: float, no_sooner_s: float = 0.0) -> float:
    """Return how long terminal `number` waits for the part's next moment in a period, at least `no_sooner_s`.

    `now_s` is seconds since 1970; the answer is in (0, no_sooner_s + period_s].
    """
    due = (number * _GOLDEN + part.value) % 1.0 * period_s
    earliest = now_s + no_sooner_s
    return no_sooner_s + period_s - (earliest - due) % period_s


class Turns:
    """The moments of one terminal, by its prefix; `now` returns seconds since 1970."""

    def __init__(self, prefix: str, now: Callable[[], float] = time.time) -> None:
        self._number, self._now = int(prefix) if prefix.isdecimal() else 0, now

    def wait_s(self, part: Part, period_s: float, no_sooner_s: float = 0.0) -> float:
        """Return how long to wait for the part's next moment in a period of `period_s`, at least `no_sooner_s`."""
        return wait_s(self._number, part, self._now(), period_s, no_sooner_s)
