"""How much of a server one address may hold: connections at once, and how long and long-winded the head of a request.

uvicorn waits for a head for ever and reads it without end, so that one machine in the building could take every file
descriptor of the hub, or its memory, before anybody was asked who they are.
"""

from __future__ import annotations

import asyncio
import ipaddress
import resource
from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_MOST_FILES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What one address may hold; loopback is spared, where the processes of the same box come from.

    A browser takes six connections and one for each page that stands open, a terminal a handful.
    """

    most: int = 120
    head_s: float = 15.0
    head_bytes: int = 65_536
    spares_loopback: bool = True


def whence(address: str) -> str:
    """Return what counts as one address: of IPv6 the network a single machine is given (/64), else the address."""
    try:
        at = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(at, ipaddress.IPv6Address):
        at = at.ipv4_mapped or at
    return str(at) if at.version == 4 else str(ipaddress.ip_network((at, 64), strict=False))


def allow_files() -> None:
    """Raise the limit of open files to what the system lets this process have; the usual 1,024 are soon taken."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def holding(limits: Holding | None = None) -> type[asyncio.Protocol]:
    """Return what uvicorn speaks HTTP by (`Config.http`), within limits."""
    bounds = limits or Holding()

    class Bounded(_Bounded):
        limits = bounds

    return Bounded


class _Bounded(HttpToolsProtocol):
    limits: Holding
    _deadline: asyncio.TimerHandle | None = None
    _head = 0  # bytes of the head that is on its way
    _in_message = False  # its head is here, its body not all of it

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self._holds_too_much():
            self.connections.discard(self)
            transport.abort()
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._head += len(data)
        was_body = self._in_message
        super().data_received(data)
        if was_body or self._in_message:  # bytes of a body, also of one whose answer is out already
            self._head = 0
        if self._head > self.limits.head_bytes:
            self.transport.abort()

    def on_headers_complete(self) -> None:
        self._in_message = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_message, self._head = False, 0  # what was no body of it in this piece is the next head's

    def handle_websocket_upgrade(self) -> None:
        self._rest()
        super().handle_websocket_upgrade()

    def _holds_too_much(self) -> bool:
        if self.client is None:
            return False
        mine = whence(self.client[0])
        if self.limits.spares_loopback and ipaddress.ip_address(self.client[0].partition("%")[0]).is_loopback:
            return False
        return sum(_address_of(one) == mine for one in self.connections) > self.limits.most

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(self.limits.head_s, self._look, self.cycle)

    def _look(self, then: Any) -> None:
        answered = self.cycle is None or self.cycle.response_complete
        if answered and not self._in_message and self.cycle is then:
            self.transport.abort()
        else:
            self._wait()

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def _address_of(connection: Any) -> str:
    transport = getattr(connection, "transport", None)
    peer = transport.get_extra_info("peername") if transport is not None else None
    return whence(str(peer[0])) if peer else ""
