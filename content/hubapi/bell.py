"""The bell: tells whoever listens to look again, and nothing else; nothing depends on its being heard.

`event: edition` means a new edition, `event: errand` that the next heartbeat will bring something to do, `event: call`
that the call for staff from this terminal was taken, `event: board` that a number was called to a window.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

QUIET_S = 15.0  # after this long without a ring a comment shows that the line still stands


@dataclass(frozen=True, slots=True, eq=False)
class _Listener:
    loop: asyncio.AbstractEventLoop
    rung: asyncio.Queue[bytes | None]
    terminal: str


class Bell:
    """Broadcasts the newest order to every open line; `ring` and `close` may come from any thread."""

    def __init__(self, quiet_s: float = QUIET_S) -> None:
        self._quiet_s = quiet_s
        self._lock = threading.Lock()
        self._listeners: set[_Listener] = set()
        self._closed = False

    def ring(self, order: int) -> None:
        """Say that the edition with this order is out."""
        self._tell(_frame(order))

    def call(self, terminal_id: str) -> None:
        """Say to one terminal that there is an errand for it."""
        self._tell(b"event: errand\ndata: look\n\n", terminal_id)

    def tell_call(self, terminal_id: str) -> None:
        """Say to one terminal that something changed about its call for staff."""
        self._tell(b"event: call\ndata: look\n\n", terminal_id)

    def tell_board(self) -> None:
        """Say that a number was called."""
        self._tell(b"event: board\ndata: look\n\n")

    def close(self) -> None:
        """End every line, so that a server told to stop does not wait for the listeners."""
        self._closed = True
        self._tell(None)

    def listeners(self) -> int:
        """Return how many lines are open."""
        return len(self._listeners)

    def _tell(self, frame: bytes | None, terminal: str = "") -> None:
        with self._lock:
            for listener in self._listeners:
                if not listener.loop.is_closed() and terminal in ("", listener.terminal):
                    listener.loop.call_soon_threadsafe(listener.rung.put_nowait, frame)

    async def frames(self, order: int, still_welcome: Callable[[], bool], terminal: str = "") -> AsyncIterator[bytes]:
        """Yield SSE frames for a terminal: the present order at once, every ring, a comment when it is quiet.

        `still_welcome` is asked at each quiet moment, in a thread; False ends the line.
        """
        listener = _Listener(asyncio.get_running_loop(), asyncio.Queue(), terminal)
        with self._lock:
            self._listeners.add(listener)
        try:
            yield _frame(order)
            while not self._closed:
                try:
                    rung = await asyncio.wait_for(listener.rung.get(), self._quiet_s)
                except TimeoutError:
                    if not await asyncio.to_thread(still_welcome):
                        return
                    yield b": quiet\n\n"
                    continue
                if rung is None:
                    return
                yield rung
        finally:
            with self._lock:
                self._listeners.discard(listener)


def _frame(order: int) -> bytes:
    return f"event: edition\ndata: {order}\n\n".encode()
