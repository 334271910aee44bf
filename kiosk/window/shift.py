"""Who sits at the window: the name a clerk gives at the start of a shift, in memory only."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.clock import Clock

LONGEST_SHIFT = timedelta(hours=12)
LONGEST_NAME = 20


class Shift:
    """One shift after the other; the name goes with what is filed, and nothing checks it against an account.

    The window answers on this machine only, and the clerk's own login of the machine is its lock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._name, self._since = "", clock.now()

    @property
    def clerk(self) -> str:
        """Return who sits here, "" before a shift, after it and after twelve hours."""
        return self._name if self._name and self._clock.now() - self._since < LONGEST_SHIFT else ""

    @property
    def since(self) -> datetime:
        """Return when the shift began."""
        return self._since

    def begin(self, name: str) -> str:
        """Begin a shift and return "", or say what is wrong with the name."""
        tidy = " ".join(name.split())
        if not 2 <= len(tidy) <= LONGEST_NAME or any(c.isdecimal() for c in tidy):
            return "请填经办人的姓名，两个字以上，不要写工号。"
        self._name, self._since = tidy, self._clock.now()
        return ""

    def end(self) -> None:
        """End the shift."""
        self._name = ""
