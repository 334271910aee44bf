"""Tells the hub every 15 s that the terminal lives and how it is; nothing depends on it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from content.errors import LinkError
from content.link.hub import Hub

log = logging.getLogger(__name__)

EVERY_S = 15.0


class Heartbeat:
    """One thread; `report` returns plain JSON values, among them `edition_order`, and holds no personal data."""

    def __init__(self, hub: Hub, report: Callable[[], dict[str, Any]], every_s: float = EVERY_S) -> None:
        self.state = "还没有和中心联系上。"
        self._hub, self._report, self._every_s = hub, report, every_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Begin to beat, at once and then every 15 s."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the beat under way."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=15)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                report = self._report()
                order = report.get("edition_order")
                self._hub.heartbeat(order if isinstance(order, int) else None, report)
                self.state = ""
            except LinkError as error:
                self.state = str(error)
                log.info("no heartbeat: %s", error)
            except Exception:  # the last handler of this thread: a part that cannot say how it is must not end the beat
                self.state = "本机状态读不出来，请系统管理员查看日志。"
                log.exception("no heartbeat")
            self._stopping.wait(self._every_s)
