"""Taps on a device's line: every byte is stamped and passed on, at once or, to the device, at the pace of a slow line.

A tap is a part of the line, so what it adds counts in every time taken through it: a wake-up of a thread, 0.1 ms.
"""

from __future__ import annotations

import os
import select
import socket
import time
import tty
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Event, Thread

_LOOK_S = 0.2
_READ_BYTES = 4096
_SLICE_BYTES = 64
_PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Bytes that went by: when (ms of the wall clock), which way, and over which of the line's connections."""

    at_ms: float
    from_device: bool
    connection: int
    data: bytes


class Record:
    """Everything that went by, in order."""

    def __init__(self) -> None:
        self._passed: list[Passed] = []
        self._changed = Condition()

    def add(self, passed: Passed) -> None:
        """Keep what went by, and wake who waits for it."""
        with self._changed:
            self._passed.append(passed)
            self._changed.notify_all()

    def mark(self) -> int:
        """Return the place after the last so far."""
        with self._changed:
            return len(self._passed)

    def since(self, place: int) -> list[Passed]:
        """Return what went by after a place."""
        with self._changed:
            return self._passed[place:]

    def wait(self, wanted: Callable[[Passed], bool], place: int) -> Passed:
        """Return the first wanted after a place; TimeoutError when it does not come."""
        with self._changed:
            if not self._changed.wait_for(lambda: any(map(wanted, self._passed[place:])), _PATIENCE_S):
                raise TimeoutError("the bytes waited for never came down the line")
            return next(one for one in self._passed[place:] if wanted(one))


class _Relay:
    """Passes bytes between two descriptors until stopped or until one side hangs up."""

    def __init__(self, host: int, device: int, record: Record, connection: int, bytes_per_s: float) -> None:
        self._record, self._connection, self._pace = record, connection, bytes_per_s
        self._ended = Event()
        self._threads = [Thread(target=self._pass_on, args=ends, daemon=True)
                         for ends in ((host, device, False), (device, host, True))]  # fmt: skip
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Stop passing on."""
        self._ended.set()
        self.wait()

    def wait(self) -> None:
        """Wait until one side has hung up, or `end` was called."""
        for thread in self._threads:
            thread.join()

    def _pass_on(self, source: int, target: int, from_device: bool) -> None:
        pace = 0.0 if from_device else self._pace
        free_at = 0.0
        try:
            while not self._ended.is_set():
                if select.select([source], [], [], _LOOK_S)[0]:
                    data = os.read(source, _SLICE_BYTES if pace else _READ_BYTES)
                    if not data:
                        break
                    self._record.add(Passed(at_ms=time.time() * 1000, from_device=from_device,
                                            connection=self._connection, data=data))  # fmt: skip
                    if pace:
                        free_at = max(free_at, time.monotonic()) + len(data) / pace
                        time.sleep(max(0.0, free_at - time.monotonic()))
                    _write(target, data)
        except OSError:
            pass  # one side went away: so does the line
        self._ended.set()


def _write(target: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(target, view) :]


class PtyTap:
    """A serial line at `link` whose other end is joined to a device's own line; `bytes_per_s` 0 passes all at once."""

    def __init__(self, link: Path, *, bytes_per_s: float = 0.0) -> None:
        self.record = Record()
        self.link, self._pace = link, bytes_per_s
        self._descriptors: list[int] = []
        self._relay: _Relay | None = None

    def join(self, device: Path) -> None:
        """Lay the line to a device."""
        far = os.open(device.resolve(), os.O_RDWR | os.O_NOCTTY)
        ours, theirs = os.openpty()
        self._descriptors = [far, ours, theirs]
        for end in self._descriptors:
            tty.setraw(end)
        self.link.symlink_to(os.ttyname(theirs))
        self._relay = _Relay(ours, far, self.record, 1, self._pace)

    def close(self) -> None:
        """Take the line away."""
        if self._relay is not None:
            self._relay.end()
        self.link.unlink(missing_ok=True)
        for descriptor in self._descriptors:
            os.close(descriptor)


class TcpTap:
    """A port on loopback that is passed on to a printer's, one connection after another."""

    def __init__(self) -> None:
        self.record = Record()
        self._target = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._thread = Thread(target=self._serve, daemon=True)

    def join(self, port: int) -> None:
        """Lay the line to a printer."""
        self._target = port
        self._thread.start()

    def close(self) -> None:
        """Take no further connection."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _serve(self) -> None:
        number = 0
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return  # closed
            number += 1
            with near, socket.create_connection(("127.0.0.1", self._target)) as far:
                for line in (near, far):
                    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                _Relay(near.fileno(), far.fileno(), self.record, number, 0.0).wait()
