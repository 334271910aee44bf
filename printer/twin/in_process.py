"""The simulated printer in the same process, without a line: for pages that need one, and as the drivers' measure."""

import json
import math
import time
from pathlib import Path
from threading import Condition
from typing import Any

from printer.errors import CannotConnect, DeadlinePassed, LineLost
from printer.transports.base import remaining_s
from printer.twin.control import obeyed
from printer.twin.device import Build, Device, Fault
from printer.twin.output import Output

CLOSES_AFTER_BYTES = 256
"""A line that is cut mid-slip takes so many bytes first."""


class InProcessPrinter:
    """A twin that takes the same orders as the one in a process of its own; `transport` is what plugs into it."""

    def __init__(self, folder: Path, build: Build | None = None, *, buffer_bytes: int = 65536) -> None:
        self.output = Output(folder)
        self.device = Device(build=build or Build(), reply=self._hear, print_sheet=self.output.keep)
        self.port = 0
        self.is_connected = False
        self.changed = Condition()
        self.said = bytearray()
        self._buffer_bytes = buffer_bytes
        self._held = bytearray()

    def transport(self) -> "InProcessTransport":
        """Return a line to this printer, not open yet."""
        return InProcessTransport(self)

    def order(self, **order: Any) -> dict[str, Any]:
        """Give one order, as on the control socket, and return its answer."""
        with self.changed:
            return obeyed(self, self.output, json.dumps(order).encode())

    def status(self) -> dict[str, Any]:
        """Return the printer's state, as the order {"status": true} does."""
        return self.order(status=True)

    def slips(self) -> list[dict[str, Any]]:
        """Return the printed sheets, newest last."""
        slips: list[dict[str, Any]] = self.order(slips=True)["slips"]
        return slips

    def moved(self) -> None:
        """Work off what can be worked off, after bytes came or a fault went."""
        if self._held and Fault.STALL not in self.device.faults:
            self.device.receive(bytes(self._held))
            self._held.clear()
        while self.device.step() is not None:
            pass
        with self.changed:
            self.changed.notify_all()

    def room(self) -> int:
        """Return how many bytes it takes now."""
        return max(0, self._buffer_bytes - self.device.waiting_bytes - len(self._held))

    def take(self, data: bytes) -> None:
        """Take bytes off the line; while it stalls they stay in the line, and no question is answered."""
        self._held += data
        self.moved()

    def _hear(self, data: bytes) -> None:
        self.said += data


class InProcessTransport:
    """One line to the printer; a second one at the same time is refused."""

    def __init__(self, printer: InProcessPrinter) -> None:
        self._printer = printer
        self._is_open = False
        self._taken = 0

    @property
    def bytes_per_s(self) -> float:
        """Return infinity: there is no line."""
        return math.inf

    def open(self, deadline: float) -> None:
        """Plug in; raises CannotConnect while another line is plugged in."""
        with self._printer.changed:
            if self._printer.is_connected:
                raise CannotConnect("打印机只接受一个连接")
            self._printer.is_connected = self._is_open = True
            self._printer.said.clear()

    def write(self, data: bytes, deadline: float) -> None:
        """Hand the bytes over as the buffer has room."""
        rest = memoryview(data)
        with self._printer.changed:
            while rest:
                self._check()
                room = int(min(self._printer.room(), self._before_the_cut()))
                if room == 0 and not self._printer.changed.wait(remaining_s(deadline)):
                    raise DeadlinePassed("打印机不收数据")
                self._taken += len(rest[:room])
                self._printer.take(bytes(rest[:room]))
                rest = rest[room:]

    def read(self, deadline: float) -> bytes:
        """Return what the printer said, waiting for it until the deadline."""
        with self._printer.changed:
            self._check()
            while not self._printer.said and time.monotonic() < deadline:
                self._printer.changed.wait(remaining_s(deadline))
                self._check()
            said = bytes(self._printer.said)
            self._printer.said.clear()
            return said

    def close(self) -> None:
        """Unplug."""
        with self._printer.changed:
            if self._is_open:
                self._printer.is_connected = self._is_open = False

    def _before_the_cut(self) -> float:
        if Fault.CLOSE_MID_JOB in self._printer.device.faults:
            return max(0, CLOSES_AFTER_BYTES - self._taken)
        return math.inf

    def _check(self) -> None:
        if not self._is_open or self._before_the_cut() == 0:
            raise LineLost("对方关闭了连接")
