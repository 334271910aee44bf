"""The clockwork of the reader driver."""

from __future__ import annotations

from dataclasses import dataclass

EMPTY_FINDS = 2  # answers 80 in a row before a card is believed gone (hardware G: wait 80×2)
FAILED_PLACEMENTS = 2  # own: from the next one on the page offers to write by hand instead of trying again


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderTiming:
    """Intervals in seconds (hardware A.7, G); tests shorten them, a slow bridge lengthens `deadline_scale`.

    `poll_s` is from an answer that no card lies there to the next question, while a page wants a card; vendors advise
    0.3 or more and poll every 0.1 to 1.5 themselves, and a real module spends its radio time in the question besides.
    `backoff_s` are the waits after the first, second, … failure, the last one repeating: below 10, so that a reader
    is back within 10. `look_s` is how often the name of a port that is gone is looked for. `deadline_scale`
    multiplies the deadlines of the commands.
    """

    poll_s: float = 0.01
    heartbeat_s: float = 2.0
    presence_s: float = 0.5
    gap_s: float = 0.3
    no_card_hint_s: float = 10.0
    backoff_s: tuple[float, ...] = (0.5, 1.0, 2.0, 5.0, 9.0)
    look_s: float = 0.5
    deadline_scale: float = 1.0

    def wait_after(self, failures: int) -> float:
        """Return how long to wait before the port is opened again, after so many failures in a row before this one."""
        return self.backoff_s[min(failures, len(self.backoff_s) - 1)]
