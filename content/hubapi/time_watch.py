"""Keeps the hub's time in market.db once a minute, and notes when the machine's clock went wrong and right again."""

from __future__ import annotations

import logging
import threading

from content.clock import local
from content.errors import StoreError
from content.model.audit import Action
from content.rules.clock import ClockState
from content.store.database import Market
from content.store.tables import Tables
from content.timekeeping import GuardedClock

log = logging.getLogger(__name__)

_EVERY_S = 60.0


class TimeWatch:
    """One thread that keeps the mark."""

    def __init__(self, market: Market, clock: GuardedClock) -> None:
        self._market, self._clock = market, clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="time-watch", daemon=True)

    def start(self) -> None:
        """Begin; the first mark is kept at once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop; call it before the market is closed."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=15)

    def keep(self) -> None:
        """Keep the time as it is now."""
        at, state = self._clock.now(), self._clock.state
        said = self._clock.machine()

        def put(tables: Tables) -> None:
            if tables.clock_marks.put(at, state):
                wrong = f"时钟{state.label}，电脑说 {local(said):%Y-%m-%d %H:%M}"
                told = "时钟准了" if state is ClockState.RIGHT else wrong
                tables.audit.note(None, at, Action.CLOCK, subject="clock", words=told)

        self._market.write(put)

    def _run(self) -> None:
        while True:
            try:
                self.keep()
            except StoreError as error:
                log.error("the time is not kept: %s", error)
            if self._stopping.wait(_EVERY_S):
                return
