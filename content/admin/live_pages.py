"""Pages of the desk that stand open in browsers, by the login they were opened with: they end when it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import Client, core

from content.store.database import Market

_SWEEP_S = 5.0
_ENDED = "dispatchEvent(new Event('desk-ended'))"  # desk.js covers the page

Keep = Callable[[], Awaitable[None]]


class LivePages:
    """What is open under which login (its digest); used on the event loop alone.

    NiceGUI's socket knows nothing of our logins: a page that was opened before somebody left would go on being
    redrawn, and would still take clicks. Handlers ask again who is there; this takes the page itself away.
    """

    def __init__(self) -> None:
        self._open: dict[bytes, set[Client]] = {}
        self._keeps: dict[Client, Keep] = {}

    def joined(self, digest: bytes, client: Client) -> None:
        """Remember a page until its browser closes it."""
        self._open.setdefault(digest, set()).add(client)
        client.on_delete(lambda: self._left(digest, client))

    def keeping(self, client: Client, keep: Keep) -> None:
        """Name what keeps that which is typed on a page; it is asked while the login still holds."""
        self._keeps[client] = keep

    def _left(self, digest: bytes, client: Client) -> None:
        self._keeps.pop(client, None)
        here = self._open.get(digest, set())
        here.discard(client)
        if not here:
            self._open.pop(digest, None)

    async def keep(self, digest: bytes) -> None:
        """Keep what is typed on the pages of a login that is about to end."""
        for client in tuple(self._open.get(digest, ())):
            if client in self._keeps:
                await self._keeps[client]()

    async def end(self, digest: bytes) -> None:
        """Cover every page of a login, close its socket and forget it."""
        for client in tuple(self._open.get(digest, ())):
            await core.sio.emit("run_javascript", {"code": _ENDED}, room=client.id)
            # after the word to cover itself: a socket closed by the server is not opened again by the page
            for sid, _ in tuple(core.sio.manager.get_participants("/", client.id)):
                await core.sio.disconnect(sid)
            if not client.is_deleted:
                client.delete()
        self._open.pop(digest, None)

    async def sweep(self, market: Market, now: datetime) -> None:
        """End the pages of logins that were ended elsewhere: another device, a new password, a closed account.

        One that lay idle keeps its page, covered by the browser already.
        """
        digests = tuple(self._open)
        if not digests:
            return

        def gone() -> list[bytes]:
            with market.reading() as tables:
                return [one for one in digests if tables.staff.session(one, now) is None]

        for digest in await asyncio.to_thread(gone):
            await self.end(digest)

    def watch(self, timer: Callable[[float, Callable[[], object]], object], market: Market,
              now: Callable[[], datetime]) -> None:  # fmt: skip
        """Sweep every few seconds."""
        timer(_SWEEP_S, lambda: self.sweep(market, now()))
