"""A line to the hub that changes what the hub answers: a byte flipped, an end cut off, a day-old answer again."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from tests.contract.link_house import BadLine

Spoil = Callable[[bytes, bytes], bytes]  # request path and body of the answer → body that arrives


class CorruptingLine(BadLine):
    """Each request has a connection of its own; `spoil` is given the path and the answer's whole body."""

    spoil: Spoil | None = None
    spoiled = 0

    def _carry(self, source: socket.socket, sink: socket.socket, is_request: bool) -> None:
        if is_request:
            return
        # this thread has the hub as its source and the terminal as its sink: it carries both ways, one request
        with suppress(OSError):
            head = _until_blank_line(sink)
            path = head.split(b" ", 2)[1]
            if path == b"/link/bell":
                source.sendall(head)
                threading.Thread(target=super()._carry, args=(source, sink, False), daemon=True).start()
                return
            body = _exactly(sink, _length(head), head)
            source.sendall(_closing(head) + body)
            answer = b"".join(iter(lambda: source.recv(65536), b""))
            start, _, rest = answer.partition(b"\r\n\r\n")
            changed = self.spoil(path, rest) if self.spoil is not None else rest
            self.spoiled += changed != rest
            # the length stays as the hub said it, so that a cut is seen as what it is
            sink.sendall(start + b"\r\n\r\n" + changed)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def flipped(dice: random.Random) -> Spoil:
    """Flip one bit of an edition's manifest, signature or file."""

    def spoil(path: bytes, body: bytes) -> bytes:
        if not body or not path.startswith((b"/link/edition", b"/link/blobs/")):
            return body
        at = dice.randrange(len(body))
        return body[:at] + bytes([body[at] ^ 1 << dice.randrange(8)]) + body[at + 1 :]

    return spoil


def cut(dice: random.Random) -> Spoil:
    """Cut off the end of a file."""

    def spoil(path: bytes, body: bytes) -> bytes:
        return body[: dice.randrange(len(body))] if body and path.startswith(b"/link/blobs/") else body

    return spoil


def answered_before(earlier: bytes) -> Spoil:
    """Answer with an earlier edition, which the hub did sign."""
    return lambda path, body: earlier if body and path == b"/link/edition" else body


def _until_blank_line(line: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        more = line.recv(65536)
        if not more:
            raise OSError
        head += more
    return head


def _length(head: bytes) -> int:
    for field in head.partition(b"\r\n\r\n")[0].lower().split(b"\r\n"):
        if field.startswith(b"content-length:"):
            return int(field.split(b":")[1])
    return 0


def _exactly(line: socket.socket, length: int, head: bytes) -> bytes:
    have = len(head.partition(b"\r\n\r\n")[2])
    body = b""
    while have + len(body) < length:
        more = line.recv(65536)
        if not more:
            raise OSError
        body += more
    return body


def _closing(head: bytes) -> bytes:
    return head.replace(b"Connection: keep-alive", b"Connection: close", 1)
