"""No other site acts through a clerk's browser: what changes something, and every socket, comes from our own pages."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_ONLY_READING = frozenset(("GET", "HEAD", "OPTIONS"))
_REFUSAL = "这一步不是从本系统的页面来的，没有做。请回到后台页面再做一次。"


def from_elsewhere(headers: Headers) -> bool:
    """Say whether a browser says that another site sent this; programs, which say nothing of it, bring a token.

    Fetch Metadata comes first; over plain HTTP browsers send none, and the origin decides. It is true as long as our
    pages say `Referrer-Policy: same-origin`: with `no-referrer` a form of ours has `Origin: null` (Fetch, 3.1).
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and origin.partition("://")[2].lower() != headers.get("host", "").lower()


class SameOrigin:
    """Refuses with 403 what `from_elsewhere` says of a change; a socket is refused before its handshake.

    The cookie is SameSite=Strict and would stay away by itself; a browser that does not know the word sends it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse."""
        acts = scope["type"] == "websocket" or (scope["type"] == "http" and scope["method"] not in _ONLY_READING)
        if not acts or not from_elsewhere(Headers(scope=scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(_REFUSAL, status_code=403)(scope, receive, send)
