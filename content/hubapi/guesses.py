"""How often a receipt's code may be guessed: few tries, then a wait that grows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

_MOST_KEPT = 10_000


@dataclass(slots=True)
class _Tries:
    wrong: int
    last_at: datetime


class Guesses:
    """Wrong tries per key; after `most` of them the next waits `first_wait`, then twice that, up to `longest`.

    A try is counted when it begins, so that many at once gain nothing, and taken back when it was right. For one
    thread (the event loop); in memory only, and bounded.
    """

    def __init__(self, most: int = 5, first_wait: timedelta = timedelta(minutes=10),
                 longest: timedelta = timedelta(hours=6)) -> None:  # fmt: skip
        self._most, self._first, self._longest = most, first_wait, longest
        self._tries: dict[str, _Tries] = {}

    def wait(self, key: str, now: datetime) -> timedelta:
        """Return how long this key has to wait before its next try; zero or less when it need not."""
        tries = self._tries.get(key)
        if tries is None or tries.wrong < self._most:
            return timedelta()
        doubled = self._first * (1 << min(tries.wrong - self._most, 10))
        return tries.last_at + min(doubled, self._longest) - now

    def begin(self, key: str, now: datetime) -> None:
        """Count a try."""
        if len(self._tries) >= _MOST_KEPT:
            self._forget_old(now)
        tries = self._tries.get(key)
        if tries is None or now - tries.last_at >= 2 * self._longest:
            self._tries[key] = _Tries(1, now)
        else:
            tries.wrong, tries.last_at = tries.wrong + 1, now

    def take_back(self, key: str) -> None:
        """Uncount one try that was right; the wrong ones before it stay."""
        tries = self._tries.get(key)
        if tries is not None:
            tries.wrong -= 1
            if tries.wrong <= 0:
                del self._tries[key]

    def _forget_old(self, now: datetime) -> None:
        kept = sorted(self._tries.items(), key=lambda one: one[1].last_at)[-_MOST_KEPT // 2:]
        self._tries = {key: tries for key, tries in kept if now - tries.last_at < 2 * self._longest}
