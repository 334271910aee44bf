"""One open page of the desk: who sits at it, and how its handlers ask and change things."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from fastapi import Request
from nicegui import ui

from content.admin.last_counted import Kept
from content.admin.login import COOKIE, EVERYONE, at_the_desk, require, session_digest
from content.admin.parts import MOUNT, AdminParts
from content.errors import ContentError
from content.model.codes import Role
from content.model.people import Staff
from content.store.database import Tables

T = TypeVar("T")
_MOMENT_S = 0.15  # nobody sees a page sooner than that
log = logging.getLogger(__name__)

# the one button of a red message; the colour of other buttons cannot be read on it
KNOWN = [{"label": "知道了", "color": "white"}]


class Desk:
    """What a page function and its handlers hold; every question and change asks again who is logged in.

    `roles` are the page's: one that was taken away since takes what an open page could still read and do along.
    """

    def __init__(self, parts: AdminParts, request: Request, staff: Staff, roles: frozenset[Role] = EVERYONE) -> None:
        self.parts = parts
        self.request = request
        self.staff = staff
        self._roles = roles
        self._token = request.cookies.get(COOKIE, "")

    def now(self) -> datetime:
        """Return the present instant."""
        return self.parts.clock.now()

    def named(self, name: str) -> str:
        """Return a part of the path, or a word of the query; "" where there is none."""
        value = self.request.path_params.get(name) or self.request.query_params.get(name, "")
        return str(value)

    def may(self, roles: frozenset[Role]) -> bool:
        """Say whether to draw a control; what it does is checked again when it is used."""
        return not roles.isdisjoint(self.staff.roles)

    async def ask(self, question: Callable[[Tables], T]) -> T:
        """Answer a question from the database, off the loop; NotAllowed when the login or the page's role is gone."""

        def answer() -> T:
            with self.parts.market.reading() as tables:
                self._here(tables)
                return question(tables)

        return await asyncio.to_thread(answer)

    async def change(self, use_case: Callable[[Tables, Staff], T], roles: frozenset[Role], *,
                     always: bool = False) -> T:  # fmt: skip
        """Run a use case in one write; login and role are checked inside that very write.

        With `always` also while the disk is nearly full: what keeps typed words, or calls people to a window.

        Raises NotAllowed, StaleRecord or another ContentError; nothing is written then.
        """
        return await asyncio.to_thread(self.write, use_case, roles, always=always)

    def write(self, use_case: Callable[[Tables, Staff], T], roles: frozenset[Role], *, always: bool = False) -> T:
        """Do what `change` does in the thread that asks; for work with steps before or behind the write."""

        def act(tables: Tables) -> T:
            self.parts.market.require_here()
            return use_case(tables, require(self._here(tables), roles))

        if not always:
            self.parts.market.require_room()
        return self.parts.market.write(act)

    async def work(self, action: Callable[[Staff], T], roles: frozenset[Role]) -> T:
        """Run something long beside the database (publishing), off the loop, after asking who is there."""

        def act() -> T:
            with self.parts.market.reading() as tables:
                staff = require(self._here(tables), roles)
            return action(staff)

        return await asyncio.to_thread(act)

    @property
    def session_digest(self) -> bytes:
        """Return under which digest this page's login is kept."""
        return session_digest(self.parts.keys, self._token)

    def _here(self, tables: Tables) -> Staff:
        return require(at_the_desk(tables, self.parts.keys, self._token, self.now()), self._roles)

    async def drawn(self) -> None:
        """Let the browser show what is drawn so far, before something that takes its time; at once when it has."""
        await ui.context.client.connected()

    async def lately(self, name: str, ask: Callable[[Tables, datetime], T]) -> Kept[T]:
        """Return what a question that may take seconds came to lately, and when; see `LastCounted.lately`.

        Where it has to be waited for, the browser shows meanwhile what is drawn so far: draw before that it is counted.
        """
        await self.ask(lambda tables: None)
        counted = asyncio.wrap_future(self.parts.seconds_kept.lately(name, ask, self.parts.market, self.now()))
        done, _ = await asyncio.wait({counted}, timeout=_MOMENT_S)
        if not done:
            await self.drawn()
        return await asyncio.shield(counted)

    def refuse(self, error: ContentError) -> None:
        """Show why nothing was done; stays until it is closed."""
        log.info("refused: %s", type(error).__name__)
        ui.notify(str(error), type="negative", position="top", timeout=0, actions=KNOWN, multi_line=True)

    def warn(self, sentence: str) -> None:
        """Show what is still to be done before this works."""
        ui.notify(sentence, type="warning", position="top", multi_line=True)

    def say(self, sentence: str) -> None:
        """Show what was done."""
        ui.notify(sentence, type="positive", position="top")

    def go(self, path: str) -> None:
        """Open another page of the desk."""
        ui.navigate.to(path)

    @staticmethod
    def href(path: str) -> str:
        """Return the address of a page of the desk, for a plain link."""
        return MOUNT + path
