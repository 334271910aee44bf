"""What the panel's script may ask, and what it is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI

from kiosk.input.routes import add_input_routes
from kiosk.input.service import InputService
from tests.fixtures.handwritten import drawn

SERVICE = InputService(lambda: None, lambda: datetime(2026, 11, 25, tzinfo=UTC))


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    application = FastAPI()
    add_input_routes(application, SERVICE)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://kiosk") as asking:
        yield asking


async def test_strokes_and_letters_are_answered_with_candidates(client: httpx.AsyncClient) -> None:
    answer = await client.post("/input/strokes", json={"strokes": drawn("活", "as printed")})
    assert answer.json()["candidates"][0] == {"text": "活", "used": 0}
    answer = await client.post("/input/pinyin", json={"letters": "yaoduzhen", "mode": "words"})
    assert answer.json()["candidates"][0] == {"text": "尧渡镇", "used": 9}
    assert (await client.get("/input/rare_names")).json()["㛃"] == "jie"


@pytest.mark.parametrize(("path", "question"), [
    ("/input/pinyin", {"letters": "a" * 41, "mode": "words"}), ("/input/pinyin", {"letters": "李", "mode": "words"}),
    ("/input/pinyin", {"letters": "li", "mode": "all"}), ("/input/strokes", {"strokes": [[[0.1, 0.1]]] * 65}),
    ("/input/strokes", {"strokes": [[["a", 0.1]]]}), ("/input/strokes", {"strokes": "活"}),
    ("/input/strokes", {"strokes": [[[0.1, 0.1]] * 2001]}),
])  # fmt: skip
async def test_what_no_panel_asks_is_refused(client: httpx.AsyncClient, path: str, question: dict[str, object]) -> None:
    assert (await client.post(path, json=question)).status_code == 422


@pytest.mark.parametrize("path", ["/input/strokes", "/input/pinyin"])
async def test_nothing_typed_travels_in_an_address(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 405
