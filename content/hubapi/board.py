"""The board of called numbers for screens, and how long the queue is for kiosks."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from content.clock import SHANGHAI, Clock, calendar_day, to_text
from content.model.codec import to_json, to_plain
from content.model.tickets import QueueAnswer, QueueLine, WindowEvent
from content.rules.windows import is_open, matters_of, windows_for
from content.store.database import Market, Tables


@dataclass(frozen=True, slots=True, eq=False)
class _Listener:
    loop: asyncio.AbstractEventLoop
    hear: Callable[[], object]


class TicketBoard:
    """The last five calls as bytes, read anew after `changed`; every method from any thread but `listen`."""

    def __init__(self, market: Market, clock: Clock, ring: Callable[[], None] = lambda: None) -> None:
        self._market, self._clock, self._ring = market, clock, ring
        self._lock = threading.Lock()
        self._pressed: tuple[date, bytes, str] | None = None
        self._listeners: set[_Listener] = set()

    def changed(self) -> None:
        """Say that a number came, was called or was dealt with: the desk's pages and the screens look again."""
        with self._lock:
            self._pressed = None
            listeners = tuple(self._listeners)
        self._ring()
        for listener in listeners:
            with suppress(RuntimeError):  # its loop has closed
                listener.loop.call_soon_threadsafe(listener.hear)

    def listen(self, hear: Callable[[], object]) -> Callable[[], None]:
        """Call `hear` in the running loop at every change until the returned function is called."""
        listener = _Listener(asyncio.get_running_loop(), hear)
        with self._lock:
            self._listeners.add(listener)

        def leave() -> None:
            with self._lock:
                self._listeners.discard(listener)

        return leave

    def wire(self) -> tuple[bytes, str]:
        """Return today's board as JSON with its ETag."""
        with self._lock:  # also while reading, so that no older board is kept after `changed`
            today = calendar_day(self._clock.now())
            if self._pressed is None or self._pressed[0] != today:
                with self._market.reading() as tables:
                    body = to_json(tables.tickets.board(today))
                self._pressed = (today, body, f'"{hashlib.sha256(body).hexdigest()[:16]}"')
            return self._pressed[1:]


def todays_windows(tables: Tables, now: datetime) -> dict[str, WindowEvent]:
    """Return the last thing done with each window today, by the window's id."""
    midnight = datetime.combine(calendar_day(now), time.min, SHANGHAI)
    return tables.windows.last_events(to_text(midnight))


def queue_now(tables: Tables, now: datetime) -> QueueAnswer:
    """Return how every matter stands: who waits, and whether a window gives numbers."""
    windows, events = tables.windows.all(), todays_windows(tables, now)
    public = tables.windows.display(tables.market.get().holidays).windows
    done = {one.number: events[one.id].deed for one in windows if one.id in events}
    counts = tables.tickets.waiting_counts(calendar_day(now))
    return QueueAnswer(lines=tuple(
        QueueLine(matter=matter, waiting=counts.get(matter, 0), windows=tuple(one.number for one in serving),
                  is_open=any(is_open(one, now, done.get(one.number)) for one in serving))
        for matter in matters_of(public) for serving in (windows_for(public, matter),)
    ))  # fmt: skip


def answer_queue(market: Market, now: datetime) -> dict[str, Any]:
    """Return what a kiosk is told about the queue, as JSON values."""
    with market.reading() as tables:
        return to_plain(queue_now(tables, now))
