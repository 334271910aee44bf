"""T28: who gets in, who stays out, and that nobody acts in another's name; tables are made of the hub's own routes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from http.cookies import SimpleCookie
from itertools import product
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from nicegui import Client

from content.admin.app import build
from content.admin.gate import Allowance
from content.admin.login import (
    ADDRESS_TRIES,
    COOKIE,
    EVERYONE,
    LOGIN_TRIES,
    NotAllowed,
    enter_path,
    log_in,
    open_session,
)
from content.admin.origin import SameOrigin
from content.admin.parts import MOUNT, AdminParts, DeskPage
from content.clock import SetClock
from content.edition.shelf import Shelf
from content.house import open_house
from content.model.audit import Action
from content.model.codes import Role
from content.privacy import code_digest
from content.publishing.publisher import Publisher
from content.settings import HubSettings
from content.store.audit import AuditPage
from content.store.database import Market
from tests.pages.admin.whole_hub import Hub, Route, routes_of, whole_hub
from tests.pages.admin.world import KEYS, NOW, STAFF
from tests.pages.simulation import simulated

GOOD = "梧桐树下有一家早点铺子"
WRONG = "不是这个密码吧"
REFUSED = "没有打开这一页的权限"
# what anybody may ask for: the door with its look, and whether the hub lives
OPEN = {("GET", "/health"), ("GET", "/enter"), ("GET", "/theme/{name}")}
CHANGES = {"POST", "PUT", "PATCH", "DELETE"}
ELSEWHERE = "https://elsewhere.example"


@pytest.fixture
async def hub(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Hub]:
    async with whole_hub(tmp_path, caplog) as opened:
        yield opened


async def _password(hub: Hub, role: Role) -> None:
    async with hub.logged_in(role) as browser:
        assert (await browser.post("/password", data={"new": GOOD, "again": GOOD})).status_code == 303


async def _try(browser: httpx.AsyncClient, login: str, password: str = WRONG) -> int:
    return (await browser.post("/enter", data={"login": login, "password": password})).status_code


async def test_a_login_has_a_token_of_its_own_and_ends_the_one_before(hub: Hub) -> None:
    async with hub.browser() as browser:
        tokens = ["a-token-somebody-else-planted"]
        for _ in range(2):
            link = hub.link(Role.EDITOR)
            answer = await browser.post("/enter", data={"link": link}, headers={"cookie": f"{COOKIE}={tokens[-1]}"})
            tokens.append(SimpleCookie(answer.headers["set-cookie"])[COOKIE].value)
            browser.cookies.clear()
        assert len(set(tokens)) == 3
        asked = [await browser.get("/staff/", headers={"cookie": f"{COOKIE}={token}"}) for token in tokens]
        assert [answer.status_code for answer in asked] == [303, 303, 200]


async def test_leaving_ends_every_tab_of_that_login_and_no_other(hub: Hub) -> None:
    async with hub.logged_in(Role.EDITOR) as leaves, hub.logged_in(Role.REVIEWER) as stays:
        for _ in range(3):
            assert (await leaves.get("/staff/jobs")).status_code == 200
        theirs = set(Client.instances)
        assert (await stays.get("/staff/jobs")).status_code == 200
        others = set(Client.instances) - theirs
        assert len(theirs) == 3 and len(others) == 1
        assert (await leaves.post("/leave")).status_code == 303
        # a page that is no client any more is not redrawn, and its events are not heard
        assert set(Client.instances) == others
        assert (await leaves.get("/staff/jobs")).status_code == 303


async def test_a_login_ended_elsewhere_takes_its_pages_with_it(hub: Hub) -> None:
    async with hub.logged_in(Role.EDITOR) as browser, hub.logged_in(Role.REVIEWER) as stays:
        await browser.get("/staff/jobs")
        (page,) = Client.instances
        await stays.get("/staff/jobs")
        live = hub.app.state.desk_parts.live
        await live.sweep(hub.house.market, hub.clock.now())
        assert page in Client.instances
        hub.house.market.write(lambda tables: tables.staff.change(replace(STAFF[Role.EDITOR], enabled=False)))
        await live.sweep(hub.house.market, hub.clock.now())
        assert page not in Client.instances and len(Client.instances) == 1


async def test_five_failures_hold_up_an_account_and_twenty_an_address_and_nothing_for_ever(hub: Hub) -> None:
    for role in (Role.EDITOR, Role.CLERK):
        await _password(hub, role)
    async with hub.browser("10.0.0.7") as attacker, hub.browser("10.0.0.8") as clerk:
        assert [await _try(attacker, "editor") for _ in range(LOGIN_TRIES)] == [403] * 5
        # the account waits wherever one asks from; another account does not
        assert await _try(clerk, "editor", GOOD) == 403
        assert await _try(clerk, "clerk", GOOD) == 303
        for number in range(ADDRESS_TRIES - LOGIN_TRIES):
            await _try(attacker, f"guess-{number}")
        assert await _try(attacker, "clerk", GOOD) == 403
        # a one-time link opens at any time, so that nobody can shut a colleague out by failing in their name
        assert (await attacker.post("/enter", data={"link": hub.link(Role.EDITOR)})).status_code == 303
        hub.clock.at += timedelta(minutes=30)
        assert await _try(attacker, "editor", GOOD) == 303


async def test_a_machine_with_a_whole_network_of_addresses_is_held_up_as_one(hub: Hub) -> None:
    """IPv6 gives each machine 2^64 of them."""
    await _password(hub, Role.CLERK)
    for number in range(ADDRESS_TRIES):
        async with hub.browser(f"fd00:1:2:3::{number:x}") as attacker:
            assert await _try(attacker, f"guess-{number}") == 403
    async with hub.browser("fd00:1:2:3::ffff") as attacker, hub.browser("fd00:1:2:4::1") as clerk:
        assert await _try(attacker, "clerk", GOOD) == 403
        assert await _try(clerk, "clerk", GOOD) == 303  # a control: the network beside it


async def test_at_a_pc_left_open_the_password_is_guessed_no_faster_than_at_the_door(hub: Hub) -> None:
    await _password(hub, Role.EDITOR)
    other = "江边第三个码头卸沙子"
    async with hub.browser("10.0.0.9") as left_open:
        assert await _try(left_open, "editor", GOOD) == 303

        async def change(current: str) -> tuple[int, str]:
            answer = await left_open.post("/password", data={"current": current, "new": other, "again": other})
            return answer.status_code, answer.text

        assert [(await change(WRONG))[0] for _ in range(LOGIN_TRIES)] == [403] * LOGIN_TRIES
        status, said = await change(GOOD)  # the right one, but nothing is looked at now
        assert status == 403 and "以后才能再试" in said
        with hub.house.market.reading() as tables:
            assert tables.audit.page(AuditPage(action=Action.LOGIN_FAILED))[1] == LOGIN_TRIES
        hub.clock.at += timedelta(minutes=2)
        assert (await change(GOOD))[0] == 303


async def test_however_often_somebody_failed_the_wait_is_half_an_hour_at_most(hub: Hub) -> None:
    await _password(hub, Role.EDITOR)
    keys, market, now = hub.house.keys, hub.house.market, hub.clock.now()
    for subject in (code_digest(keys.cookie, "failure login", "editor"),
                    code_digest(keys.cookie, "failure address", "10.0.0.7")):  # fmt: skip
        for _ in range(1000):
            market.write(lambda tables, subject=subject: tables.passwords.failed(subject, now, now))
    with pytest.raises(NotAllowed, match="以后才能再试"):
        log_in(market, keys, "editor", GOOD, "10.0.0.7", now + timedelta(minutes=29))
    assert log_in(market, keys, "editor", GOOD, "10.0.0.7", now + timedelta(minutes=30))


def _turned_away(answer: httpx.Response) -> bool:
    to_the_door = answer.status_code == 303 and answer.headers["location"].startswith("/enter")
    return answer.status_code in (401, 403) or to_the_door


async def _let_through(hub: Hub, routes: tuple[Route, ...]) -> list[Route]:
    """Return the routes that answer somebody without a login or a terminal's token with anything but a refusal."""
    async with hub.browser() as nobody:
        return [route for route in routes if not _turned_away(await nobody.request(route.method, route.filled()))]


async def test_nobody_gets_anything_but_the_door(hub: Hub) -> None:
    routes = routes_of(hub.app)
    guarded = tuple(one for one in routes if (one.method, one.path) not in OPEN and one.path != "/link/pair")
    assert len(guarded) > 100
    assert await _let_through(hub, guarded) == []
    async with hub.browser() as nobody:
        # pairing asks for a code instead of a token
        code = {"code": "0000-0000", "kind": "kiosk", "name": "x"}
        assert (await nobody.post("/link/pair", json=code)).status_code in (400, 401)


async def test_a_route_that_forgets_to_ask_is_found(hub: Hub) -> None:
    @hub.app.get("/planted")
    async def planted() -> dict[str, str]:
        return {"name": "everybody's"}

    hub.app.router.routes.insert(0, hub.app.router.routes.pop())  # before the mount
    routes = tuple(one for one in routes_of(hub.app) if (one.method, one.path) not in OPEN and one.path != "/link/pair")
    assert [one.path for one in await _let_through(hub, routes)] == ["/planted"]


async def _shown(hub: Hub, asked: dict[Role, list[DeskPage]]) -> dict[str, set[Role]]:
    """Return which roles each page shows itself to, of those that ask for it as a browser does."""
    seen: dict[str, set[Role]] = {page.path: set() for pages in asked.values() for page in pages}
    for number, (role, pages) in enumerate(asked.items()):
        async with hub.logged_in(role, f"10.0.1.{number}") as browser:
            for page in pages:
                answer = await browser.get(MOUNT + Route(method="GET", path=page.path).filled("0"))
                assert answer.status_code == 200, (role, page.path)
                if REFUSED not in answer.text:
                    seen[page.path].add(role)
    return seen


def _all_pages(hub: Hub) -> tuple[DeskPage, ...]:
    pages: tuple[DeskPage, ...] = hub.app.state.desk_pages
    assert 85 < len(pages) < Allowance().burst
    return pages


async def test_every_page_refuses_every_role_it_does_not_name_and_opens_to_one_it_does(hub: Hub) -> None:
    pages = _all_pages(hub)
    first = {page.path: next(role for role in Role if role in page.roles) for page in pages}
    asked = {role: [page for page in pages if role not in page.roles or first[page.path] is role] for role in Role}
    assert sum(map(len, asked.values())) > 300
    assert await _shown(hub, asked) == {path: {role} for path, role in first.items()}


@pytest.mark.soak
async def test_every_page_shows_itself_to_the_roles_it_names_and_to_no_other(hub: Hub) -> None:
    pages = _all_pages(hub)
    assert await _shown(hub, {role: list(pages) for role in Role}) == {page.path: set(page.roles) for page in pages}


async def test_who_keeps_the_house_and_who_sees_people_is_as_agreed(hub: Hub) -> None:
    """The page table itself, held to what the market agreed on: a page that opens itself to more is found here."""
    roles = {page.path: page.roles for page in hub.app.state.desk_pages}
    house = frozenset((Role.MANAGER, Role.ADMINISTRATOR))
    assert {roles[path] for path in ("/accounts", "/accounts/{id}", "/accounts/{id}/hand-over", "/backups")} == {house}
    assert roles["/audit"] == house | {Role.AUDITOR}
    naming = {path for path in roles if path.startswith((
        "/ledger/seekers", "/ledger/people", "/ledger/entry", "/ledger/correct", "/aid", "/guidance", "/referrals",
        "/placements", "/applications", "/cases", "/complaints", "/disputes"))}  # fmt: skip
    assert len(naming) >= 14
    # who writes about jobs, and who keeps the machine, has no business with the people
    strangers = frozenset((Role.EDITOR, Role.ADMINISTRATOR))
    assert {path: roles[path] & strangers for path in naming if roles[path] & strangers} == {}
    assert {path for path in naming if roles[path] == EVERYONE} == set()


def _flags(answer: httpx.Response) -> set[str]:
    morsel = SimpleCookie(answer.headers["set-cookie"])[COOKIE]
    flags = {name for name in ("httponly", "secure") if morsel[name]}
    return flags | {f"samesite={morsel['samesite'].lower()}", f"path={morsel['path']}"}


@pytest.mark.parametrize(("secure", "flags"), [
    (False, {"httponly", "samesite=strict", "path=/"}), (True, {"httponly", "samesite=strict", "path=/", "secure"}),
])  # fmt: skip
async def test_the_cookie_is_out_of_reach_of_scripts_and_sites_and_of_plain_http_where_there_is_tls(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, secure: bool, flags: set[str]
) -> None:
    clock, app = SetClock(NOW), FastAPI()
    market = Market.open(tmp_path / "market.db", KEYS, clock)
    market.write(lambda tables: tables.staff.add(STAFF[Role.EDITOR]))
    publisher = Publisher(market, Shelf(tmp_path / "shelf"), KEYS, clock, "341721-01")
    with simulated(caplog, market.close):
        parts = AdminParts(market=market, publisher=publisher, keys=KEYS, clock=clock, secure=secure)
        build(app, parts)
        async with app.router.lifespan_context(app):
            hub = Hub(app=app, house=_House(market), clock=clock)  # type: ignore[arg-type]
            async with hub.browser() as browser:
                came = await browser.post("/enter", data={"link": hub.link(Role.EDITOR)})
                assert _flags(came) == flags
                assert _flags(await browser.post("/leave")) == flags


class _House:
    """What `Hub.link` needs of a house."""

    def __init__(self, market: Market) -> None:
        self.market, self.keys = market, KEYS


_FOREIGN: list[dict[str, str]] = [  # what a browser says of a form on another site
    {"origin": ELSEWHERE},
    {"origin": "null"},
    {"origin": "http://hub:8081"},  # another program on the same machine
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://hub"},
]


async def test_no_other_site_changes_anything_by_a_browser_of_ours(hub: Hub) -> None:
    changing = [route for route in routes_of(hub.app) if route.method in CHANGES]
    assert len(changing) >= 10
    async with hub.logged_in(Role.MANAGER) as browser:
        for route, headers in product(changing, _FOREIGN):
            answer = await browser.request(route.method, route.filled(), headers=headers)
            assert (answer.status_code, "不是从本系统的页面来的" in answer.text) == (403, True), (route, headers)
        assert (await browser.get("/staff/")).status_code == 200  # /leave did not happen


async def test_our_own_pages_and_programs_without_a_browser_do(hub: Hub) -> None:
    form = {"sec-fetch-site": "same-origin", "origin": "null"}
    own: tuple[dict[str, str], ...] = ({}, {"origin": "http://hub"}, form, {"sec-fetch-site": "none"})
    async with hub.logged_in(Role.MANAGER) as browser:
        for headers in own:
            assert (await browser.post("/here", headers=headers)).status_code == 204
        assert (await browser.post("/leave", headers=form)).status_code == 303


async def test_without_the_guard_another_site_would_act() -> None:
    app, done = FastAPI(), []

    @app.post("/planted")
    async def planted() -> None:
        done.append(1)

    for guarded in (False, True):
        transport = httpx.ASGITransport(SameOrigin(app) if guarded else app)
        async with httpx.AsyncClient(transport=transport, base_url="http://hub") as browser:
            await browser.post("/planted", headers={"origin": ELSEWHERE})
    assert done == [1]


async def test_another_sites_socket_is_closed_before_it_opens() -> None:
    spoken: list[str] = []

    async def app(scope: dict[str, object], receive: object, send: object) -> None:
        spoken.append("let in")

    async def receive() -> dict[str, object]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, object]) -> None:
        spoken.append(f"{message['type']} {message.get('code')}")

    for origin in (ELSEWHERE, "http://hub"):
        scope = {"type": "websocket", "headers": [(b"host", b"hub"), (b"origin", origin.encode())]}
        await SameOrigin(app)(scope, receive, send)  # type: ignore[arg-type]
    assert spoken == ["websocket.close 1008", "let in"]


def test_a_new_hub_has_no_account_and_no_password(tmp_path: Path) -> None:
    house = open_house(HubSettings(data=tmp_path, reserve_mb=1), SetClock(NOW))
    try:
        with house.market.reading() as tables:
            assert tables.staff.all() == ()
        for login, password in (("admin", "admin"), ("root", ""), ("demo", "demo")):
            with pytest.raises(NotAllowed):
                log_in(house.market, house.keys, login, password, "10.0.0.7", NOW)
    finally:
        house.market.close()


def test_an_account_without_a_password_is_entered_by_no_password(tmp_path: Path) -> None:
    house = open_house(HubSettings(data=tmp_path, reserve_mb=1), SetClock(NOW))
    try:
        house.market.write(lambda tables: tables.staff.add(STAFF[Role.MANAGER]))
        for password in ("", "manager", "None"):
            with pytest.raises(NotAllowed):
                log_in(house.market, house.keys, "manager", password, "10.0.0.7", NOW)
        with pytest.raises(NotAllowed):
            open_session(house.market, house.keys, enter_path(""), NOW)
    finally:
        house.market.close()
