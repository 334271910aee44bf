"""The hub as it is served, put together by the product's own composition root, and its table of routes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from nicegui import core
from starlette.routing import BaseRoute

from content.admin.login import issue_link
from content.admin.parts import MOUNT
from content.clock import SetClock
from content.house import House, open_house
from content.hubapi.projector import Projector
from content.model.codes import Role
from content.serving import application
from content.settings import HubSettings
from tests.pages.admin.world import NOW, STAFF
from tests.pages.simulation import simulated

HUB = "http://hub"
ANY_ID = "01HZZZZZZZZZZZZZZZZZZZZZZZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One method of one address."""

    method: str
    path: str  # as registered, with {names}

    def filled(self, value: str = ANY_ID) -> str:
        """Return the address with a value in place of every name."""
        return re.sub(r"\{[^}]*\}", value, self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """The hub under test."""

    app: FastAPI
    house: House
    clock: SetClock

    def browser(self, address: str = "127.0.0.1") -> httpx.AsyncClient:
        """Return a browser with an empty cookie jar; a fault of a route is an answer to it, as over a socket."""
        transport = httpx.ASGITransport(self.app, client=(address, 4000), raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=HUB)

    def link(self, role: Role) -> str:
        """Return the token of a new one-time link for the account of a role."""
        return issue_link(self.house.market, self.house.keys, role.value, self.clock.now())

    @asynccontextmanager
    async def logged_in(self, role: Role, address: str = "127.0.0.1") -> AsyncIterator[httpx.AsyncClient]:
        """Return a browser that came in by a link."""
        async with self.browser(address) as client:
            assert (await client.post("/enter", data={"link": self.link(role)})).status_code == 303
            yield client


@asynccontextmanager
async def whole_hub(folder: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Hub]:
    """Open a hub with an account of each role."""
    clock = SetClock(NOW)
    house = open_house(HubSettings(data=folder, reserve_mb=1), clock)
    house.market.write(lambda tables: [tables.staff.add(staff) for staff in STAFF.values()])
    with simulated(caplog, house.market.close):
        app = application(house, Projector(house.market, house.keys, clock))
        async with app.router.lifespan_context(app):
            yield Hub(app=app, house=house, clock=clock)


def _of(routes: list[BaseRoute], below: str) -> Iterator[Route]:
    for route in routes:
        if isinstance(route, APIRoute):
            for method in sorted(route.methods):
                yield Route(method=method, path=below + route.path)


def routes_of(app: FastAPI) -> tuple[Route, ...]:
    """Return everything the hub answers to: its plain routes, and the pages NiceGUI serves below its mount.

    NiceGUI's own files (`/_nicegui`) are a public library; what they let through is guarded by a page's secret id.
    """
    own = _of(core.app.routes, MOUNT)
    return (*_of(app.routes, ""), *(route for route in own if "/_nicegui" not in route.path))
