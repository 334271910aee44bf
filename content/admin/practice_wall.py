"""The wall around 练习: a band on every page and file, and a login of its own in the same browser; plain ASGI.

A browser keeps cookies by host, not by port: without another name for it, logging in here would log out at the real
desk, and the real desk's session would be told here.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from content.admin.login import COOKIE
from content.admin.written import written

PRACTICE_COOKIE = "linggong_practice"
BAND = "练习，不算数"
INSIDE = "这里的人和事都是编的。怎么点都不进真台账，也不上屏。"
AT_THE_DOOR = "进来不用密码：请在真的后台点“练习”，再点“去练习”。"
_PLAIN_FILE, _FILE = b"practice-", quote("练习-不算数-").encode()
_BODY = re.compile(rb"<body[^>]*>", re.IGNORECASE)


def own_cookies(header: str) -> str:
    """Return what the desk here may see of a browser's cookies: its own under the desk's name, never the real one's."""
    kept = []
    for pair in header.split(";"):
        name, _, value = pair.strip().partition("=")
        if name == PRACTICE_COOKIE:
            kept.append(f"{COOKIE}={value}")
        elif name and name != COOKIE:
            kept.append(f"{name}={value}")
    return "; ".join(kept)


def banded(page: bytes, sentence: str = INSIDE) -> bytes:
    """Return a page with the band as the first thing in it; where none can be put into it, the band stands before."""
    band = written("practice_band.html", words=BAND, sentence=sentence).encode()
    found = _BODY.search(page)
    at = found.end() if found else 0
    return page[:at] + band + page[at:]


def _asked(scope: Scope) -> Scope:
    """Return the question with the cookies of here, and for an answer that can be read."""
    scope = dict(scope)
    scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
    headers = MutableHeaders(scope=scope)
    if "cookie" in headers:
        headers["cookie"] = own_cookies("; ".join(headers.getlist("cookie")))
    return scope


def _dressed(start: Message) -> None:
    """Give cookies the name of here, and files a name that says what they are."""
    renamed = []
    for name, value in start["headers"]:
        if name.lower() == b"set-cookie" and value.startswith(f"{COOKIE}=".encode()):
            value = PRACTICE_COOKIE.encode() + value.removeprefix(COOKIE.encode())
        if name.lower() == b"content-disposition":
            value = re.sub(rb"(?i)(filename=\"?)", rb"\1" + _PLAIN_FILE, value)
            value = re.sub(rb"(?i)(filename\*=utf-8'')", rb"\1" + _FILE, value)
        renamed.append((name, value))
    start["headers"] = renamed


class PracticeWall:
    """Stands around the whole of the practice app, outermost."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and mark what comes back."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        held: list[Message] = []
        body = bytearray()

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                _dressed(message)
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html") and scope.get("method") != "HEAD":
                    held.append(message)
                    return
            elif message["type"] == "http.response.body" and held:
                body.extend(message.get("body", b""))
                if message.get("more_body", False):
                    return
                sentence = AT_THE_DOOR if scope.get("path") == "/enter" else INSIDE
                whole, start = banded(bytes(body), sentence), held.pop()
                MutableHeaders(scope=start)["content-length"] = str(len(whole))
                await send(start)
                await send({"type": "http.response.body", "body": whole})
                return
            await send(message)

        await self._app(_asked(scope), receive, marked)
