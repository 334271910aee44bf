"""What open pages of the desk hear of the terminals: that one was heard of or fell silent, and its newest live picture.

Kept in memory only. Every method may be called from any thread; a page hears in its own loop.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePicture:
    """What stood on the glass a moment ago."""

    jpeg: bytes = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, eq=False)
class _Listener:
    loop: asyncio.AbstractEventLoop
    hear: Callable[[str], None]


class HallBoard:
    """What open pages of the desk hear of the terminals; one for the hub, nothing of it outlives the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pictures: dict[str, LivePicture] = {}
        self._listeners: set[_Listener] = set()

    def put(self, terminal_id: str, jpeg: bytes, now: datetime) -> None:
        """Keep a terminal's newest picture in place of the one before."""
        with self._lock:
            self._pictures[terminal_id] = LivePicture(jpeg=jpeg, at=now)
        self.changed(terminal_id)

    def picture(self, terminal_id: str) -> LivePicture | None:
        """Return a terminal's newest picture."""
        with self._lock:
            return self._pictures.get(terminal_id)

    def taken_at(self) -> dict[str, datetime]:
        """Return when the newest picture of each terminal was taken."""
        with self._lock:
            return {terminal_id: one.at for terminal_id, one in self._pictures.items()}

    def changed(self, terminal_id: str) -> None:
        """Say that something is new about a terminal; "" means about any of them."""
        with self._lock:
            for listener in self._listeners:
                if not listener.loop.is_closed():
                    listener.loop.call_soon_threadsafe(listener.hear, terminal_id)

    def listen(self, hear: Callable[[str], None]) -> Callable[[], None]:
        """Call `hear` in the running loop at every change, until the returned function is called."""
        listener = _Listener(asyncio.get_running_loop(), hear)
        with self._lock:
            self._listeners.add(listener)

        def stop() -> None:
            with self._lock:
                self._listeners.discard(listener)

        return stop
