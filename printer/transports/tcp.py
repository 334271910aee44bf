"""A printer on the network: raw TCP, port 9100, one client at a time."""

import math
import select
import socket

from printer.errors import CannotConnect, DeadlinePassed, LineLost
from printer.transports.base import remaining_s

PORT = 9100
CONNECT_S = 3.0


class TcpTransport:
    """Connects for one slip and lets go again, because the printer takes a single client."""

    def __init__(self, host: str, port: int = PORT) -> None:
        self._address = (host, port)
        self._socket: socket.socket | None = None

    @property
    def bytes_per_s(self) -> float:
        """Return infinity: the printer is slower than the line."""
        return math.inf

    def open(self, deadline: float) -> None:
        """Connect within 3 seconds."""
        try:
            self._socket = socket.create_connection(
                self._address, timeout=max(0.05, min(CONNECT_S, remaining_s(deadline)))
            )
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            raise CannotConnect(f"{self._address[0]}:{self._address[1]} {error}") from error

    def write(self, data: bytes, deadline: float) -> None:
        """Send everything; `sendall` counts its timeout over the whole of it."""
        line = self._line()
        line.settimeout(max(0.01, remaining_s(deadline)))
        try:
            line.sendall(data)
        except TimeoutError as error:
            raise DeadlinePassed(str(error)) from error
        except OSError as error:
            raise LineLost(str(error)) from error

    def read(self, deadline: float) -> bytes:
        """Return what has arrived; a closed connection is LineLost, not silence."""
        line = self._line()
        try:
            readable, _, _ = select.select([line], [], [], remaining_s(deadline))
            if not readable:
                return b""
            data = line.recv(4096)
        except OSError as error:
            raise LineLost(str(error)) from error
        if not data:
            raise LineLost("对方关闭了连接")
        return data

    def close(self) -> None:
        """Say that nothing more comes, then close."""
        line, self._socket = self._socket, None
        if line is None:
            return
        try:
            line.shutdown(socket.SHUT_WR)
            line.settimeout(0)
            while line.recv(4096):
                pass  # closing over unread replies would reset the line and lose what the printer has not read
        except OSError:
            return  # nothing more to read, or already gone
        finally:
            line.close()

    def _line(self) -> socket.socket:
        if self._socket is None:
            raise LineLost("连接没有打开")
        return self._socket
