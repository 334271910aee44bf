"""A clock that is not led astray by the machine's: where that jumps, time goes on from what was kept (P8, T5).

A battery that is empty starts a box in 1970, a slip of the hand sets the year wrong. What was kept (the mark) and how
long the machine has run since say what time it is nearly enough; no job, session or notice then ends by a jump.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from content.clock import Clock, from_text, to_text
from content.rules.clock import MOST_AT_ONCE, MOST_AWAY, SLACK, ClockState, is_fresh, judge

log = logging.getLogger(__name__)

# touched by systemd-timesyncd each time it has set the clock; below /run, so it never outlives a boot
SYNCED = Path("/run/systemd/timesync/synchronized")
_KEEP_EVERY_S = 60.0


def uptime_s() -> float:
    """Return how long the machine has run, sleep included; nobody can set it."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def synced_at(path: Path = SYNCED) -> datetime | None:
    """Return when the network last set the clock, by that clock; None where it never did since the machine started."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None


class GuardedClock:
    """The time parts are to go by; calls may come from any thread.

    `keep` is called with the time at most once a minute while it is sure, so that a later start knows it.
    """

    def __init__(self, clock: Clock, *, uptime: Callable[[], float] = uptime_s,
                 synced: Callable[[], datetime | None] = synced_at,
                 keep: Callable[[datetime], None] | None = None) -> None:  # fmt: skip
        self._clock, self._uptime, self._synced, self._keep = clock, uptime, synced, keep
        self._lock = threading.Lock()
        self._at, self._up = clock.now(), uptime()
        self._most_ahead = MOST_AT_ONCE
        self._kept_up = float("-inf")
        self._state, self._told = ClockState.RIGHT, False

    def begin(self, mark: datetime | None) -> None:
        """Start from what an earlier process kept; without a mark the machine's time is all there is."""
        if mark is None:
            return
        with self._lock:
            self._at, self._up, self._most_ahead = mark, self._uptime(), MOST_AWAY

    def now(self) -> datetime:
        """Return the machine's time while it may be believed, else the time that was kept, gone on since."""
        with self._lock:
            wall, up = self._clock.now(), self._uptime()
            expected = self._at + timedelta(seconds=up - self._up)
            state = self._judged(wall, expected)
            self._at, self._up = wall if state is ClockState.RIGHT else expected, up
            at, due = self._at, self._keep is not None and self.sure and up - self._kept_up >= _KEEP_EVERY_S
            if due:
                self._kept_up = up
        if due and self._keep is not None:
            self._keep(at)
        return at

    def _judged(self, wall: datetime, expected: datetime) -> ClockState:
        synced = abs(wall - expected) > SLACK and is_fresh(self._synced(), wall)
        state = judge(wall, expected, self._most_ahead, synced=synced)
        if state is ClockState.RIGHT:
            self._most_ahead, self._told = MOST_AT_ONCE, False
        if state is not self._state:
            log.warning("the machine's clock is %s: it says %s, kept is %s", state.value, wall, expected)
        self._state = state
        return state

    @property
    def state(self) -> ClockState:
        """Return how the machine's clock stood when it was last asked."""
        return self._state

    @property
    def sure(self) -> bool:
        """Say whether `now` may be written down as the time: the clock is right, or another machine told us."""
        return self._state is ClockState.RIGHT or self._told

    def machine(self) -> datetime:
        """Return the machine's own time, whether or not it may be believed."""
        return self._clock.now()

    def heard(self, at: datetime) -> None:
        """Take another machine's time (the hub's) where our own may not be believed; no effect while it may."""
        self.now()
        with self._lock:
            if self._state is not ClockState.RIGHT:
                self._at, self._up, self._told = at, self._uptime(), True

    def accept(self) -> datetime:
        """Take the machine's time as right, because a person says so, and return it."""
        with self._lock:
            self._at, self._up, self._state = self._clock.now(), self._uptime(), ClockState.RIGHT
            self._told = False
            return self._at


class MarkFile:
    """The time last kept, in a file of a terminal."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> datetime | None:
        """Return it; None where there is none, or none that can be read."""
        try:
            return from_text(self._path.read_text("ascii").strip())
        except (OSError, ValueError):
            return None

    def write(self, at: datetime) -> None:
        """Keep a time; a disk that refuses costs the mark and nothing else."""
        fresh = self._path.with_name(self._path.name + ".new")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(to_text(at), "ascii")
            fresh.replace(self._path)


def guarded(clock: Clock, path: Path) -> GuardedClock:
    """Return a terminal's guarded clock, begun from the mark in a file and keeping it there."""
    mark = MarkFile(path)
    made = GuardedClock(clock, keep=mark.write)
    made.begin(mark.read())
    return made


def hears(clock: Clock) -> Callable[[datetime], None]:
    """Return what takes the hub's time for a clock; nothing does for one that is not guarded."""
    return clock.heard if isinstance(clock, GuardedClock) else lambda at: None


def is_sure(clock: Clock) -> bool:
    """Say whether a clock's time may be written down as the time."""
    return clock.sure if isinstance(clock, GuardedClock) else True
