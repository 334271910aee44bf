"""The plain door beside HTTPS: it sends browsers over, hands out the authority's certificate, and takes nothing in.

It speaks just enough HTTP for that, on the standard library: no session, no cookie, no body is ever read.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from content.connections import whence

_LONGEST_HEAD = 8192
_PATIENCE_S = 5.0
_MOST_AT_ONCE, _MOST_OF_ONE = 256, 16
_BAD = "请求的写法不对，请用浏览器打开。\n"
_REFUSED = "这里不加密，什么也不收，您填的东西没有送出去。请在地址栏里把 http 改成 https，再填一次。\n"
_PLAIN = "text/plain; charset=utf-8"
_SAFE = ("X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nX-Frame-Options: DENY\r\n"
         "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
         "Cache-Control: no-store\r\nConnection: close\r\n")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainDoor:
    """What the door knows: the names HTTPS goes by, the first of them the usual one, its port, and pages of its own."""

    names: tuple[str, ...]
    port: int
    pages: Mapping[str, tuple[str, bytes]]  # path: media type and body

    def answer(self, head: bytes) -> bytes:
        """Return the whole answer to the head of one request."""
        lines = head.decode("latin-1").split("\r\n")
        matched = re.fullmatch(r"([A-Z]{1,16}) (/[\x21-\x7e]*) HTTP/1\.[01]", lines[0])
        if matched is None:
            return _written("400 Bad Request", _PLAIN, _BAD.encode())
        method, target = matched.groups()
        if method not in {"GET", "HEAD"}:
            return _written("405 Method Not Allowed", _PLAIN, _REFUSED.encode(), "Allow: GET, HEAD\r\n")
        kind, body = self.pages.get(target.partition("?")[0], ("", b""))
        if kind:
            return _written("200 OK", kind, body, with_body=method == "GET")
        place = f"https://{self._host(lines[1:])}{'' if self.port == 443 else f':{self.port}'}"
        where = place + quote(target, safe="/?&=%:@!$'()*+,;~-._")
        return _written("308 Permanent Redirect", _PLAIN, b"", f"Location: {where}\r\n")

    def _host(self, lines: list[str]) -> str:
        """Return the name the browser used where it is one of ours: another's would make the door point anywhere."""
        asked = next((line.partition(":")[2].strip() for line in lines if line.lower().startswith("host:")), "")
        bare = re.sub(r":\d+$", "", asked).strip("[]").lower()
        name = bare if bare in {one.lower() for one in self.names} else self.names[0]
        return f"[{name}]" if ":" in name else name


def _written(status: str, kind: str, body: bytes, more: str = "", *, with_body: bool = True) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{_SAFE}{more}\r\n"
    return head.encode("latin-1") + (body if with_body else b"")


async def open_door(door: PlainDoor, host: str, port: int) -> asyncio.Server:
    """Listen until the server is closed; a visitor has five seconds for the head.

    256 are served at once, of one address 16; nobody waits for a place, since whoever waits holds a file of the hub's.
    """
    inside: Counter[str] = Counter()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        mine = whence(str((writer.get_extra_info("peername") or ("",))[0]))
        if inside[mine] >= _MOST_OF_ONE or inside.total() >= _MOST_AT_ONCE:
            writer.transport.abort()
            return
        inside[mine] += 1
        try:
            with suppress(TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                async with asyncio.timeout(_PATIENCE_S):
                    writer.write(door.answer(await reader.readuntil(b"\r\n\r\n")))
                    await writer.drain()
            writer.close()
        finally:
            inside[mine] -= 1
            if not inside[mine]:
                del inside[mine]

    return await asyncio.start_server(serve, host, port, limit=_LONGEST_HEAD)
