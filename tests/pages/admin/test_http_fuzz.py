"""T22: whatever is sent to any route of hub, phone pages, screen or kiosk, none answers with a fault."""

from __future__ import annotations

import random
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.routing import APIRoute

from content.admin.login import COOKIE
from content.clock import SetClock, to_text
from content.edition.trust import keep_trusted
from content.faults import answer_faults
from content.hubapi.pairing import PairingRequest, new_pairing_code, redeem
from content.model.codes import Role, TerminalKind
from content.model.ids import new_id
from content.public.app import make_app as phone_app
from content.public.current import Current
from content.speech import Speech
from kiosk.app import add_plain_routes
from kiosk.input.routes import add_input_routes
from kiosk.input.service import InputService
from kiosk.speaking import add_speech_routes
from signage.app import make_app as screen_app
from signage.calls import Calls, add_call_routes
from signage.glass import Glass
from signage.live import Live
from signage.plays import Plays
from tests.fixtures.hostile_http import Asked, Hostile, example
from tests.pages.admin.whole_hub import ANY_ID, HUB, Hub, Route, routes_of, whole_hub
from tests.pages.admin.world import NOW
from tests.unit.content.edition.samples import NOW as PUBLISHED
from tests.unit.content.edition.samples import TRUSTED, content_of, many_jobs, opened, shelved

_HEADER = {"id": new_id(NOW), "kind": "registration", "version": 1, "site_id": "341721-01", "terminal": ANY_ID,
           "seq": 1, "occurred_at": to_text(NOW), "clock_ok": True}  # fmt: skip
_SEALED = b64encode(bytes(120)).decode()
# what the routes of the link are really told; they read their bodies themselves, so OpenAPI does not know
BODIES: dict[str, list[Any]] = {
    "/enter": [{"login": "manager", "password": "x", "back": "/staff/"}, {"link": "x", "back": "/staff/jobs"}],
    "/password": [{"current": "x", "new": "y" * 12, "again": "y" * 12}],
    "/link/pair": [{"code": "00000000", "kind": "kiosk", "name": "大厅"}],
    "/link/greeting": [{"version": "1"}],
    "/link/filings": [{"envelopes": [{"header": _HEADER, "sealed": _SEALED}]}],
    "/link/heartbeat": [{"edition_order": 1, "errands": [{"id": ANY_ID, "ok": True, "sentence": "好"}], "report": {
        "version": "1", "reader": "ok", "printer": "paper_out", "paper_low": True, "edition_number": 3, "waiting": 2,
        "slips": [{"id": "1", "kind": "registration", "state": "printed", "at": to_text(NOW), "reprintable": True}],
        "disk": {"free": 1}, "screens": [{"order": 1}], "display": "on", "alarm": {"id": ANY_ID, "shown": True}}}],
    "/link/hatch": [{"question": "receipt", "number": "A0001-7", "code": "1234"}, {"question": "queue"},
                    {"question": "person", "sealed": _SEALED}, {"question": "call"}, {"question": "call_state"}],
}  # fmt: skip
Who = list[tuple[bytes, bytes]]


def _bearer(hub: Hub, kind: TerminalKind) -> Who:
    house = hub.house
    code = new_pairing_code(house.market, house.keys, kind, hub.clock.now())
    paired = redeem(house.market, house.keys, "341721-01", PairingRequest(code=code, kind=kind, name="x"), NOW)
    return [(b"authorization", f"Bearer {paired['token']}".encode())]


async def _cookie(hub: Hub, role: Role) -> Who:
    async with hub.logged_in(role) as browser:
        return [(b"cookie", f"{COOKIE}={browser.cookies[COOKIE]}".encode())]


def _asks(routes: tuple[Route, ...], hostile: Hostile, people: list[Who], rounds: int) -> Iterator[Asked]:
    for _ in range(rounds):
        for route in routes:
            # a listening terminal is answered for as long as it listens, and a manager who leaves asks no more
            alone = route.path in ("/link/bell", "/leave", "/enter", "/password")
            for who in [[]] if alone else people:
                yield hostile.request(route.method, route.path, who)


async def _faults(hub: Hub, asks: Iterator[Asked]) -> list[tuple[int, Asked]]:
    """Return what was answered with a fault; each address asks for no more pages than one may."""
    faults = []
    for number, asked in enumerate(asks):
        async with hub.browser(f"10.0.{number // 25_000}.{number // 100 % 250}") as client:
            answer = await asked.by(client)
            if answer.status_code >= 500:
                faults.append((answer.status_code, asked))
    return faults


async def _fuzzed(folder: Path, caplog: pytest.LogCaptureFixture, seed: int, rounds: int) -> list[tuple[int, Asked]]:
    async with whole_hub(folder, caplog) as hub:
        routes = routes_of(hub.app)
        plain = tuple(one for one in routes if not one.path.startswith("/staff/") or "export" in one.path)
        pages = tuple(one for one in routes if one not in plain)
        terminals: list[Who] = [[], _bearer(hub, TerminalKind.KIOSK), _bearer(hub, TerminalKind.SCREEN)]
        manager = await _cookie(hub, Role.MANAGER)
        hostile = Hostile(random.Random(seed), BODIES)
        faults = await _faults(hub, _asks(plain, hostile, [*terminals, manager], rounds))
        # a page is built, which takes its time
        faults += await _faults(hub, _asks(pages, hostile, [manager], max(1, rounds // 6)))
        hub.clock.at += timedelta(seconds=1)
        with hub.house.market.reading() as tables:
            assert tables.audit.first_fault() is None
        return faults


async def test_no_route_of_the_hub_answers_with_a_fault(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert await _fuzzed(tmp_path, caplog, seed=22, rounds=6) == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8))
async def test_no_route_of_the_hub_answers_with_a_fault_for_long(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    assert await _fuzzed(tmp_path, caplog, seed=seed, rounds=120) == []


def _own(app: FastAPI) -> tuple[tuple[Route, ...], dict[str, list[Any]]]:
    """Return an app's routes, and a body for each that OpenAPI tells one of."""
    spec, bodies = app.openapi(), {}
    parts = spec.get("components", {}).get("schemas", {})
    for path, methods in spec["paths"].items():
        for told in methods.values():
            schema = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            if schema is not None:
                bodies[path] = [example(schema, parts)]
    routes = tuple(Route(method=method, path=one.path) for one in app.routes if isinstance(one, APIRoute)
                   for method in sorted(one.methods))  # fmt: skip
    return routes, bodies


async def _spared(app: FastAPI, seed: int, rounds: int) -> list[tuple[int, Asked]]:
    routes, bodies = _own(app)
    hostile, faults = Hostile(random.Random(seed), bodies), []
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=HUB) as client:
        for asked in _asks(routes, hostile, [[]], rounds):
            answer = await asked.by(client)
            if answer.status_code >= 500:
                faults.append((answer.status_code, asked))
    return faults


@asynccontextmanager
async def _phone(folder: Path) -> AsyncIterator[FastAPI]:
    shelved(folder, content_of(many_jobs(30)))
    keep_trusted(folder / "shelf", TRUSTED)
    app = phone_app(Current(folder / "shelf", "kiosk"), SetClock(PUBLISHED))
    async with app.router.lifespan_context(app):
        yield app


@asynccontextmanager
async def _screen(folder: Path) -> AsyncIterator[FastAPI]:
    clock = SetClock(PUBLISHED)
    live, plays = Live(clock, "样例县零工市场"), Plays(folder / "plays.db")
    live.take(opened(folder, content_of(many_jobs(30))))
    app = screen_app(live, plays, clock, live.health, glass=Glass(clock, folder / "pictures"))
    add_call_routes(app, Calls(lambda: None, clock), Speech(folder / "voice", "no-voice-is-installed"))
    yield app
    live.close()
    plays.close()


@asynccontextmanager
async def _kiosk(folder: Path) -> AsyncIterator[FastAPI]:
    edition = opened(folder, content_of(many_jobs(30)))
    app = FastAPI()
    answer_faults(app)  # as build_app does, which NiceGUI's pages are not wanted of
    add_plain_routes(app, lambda: {"ok": True})
    add_input_routes(app, InputService(lambda: edition, lambda: PUBLISHED))
    add_speech_routes(app, Speech(folder / "voice", "no-voice-is-installed"), lambda: edition)
    yield app
    edition.close()


@pytest.mark.parametrize("made", [_phone, _screen, _kiosk])
async def test_no_route_of_a_terminal_or_of_the_phone_pages_does(tmp_path: Path, made: Any) -> None:
    async with made(tmp_path) as app:
        assert await _spared(app, seed=22, rounds=25) == []


@pytest.mark.soak
@pytest.mark.parametrize("made", [_phone, _screen, _kiosk])
async def test_no_route_of_a_terminal_or_of_the_phone_pages_does_for_long(tmp_path: Path, made: Any) -> None:
    async with made(tmp_path) as app:
        for seed in range(8):
            assert await _spared(app, seed=seed, rounds=300) == []


async def test_a_route_that_fails_on_some_input_is_found() -> None:
    app = FastAPI()

    @app.get("/planted/{number}")
    async def planted(number: str) -> int:
        return int(number) if number.isdigit() else 0  # "²" is a digit and no number

    @app.post("/told")
    async def told(request: Request) -> str:
        return str((await request.body()).decode())

    found = {asked.path.split("/")[1].split("?")[0] for _, asked in await _spared(app, seed=22, rounds=60)}
    assert found == {"planted", "told"}
