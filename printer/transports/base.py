"""What every way to the printer can do; deadlines are absolute, on the clock of `time.monotonic`."""

import time
from typing import Protocol


class Transport(Protocol):
    """One line to one printer, used by one thread, opened for one slip or one question and closed again."""

    @property
    def bytes_per_s(self) -> float:
        """What the line itself carries; infinite where the printer alone sets the pace."""
        ...

    def open(self, deadline: float) -> None:
        """Open the line; raises CannotConnect."""
        ...

    def write(self, data: bytes, deadline: float) -> None:
        """Hand over all the bytes; raises DeadlinePassed or LineLost, and then some of them may have left."""
        ...

    def read(self, deadline: float) -> bytes:
        """Return what arrives, waiting for the first byte until the deadline; empty when none came. LineLost."""
        ...

    def close(self) -> None:
        """Close the line; never raises, never waits for the printer."""
        ...


def remaining_s(deadline: float) -> float:
    """Return the seconds left, never negative."""
    return max(0.0, deadline - time.monotonic())
