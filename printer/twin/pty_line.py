"""The simulated printer's pseudo-terminal: a serial line or a USB device node, which can be pulled out."""

import asyncio
import os
import termios
import tty
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from printer.twin.device import Device, Fault
from printer.twin.in_process import CLOSES_AFTER_BYTES

_READ_BYTES = 4096
_LOOK_AGAIN_S = 0.02


class Plugged(Protocol):
    """What the line leads to."""

    device: Device

    def moved(self) -> None:
        """Say that bytes came."""
        ...

    def connect(self, send: Callable[[bytes], None] | None) -> None:
        """Note who is on the line; None when nobody is."""
        ...

    def may_read(self) -> bool:
        """Say whether there is room for more bytes."""
        ...

    async def room(self) -> None:
        """Wait until there is."""
        ...


class PtyLine:
    """A raw pseudo-terminal whose name is linked at `link`; a cut mid-slip takes both away until the fault is over."""

    def __init__(self, plug: Plugged, link: Path) -> None:
        self._plug = plug
        self._link = link
        self._loop = asyncio.get_running_loop()
        self._ours = self._theirs = -1
        self._taken = 0
        self._waiting: asyncio.Task[None] | None = None

    def plug_in(self) -> None:
        """Open the line; keeping its other end open lets a client come and go."""
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs, termios.TCSANOW)
        os.set_blocking(self._ours, False)
        self._link.parent.mkdir(parents=True, exist_ok=True)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(self._theirs))
        self._plug.connect(self._send)
        self._loop.add_reader(self._ours, self._readable)

    def pull_out(self) -> None:
        """Hang up, as an unplugged adapter does."""
        self._loop.remove_reader(self._ours)
        self._plug.connect(None)
        self._link.unlink(missing_ok=True)
        os.close(self._ours)
        os.close(self._theirs)

    def _readable(self) -> None:
        data = os.read(self._ours, _READ_BYTES)
        self._taken = self._taken + len(data) if Fault.CLOSE_MID_JOB in self._plug.device.faults else 0
        if self._taken > CLOSES_AFTER_BYTES:
            self.pull_out()
            self._waiting = self._loop.create_task(self._come_back())
            return
        self._plug.device.receive(data)
        self._plug.moved()
        if not self._plug.may_read():
            self._loop.remove_reader(self._ours)
            self._waiting = self._loop.create_task(self._resume())

    async def _resume(self) -> None:
        await self._plug.room()
        self._loop.add_reader(self._ours, self._readable)

    async def _come_back(self) -> None:
        while Fault.CLOSE_MID_JOB in self._plug.device.faults:
            await asyncio.sleep(_LOOK_AGAIN_S)
        self._taken = 0
        self.plug_in()

    def _send(self, data: bytes) -> None:
        try:
            os.write(self._ours, data)
        except BlockingIOError:
            return  # nobody reads the replies; a real printer drops them too
