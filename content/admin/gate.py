"""What every answer of the hub carries, and how many pages one address may ask for: plain ASGI around the whole app."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from content.admin.parts import MOUNT
from content.admin.written import written
from content.connections import whence

# NiceGUI's templates are compiled in the browser and its looks set in place; everything else is our own origin alone
POLICY = "; ".join((
    "default-src 'self'", "script-src 'self' 'unsafe-inline' 'unsafe-eval'", "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:", "media-src 'self' data: blob:", "font-src 'self' data:",
    "connect-src 'self' ws: wss:", "worker-src 'self' blob:", "frame-src 'self'", "object-src 'none'",
    "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
))  # fmt: skip
EVERYWHERE = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), microphone=(self)",
}  # fmt: skip
# HSTS, under the market's certificate alone: a browser that it binds lets nobody click past a fault, and an authority
# of one's own that is gone from a PC would lock the clerk out for a year
_LASTING = "max-age=31536000"


class SafeAnswers:
    """Adds the headers to whatever has none of its own; with `lasting` also that the browser comes back by HTTPS."""

    def __init__(self, app: ASGIApp, *, lasting: bool) -> None:
        self._app = app
        self._headers = EVERYWHERE | ({"Strict-Transport-Security": _LASTING} if lasting else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and dress the answer."""
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                own = "content-security-policy" in headers  # says itself who may frame it
                for name, value in self._headers.items():
                    if not (own and name == "X-Frame-Options"):
                        headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, dressed if scope["type"] == "http" else send)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How many pages one address may ask for: `burst` at once, then `per_s`; at most `most` addresses are remembered.

    A clerk who opens every page of the desk in a hurry stays below it; a page not logged in is never built.
    """

    burst: int = 240
    per_s: float = 4.0
    most: int = 5000


class Turnstile:
    """One bucket an address (token bucket); a page costs one, and what a page loads with it costs nothing."""

    def __init__(self, app: ASGIApp, *, allowance: Allowance, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._app, self._allowance, self._monotonic = app, allowance, monotonic
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # address: what is left, and since when

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or ask for patience with 429."""
        if is_page(scope) and not self._may(scope["client"][0] if scope.get("client") else ""):
            sentence = "打开得太快了，请等一分钟再试。一直这样，请系统管理员看看这台电脑在做什么。"
            page = written("enter.html", sentence=sentence, link="", back="", login="")
            await HTMLResponse(page, status_code=429, headers={"Retry-After": "60"})(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _may(self, address: str) -> bool:
        now, allowed, address = self._monotonic(), self._allowance, whence(address)
        left, since = self._buckets.pop(address, (float(allowed.burst), now))
        left = min(float(allowed.burst), left + (now - since) * allowed.per_s)
        may = left >= 1
        self._buckets[address] = (left - 1 if may else left, now)
        if len(self._buckets) > allowed.most:
            self._buckets.popitem(last=False)
        return may


def is_page(scope: Scope) -> bool:
    """Say whether a request is for a page of the desk, or of its door."""
    if scope["type"] != "http":
        return False
    path = scope["path"]
    return path in ("/enter", "/password") or (path.startswith(MOUNT) and "/_nicegui" not in path)
