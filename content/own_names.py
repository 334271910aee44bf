"""A program on this machine answers to this machine's own names alone, whatever site an ordinary browser here looks at.

Who owns a site may point its name at 127.0.0.1 (DNS rebinding); to the browser its page and our program are then one
origin, and it reads what a clerk has open. The name it goes by still stands in `Host`. An address in figures cannot be
pointed anywhere, so `localhost` and addresses are ours, and names are not.
"""

from __future__ import annotations

import ipaddress
import re

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_ONLY_READING = frozenset(("GET", "HEAD", "OPTIONS"))
_REFUSAL = "这个地址打不开本机的程序，请用 127.0.0.1 打开。"
_HOST = re.compile(r"(\[[^]]*\]|[^:]*)(?::\d*)?")  # RFC 9110, 7.2
_MISDIRECTED = 421  # RFC 9110, 15.5.20


def is_own_name(host: str) -> bool:
    """Say whether a `Host` header, with or without its port, names this machine by no name of the DNS."""
    split = _HOST.fullmatch(host)
    if split is None:
        return False
    if split[1].lower() == "localhost":
        return True
    try:
        ipaddress.ip_address(split[1].strip("[]"))
    except ValueError:
        return False
    return True


class OwnNames:
    """ASGI: refuses what comes under another name, and changes and sockets of another site's pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse; a socket is refused before its handshake."""
        if scope["type"] not in ("http", "websocket") or _may(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(_REFUSAL, status_code=_MISDIRECTED)(scope, receive, send)


def _may(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    host, origin = headers.get("host", ""), headers.get("origin")
    if not is_own_name(host):
        return False
    only_reads = scope["type"] == "http" and scope["method"] in _ONLY_READING
    return only_reads or origin is None or origin.partition("://")[2].lower() == host.lower()
