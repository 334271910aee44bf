"""Publishing at a time: the thread that carries out what was planned, and what happened while the hub was down."""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from content.clock import Clock
from content.errors import ContentError
from content.publishing.publisher import Publisher
from content.store.database import Market
from content.store.planned import PlannedEdition

_log = logging.getLogger(__name__)

_LONGEST_S = 30.0  # between two looks, so that a clock that was set is noticed


def run_due(market: Market, publisher: Publisher, now: datetime) -> tuple[PlannedEdition, ...]:
    """Publish once for everything that is due and note it; return what was due.

    Several plans that fell due while the hub was down become one edition: the later ones would hold the same.
    """
    with market.reading() as tables:
        due = tables.planned_editions.due(now)
    if not due:
        return ()
    order, sentence = None, ""
    try:
        order = publisher.publish(due[-1].planned_by, due[-1].note or "定时发布").order
    except ContentError as error:
        sentence = str(error)
        _log.error("定时发布没有成功，请审核员手工发布：%s", sentence)
    done = tuple(one.id for one in due)
    market.write(lambda tables: tables.planned_editions.mark_done(done, now, order, sentence))
    return due


class PlannedRuns:
    """Looks at the plans when one falls due, when it is woken, and at least twice a minute."""

    def __init__(self, market: Market, publisher: Publisher, clock: Clock) -> None:
        self._market, self._publisher, self._clock = market, publisher, clock
        self._woken = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._live, name="planned-editions", daemon=True)

    def start(self) -> None:
        """Begin; what fell due meanwhile is published at once."""
        self._thread.start()

    def wake(self) -> None:
        """Look again, since a plan was made or taken back."""
        self._woken.set()

    def stop(self) -> None:
        """End and wait for a publishing under way."""
        self._ended = True
        self._woken.set()
        self._thread.join()

    def _wait_s(self) -> float:
        with self._market.reading() as tables:
            waiting = tables.planned_editions.waiting()
        if not waiting:
            return _LONGEST_S
        return min(_LONGEST_S, max(0.0, (waiting[0].due_at - self._clock.now()).total_seconds()))

    def _live(self) -> None:
        while True:
            try:
                run_due(self._market, self._publisher, self._clock.now())
                wait_s = self._wait_s()
            except ContentError as error:
                _log.error("定时发布查不了计划，请系统管理员查看数据库：%s", error)
                wait_s = _LONGEST_S
            if self._ended:
                return
            self._woken.wait(wait_s)
            self._woken.clear()
