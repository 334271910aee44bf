"""A printer on the kernel's USB printer class device, /dev/usb/lpN."""

import errno
import fcntl
import math
import os
import select
import time

from printer.errors import CannotConnect, DeadlinePassed, LineLost, LineTaken
from printer.transports.base import remaining_s

_TAKEN = (errno.EBUSY, errno.EAGAIN)
_GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL
_READ_BYTES = 4096
_EMPTY_PAUSE_S = 0.01


class UsbTransport:
    """Holds the device alone while a slip is printed; `path` is /dev/usb/lp0 or a udev name that stays the same.

    Every read and write is non-blocking behind a poll: a printer that takes nothing holds up nobody.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._device = -1

    @property
    def bytes_per_s(self) -> float:
        """Return infinity: the printer is slower than the line."""
        return math.inf

    def open(self, deadline: float) -> None:
        """Open the device for both directions; LineTaken when another program has it."""
        try:
            self._device = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
            fcntl.flock(self._device, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.close()
            kind = LineTaken if error.errno in _TAKEN else CannotConnect
            raise kind(f"{self._path} {error.strerror}") from error

    def write(self, data: bytes, deadline: float) -> None:
        """Write everything and wait until the last transfer is through: closing would take it back."""
        view = memoryview(data)
        while view:
            self._ready(select.POLLOUT, deadline)
            try:
                view = view[os.write(self._line(), view) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise LineLost(f"{self._path} {error.strerror}") from error
        self._ready(select.POLLOUT, deadline)

    def read(self, deadline: float) -> bytes:
        """Return what has arrived; an unplugged device is LineLost."""
        while happened := self._poll(select.POLLIN, deadline):
            try:
                if data := os.read(self._line(), _READ_BYTES):
                    return data
                if happened & _GONE:
                    raise LineLost(f"{self._path} 已拔出")
            except BlockingIOError:
                pass
            except OSError as error:
                raise LineLost(f"{self._path} {error.strerror}") from error
            if remaining_s(deadline) == 0:
                break
            # some printers answer every request for data with an empty packet: readable, and nothing there
            time.sleep(min(_EMPTY_PAUSE_S, remaining_s(deadline)))
        return b""

    def close(self) -> None:
        """Close the device; the kernel throws away what the printer has not taken."""
        device, self._device = self._device, -1
        if device >= 0:
            os.close(device)

    def _ready(self, wanted: int, deadline: float) -> None:
        if not self._poll(wanted, deadline):
            raise DeadlinePassed(self._path)

    def _poll(self, wanted: int, deadline: float) -> int:
        """Wait for the device and return what happened, 0 at the deadline; what came before it went is still read."""
        poll = select.poll()
        poll.register(self._line(), wanted)
        happened = dict(poll.poll(remaining_s(deadline) * 1000)).get(self._line(), 0)
        if happened & _GONE and not happened & wanted & select.POLLIN:
            raise LineLost(f"{self._path} 已拔出")
        return happened

    def _line(self) -> int:
        if self._device < 0:
            raise LineLost("打印机没有打开")
        return self._device
