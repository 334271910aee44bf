"""What the hub's answers carry and how many pages an address gets, asked of the middleware as a server does."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from content.admin.gate import Allowance, SafeAnswers, Turnstile


class Ticking:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def _app() -> FastAPI:
    app = FastAPI()

    @app.get("/staff/jobs")
    async def page() -> Response:
        return HTMLResponse("岗位")

    @app.get("/staff/_nicegui/x.js")
    async def script() -> Response:
        return PlainTextResponse("1")

    @app.get("/staff/preview/screen")
    async def framed() -> Response:
        return HTMLResponse("看", headers={"Content-Security-Policy": "frame-ancestors 'self'"})

    @app.get("/api/bell")
    async def bell() -> Response:
        return PlainTextResponse("叮")

    return app


def _asking(app: object, address: str = "10.0.0.7") -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 4000)), base_url="http://hub")  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/staff/jobs", "/api/bell", "/nowhere"])
async def test_every_answer_says_what_a_browser_must_not_do_with_it(path: str) -> None:
    async with _asking(SafeAnswers(_app(), lasting=False)) as client:
        headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
    policy = headers["content-security-policy"]
    assert all(one in policy for one in ("default-src 'self'", "object-src 'none'", "base-uri 'none'",
                                         "frame-ancestors 'none'", "form-action 'self'"))  # fmt: skip
    assert "http:" not in policy and "*" not in policy
    assert "strict-transport-security" not in headers


async def test_with_the_markets_certificate_the_browser_comes_back_by_tls() -> None:
    async with _asking(SafeAnswers(_app(), lasting=True)) as client:
        assert "max-age" in (await client.get("/staff/jobs")).headers["strict-transport-security"]


async def test_a_page_with_a_policy_of_its_own_keeps_it_and_may_be_framed_as_it_says() -> None:
    async with _asking(SafeAnswers(_app(), lasting=False)) as client:
        headers = (await client.get("/staff/preview/screen")).headers
    assert headers["content-security-policy"] == "frame-ancestors 'self'"
    assert "x-frame-options" not in headers and headers["x-content-type-options"] == "nosniff"


async def test_an_address_gets_so_many_pages_and_then_one_by_one() -> None:
    clock = Ticking()
    app = Turnstile(_app(), allowance=Allowance(burst=3, per_s=0.5), monotonic=clock)
    async with _asking(app) as client, _asking(app, "10.0.0.8") as another:
        assert [(await client.get("/staff/jobs")).status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = await client.get("/staff/jobs")
        assert "请等一分钟再试" in refused.text and refused.headers["retry-after"] == "60"
        assert (await another.get("/staff/jobs")).status_code == 200
        # terminals and what a page loads with it are not pages
        assert [(await client.get(path)).status_code for path in ("/api/bell", "/staff/_nicegui/x.js")] == [200, 200]
        clock.at += 2
        assert [(await client.get("/staff/jobs")).status_code for _ in range(2)] == [200, 429]


async def test_a_machine_with_a_whole_network_of_addresses_gets_no_more() -> None:
    app = Turnstile(_app(), allowance=Allowance(burst=3, per_s=0.0), monotonic=Ticking())
    answers = []
    for number in range(4):
        async with _asking(app, f"fd00:1:2:3::{number}") as client:
            answers.append((await client.get("/staff/jobs")).status_code)
    assert answers == [200, 200, 200, 429]


async def test_a_flood_of_addresses_costs_no_more_than_so_many() -> None:
    app = Turnstile(_app(), allowance=Allowance(burst=1, per_s=0.0, most=5), monotonic=Ticking())
    for number in range(20):
        async with _asking(app, f"10.0.1.{number}") as client:
            assert (await client.get("/staff/jobs")).status_code == 200
    async with _asking(app, "10.0.1.19") as client:
        assert (await client.get("/staff/jobs")).status_code == 429
    async with _asking(app, "10.0.1.0") as client:  # forgotten, so it begins anew
        assert (await client.get("/staff/jobs")).status_code == 200
