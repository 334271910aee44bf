"""Tells the hub every 15 s that the terminal lives and how it is, and brings errands back; a mere courtesy.

A terminal that finds nobody stays silent until it hears the bell again, or for a minute at most.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from content.errors import HubSilent, LinkError
from content.link.errands import ErrandBook
from content.link.hub import Hub
from content.link.turns import Part

log = logging.getLogger(__name__)

EVERY_S = 15.0
AWAY_S = 60.0
_HEARD_S = 10.0  # after the bell is heard again: the others are still coming back (T15)


class Heartbeat:
    """One thread; `report` returns plain JSON values, among them `edition_order`, and holds no personal data.

    What came of an errand goes with the next beat, which follows at once.
    """

    def __init__(self, hub: Hub, report: Callable[[], dict[str, Any]], every_s: float = EVERY_S,
                 errands: ErrandBook | None = None) -> None:  # fmt: skip
        self.state = "还没有和中心联系上。"
        self._hub, self._report, self._every_s, self._errands = hub, report, every_s, errands
        self._stopping, self._now, self._heard = threading.Event(), threading.Event(), threading.Event()
        self._away = False  # nobody took the last beat, and the bell was not heard since
        hub.when_heard(self._hear)
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Begin to beat, at once and then every 15 s."""
        self._thread.start()

    def wake(self) -> None:
        """Beat now: the bell said that there is an errand."""
        self._now.set()

    def stop(self) -> None:
        """Stop after the beat under way."""
        self._stopping.set()
        self._now.set()
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=15)

    def beat(self) -> None:
        """Beat once; LinkError when the hub does not take it."""
        report = self._report()
        order = report.get("edition_order")
        results = self._errands.results() if self._errands is not None else ()
        answer = self._hub.heartbeat(order if isinstance(order, int) else None, report, results)
        if answer.moved_to and self._hub.follow(answer.moved_to):
            log.info("the hub moved, followed it")
        if self._errands is not None:
            self._errands.reported(results)
            self._errands.take(answer.errands)
            if self._errands.results():
                self._now.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._now.clear()
            self._heard.clear()
            try:
                self.beat()
                self.state, self._away = "", False
            except LinkError as error:
                self.state = str(error)
                self._away = isinstance(error, HubSilent) and not self._hub.hears_bell and not self._heard.is_set()
                log.info("no heartbeat: %s", error)
            except Exception:  # the last handler of this thread: a part that cannot say how it is must not end the beat
                self.state = "本机状态读不出来，请系统管理员查看日志。"
                log.exception("no heartbeat")
            if not self._stopping.is_set():
                self._rest()

    def _rest(self) -> None:
        turns = self._hub.turns
        if not self._away:
            self._now.wait(turns.wait_s(Part.HEARTBEAT, self._every_s, self._every_s / 4))
            return
        self._now.wait(turns.wait_s(Part.HEARTBEAT, AWAY_S))
        if self._heard.is_set() and not self._stopping.is_set():
            self._now.clear()
            self._now.wait(turns.wait_s(Part.HEARTBEAT, self._every_s, min(_HEARD_S, self._every_s)))

    def _hear(self) -> None:
        self._heard.set()
        if self._away:
            self._now.set()
