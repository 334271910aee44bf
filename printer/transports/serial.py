"""A printer on a serial line, or on anything pyserial can open by URL."""

import errno
import select
import termios
import time
from typing import Any

import serial

from printer.errors import CannotConnect, DeadlinePassed, LineLost, LineTaken
from printer.transports.base import remaining_s

BAUD = 115200
_GONE = (serial.SerialException, OSError, termios.error)  # termios.error is not an OSError
_POLL_S = 0.005


class SerialTransport:
    """Holds the port alone (flock) while a slip is printed; `url` is a device path or `socket://host:port`."""

    def __init__(self, url: str, baud: int = BAUD, *, rts_cts: bool = False) -> None:
        self._url = url
        self._baud = baud
        self._rts_cts = rts_cts
        self._port: Any = None

    @property
    def bytes_per_s(self) -> float:
        """Return a tenth of the baud rate: a start bit, eight bits and a stop bit carry a byte."""
        return self._baud / 10

    def open(self, deadline: float) -> None:
        """Open the port 8N1, without the DTR handshake some libraries switch on."""
        options: dict[str, Any] = {"exclusive": True} if "://" not in self._url else {}
        try:
            self._port = serial.serial_for_url(
                self._url, baudrate=self._baud, timeout=0, write_timeout=1, rtscts=self._rts_cts, **options
            )
        except (*_GONE, ValueError) as error:
            taken = getattr(error, "errno", None) in (errno.EBUSY, errno.EAGAIN)
            raise (LineTaken if taken else CannotConnect)(f"{self._url} {error}") from error

    def write(self, data: bytes, deadline: float) -> None:
        """Write everything and wait until the line has taken it, so that closing cannot lose the end."""
        port = self._line()
        try:
            port.write_timeout = max(0.01, remaining_s(deadline))
            port.write(data)
            while getattr(port, "out_waiting", 0):
                if remaining_s(deadline) == 0:
                    raise DeadlinePassed(self._url)
                time.sleep(_POLL_S)
        except serial.SerialTimeoutException as error:
            raise DeadlinePassed(self._url) from error
        except _GONE as error:
            raise LineLost(f"{self._url} {error}") from error

    def read(self, deadline: float) -> bytes:
        """Return what has arrived; an unplugged port is LineLost."""
        port = self._line()
        try:
            if hasattr(port, "fd"):
                select.select([port], [], [], remaining_s(deadline))
            else:
                port.timeout = remaining_s(deadline)
                first = port.read(1)
                return bytes(first + port.read(port.in_waiting)) if first else b""
            return bytes(port.read(port.in_waiting)) if port.in_waiting else b""
        except (*_GONE, TypeError, ValueError) as error:  # a port closed under select: TypeError in pyserial 3.5
            raise LineLost(f"{self._url} {error}") from error

    def close(self) -> None:
        """Throw away what the port has not taken and let it go; a stuck printer must not hold up the worker."""
        port, self._port = self._port, None
        if port is None:
            return
        try:
            port.reset_output_buffer()
            port.close()
        except _GONE:
            return  # it went away by itself

    def _line(self) -> Any:
        if self._port is None:
            raise LineLost("串口没有打开")
        return self._port
