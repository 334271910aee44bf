"""Notes in market.db when something went wrong with a terminal and when it was over; silence is noticed by a thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from content.clock import Clock
from content.errors import StoreError
from content.model.terminals import Trouble, read_report
from content.rules.terminals import LATE, is_late, reported_troubles
from content.store.database import Market
from content.store.tables import Tables

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 20.0


def note_report(tables: Tables, terminal_id: str, report: str, now: datetime) -> None:
    """Open and close spans by what a terminal just said; being heard ends its silence."""
    wrong, noted = frozenset(reported_troubles(read_report(report))), tables.terminal_events.open_of(terminal_id)
    for trouble in noted - wrong:
        tables.terminal_events.end(terminal_id, trouble, now)
    for trouble in wrong - noted:
        tables.terminal_events.begin(terminal_id, trouble, now)


def note_silence(tables: Tables, now: datetime, listening_since: datetime) -> int:
    """Open a span for every terminal that fell silent, from when it was last heard; return how many are new.

    While the hub itself was away nobody could be heard: silence counts from `listening_since` on.
    """
    if now - listening_since <= LATE:
        return 0
    new = 0
    for terminal in tables.terminals.all():
        if terminal.revoked_at is None and is_late(terminal, now):
            silent_from = terminal.last_seen_at or terminal.paired_at
            new += tables.terminal_events.begin(terminal.id, Trouble.OFFLINE, silent_from)
    return new


class Watch:
    """One thread that looks every 20 s who has fallen silent."""

    def __init__(self, market: Market, clock: Clock,
                 on_silent: Callable[[str], None] = lambda terminal_id: None) -> None:  # fmt: skip
        self._market, self._clock, self._on_silent = market, clock, on_silent
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._since = self._clock.now()
        self._thread.start()

    def stop(self) -> None:
        """Stop; call it before the market is closed."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=15)

    def _run(self) -> None:
        while not self._stopping.wait(_LOOK_EVERY_S):
            try:
                self._look()
            except StoreError as error:
                log.error("silent terminals are not noted: %s", error)

    def _look(self) -> None:
        now = self._clock.now()
        if self._somebody_late(now):
            new = self._market.write(lambda tables: note_silence(tables, now, self._since))
            if new:
                self._on_silent("")

    def _somebody_late(self, now: datetime) -> bool:
        with self._market.reading() as tables:
            return any(one.revoked_at is None and is_late(one, now) for one in tables.terminals.all())
