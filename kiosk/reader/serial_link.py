"""One open line to a security module: a request goes out, its reply comes back, or a `ReaderError` says why not."""

from __future__ import annotations

import errno
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import serial

from kiosk.errors import GarbledAnswer, ModuleUnfit, NoAnswer, PortLost, PortTaken
from kiosk.reader.commands import READ, READ_WITH_FINGERPRINT, Command
from kiosk.reader.frames import BadChecksum, Frame, Item, Noise, Parser
from kiosk.reader.statuses import Verdict, status_of
from kiosk.reader.timing import ReaderTiming

_SENDS = 3
_SLICE_S = 0.05
_WRITE_DEADLINE_S = 1.0
_SHORTEST_REPLY = 11
_BITS_PER_BYTE = 10
_USUAL_BAUD = 115200


class Stopped(Exception):
    """The wait for a reply was given up because the driver stops."""


class SamLink:
    """The line, owned by one thread; closing it is the owner's part."""

    def __init__(self, port_url: str, baud: int, *, timing: ReaderTiming, stopping: Callable[[], bool]) -> None:
        """Open the port; raises `PortLost` where that fails, `PortTaken` where another process holds it.

        `port_url` is a device such as /dev/serial/by-id/… or any URL pyserial knows (socket://host:port).
        """
        self._timing = timing
        self._stopping = stopping
        self._parser = Parser()
        # The deadlines of the commands are for the usual speed; on a slower line a long reply needs its time.
        self._slowness_s = max(0.0, _BITS_PER_BYTE / baud - _BITS_PER_BYTE / _USUAL_BAUD)
        with _port_faults():
            self._port = serial.serial_for_url(
                port_url, baudrate=baud, timeout=_SLICE_S, write_timeout=_WRITE_DEADLINE_S, exclusive=True
            )

    def close(self) -> None:
        """Give the port back; never raises, the port may be gone already."""
        self._parser.clear()
        # pyserial drops the socket of a bridge that has hung up without closing it.
        bridge = getattr(self._port, "_socket", None)
        with suppress(serial.SerialException, OSError, termios.error):
            self._port.close()
        if bridge is not None:
            bridge.close()

    def exchange(self, command: Command) -> Frame:
        """Send the request and return the reply to it, whose status the caller judges.

        A damaged exchange is repeated, two times at most; silence once, and not for the long read commands, which
        the caller repeats from the start. Raises `PortLost`, `NoAnswer`, `GarbledAnswer`, or `ModuleUnfit` for a
        status that says the module itself is of no use.
        """
        silences = 0
        fault: NoAnswer | GarbledAnswer = NoAnswer()
        for _ in range(_SENDS):
            try:
                reply = self._ask(command)
            except GarbledAnswer as garbled:
                fault = garbled
                continue
            except NoAnswer:
                silences += 1
                if silences > 1 or command in (READ, READ_WITH_FINGERPRINT):
                    raise
                continue
            status = status_of(reply.status)
            if status.verdict is Verdict.RESEND:
                fault = GarbledAnswer(code=status.code)
                continue
            if status.verdict is Verdict.UNFIT:
                raise ModuleUnfit(sw3=status.sw3, remedy=status.remedy)
            return reply
        raise fault

    def _ask(self, command: Command) -> Frame:
        self._parser.clear()
        with _port_faults():
            self._port.reset_input_buffer()
            self._port.write(command.frame)
        try:
            return self._receive(command)
        finally:
            self._parser.clear()

    def _receive(self, command: Command) -> Frame:
        deadline = time.monotonic() + command.deadline_s * self._timing.deadline_scale
        deadline += command.lengths[1] * self._slowness_s
        last_byte_at = 0.0
        damage = 0
        while True:
            if self._stopping():
                raise Stopped
            chunk = self._read_some()
            now = time.monotonic()
            quiet = False
            items: list[Item] = []
            if chunk:
                last_byte_at = now
                items = self._parser.feed(chunk)
            elif last_byte_at and now - last_byte_at > self._timing.gap_s:
                # A few stray bytes may come before the reply; a broken reply is known by its size or its start.
                quiet = self._parser.pending or damage >= _SHORTEST_REPLY
                items = self._parser.expire() if quiet else []
            reply = _reply_among(items, command)
            if reply is not None:
                return reply
            damage += _damage(items)
            if quiet:
                raise GarbledAnswer
            if now > deadline:
                raise GarbledAnswer if damage or self._parser.pending else NoAnswer

    def _read_some(self) -> bytes:
        # As many as are missing: a whole reply takes two calls, also on a bridge that cannot say how many wait.
        with _port_faults():
            return bytes(self._port.read(self._parser.missing))


def _reply_among(items: list[Item], command: Command) -> Frame | None:
    for item in items:
        if isinstance(item, Frame) and command.accepts(item):
            return item
    return None


def _damage(items: list[Item]) -> int:
    noise = sum(item.count for item in items if isinstance(item, Noise))
    return noise + _SHORTEST_REPLY * sum(isinstance(item, BadChecksum) for item in items)


@contextmanager
def _port_faults() -> Iterator[None]:
    try:
        yield
    # An unplugged adapter shows as any of the three, and termios.error is no OSError (hardware F).
    except (serial.SerialException, OSError, termios.error) as error:
        held = getattr(error, "errno", None) in (errno.EAGAIN, errno.EBUSY)
        raise (PortTaken if held else PortLost)(str(error)) from error
