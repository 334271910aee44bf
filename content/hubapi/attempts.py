"""How often one address may guess."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

_MOST_ADDRESSES = 1000


class Attempts:
    """Counts tries per address in a sliding window; for one thread (the event loop)."""

    def __init__(self, most: int = 5, window: timedelta = timedelta(minutes=1)) -> None:
        self._most, self._window = most, window
        self._tries: dict[str, deque[datetime]] = {}

    def allow(self, address: str, now: datetime) -> bool:
        """Count a try and say whether it may go on; a refused try does not make the wait longer."""
        if len(self._tries) > _MOST_ADDRESSES:
            self._tries = {one: tries for one, tries in self._tries.items() if now - tries[-1] < self._window}
        tries = self._tries.setdefault(address, deque())
        while tries and now - tries[0] >= self._window:
            tries.popleft()
        if len(tries) >= self._most:
            return False
        tries.append(now)
        return True

    def take_back(self, address: str) -> None:
        """Uncount the last try of an address, which was right; those before it stay."""
        tries = self._tries.get(address)
        if tries:
            tries.pop()
            if not tries:
                del self._tries[address]

    def forget(self, address: str) -> None:
        """Start over for an address that has proved itself."""
        self._tries.pop(address, None)
