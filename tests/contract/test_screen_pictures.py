"""`PUT /link/scenes/{scene_id}` and `PUT /link/live` as a screen uses them, and plays from filing to answer."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from PIL import Image

from content.model.codes import TerminalKind
from content.model.filings import Play, PlaysBody
from tests.contract.link_house import House, Post, plain_client, until

SCENE = "0123456789abcdef"
TEN = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("hub"))
    yield house
    house.stop()


def picture(form: str = "PNG", colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (192, 108), colour).save(out, form)
    return out.getvalue()


Client = Callable[[TerminalKind | None], tuple[httpx.Client, str]]


@pytest.fixture(scope="module")
def client_of(house: House) -> Iterator[Client]:
    """Clients of newly paired terminals, or of a stranger, closed at the end."""
    with ExitStack() as stack:

        def made(kind: TerminalKind | None) -> tuple[httpx.Client, str]:
            paired = house.pair(kind) if kind is not None else None
            token, terminal = (paired.token, paired.terminal) if paired is not None else ("", "")
            return stack.enter_context(plain_client(house, token)), terminal

        yield made


@pytest.fixture(scope="module")
def screen(client_of: Client) -> tuple[httpx.Client, str]:
    """One screen's client and id."""
    return client_of(TerminalKind.SCREEN)


def test_a_picture_is_stored_once_and_known_after_that(house: House, screen: tuple[httpx.Client, str]) -> None:
    client, terminal = screen
    png, path = picture(), f"/link/scenes/{SCENE}"
    first, again = (client.put(path, content=png, headers={"Content-Type": "image/png"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert client.put(path, content=picture(colour="red")).status_code == 200  # one picture a scene: the first
    with house.market.reading() as tables:
        kept = tables.scene_pictures.get(SCENE)
    assert kept is not None
    assert (kept.sha256, kept.width, kept.terminal_id) == (hashlib.sha256(png).hexdigest(), 192, terminal)
    assert (house.data / "media" / "pictures" / kept.sha256).read_bytes() == png


def test_a_live_picture_is_taken(screen: tuple[httpx.Client, str]) -> None:
    assert screen[0].put("/link/live", content=picture("JPEG")).status_code == 200


@pytest.mark.parametrize(("path", "body", "status"), [
    ("/link/scenes/0000000000000001", b"GIF89a", 400), ("/link/scenes/..%2f..%2fmarket", b"", 404),
    ("/link/scenes/NOTHEX00", b"", 400), ("/link/scenes/0000000000000002", b"x" * (2 * 1024 * 1024 + 1), 413),
    ("/link/live", b"\x89PNG", 400), ("/link/live", b"x" * (300 * 1024 + 1), 413),
])  # fmt: skip
def test_what_is_no_picture_or_too_large_is_refused_with_a_sentence(
    screen: tuple[httpx.Client, str], path: str, body: bytes, status: int
) -> None:
    answer = screen[0].put(path, content=body)
    assert answer.status_code == status
    if status != 404:
        assert "请系统管理员" in answer.json()["detail"]


def test_only_a_paired_screen_brings_pictures(house: House, client_of: Client) -> None:
    (kiosk, _), (stranger, _) = client_of(TerminalKind.KIOSK), client_of(None)
    for path, body in ((f"/link/scenes/{'f' * 16}", picture()), ("/link/live", picture("JPEG"))):
        assert kiosk.put(path, content=body).status_code == 403
        assert stranger.put(path, content=body).status_code == 401
    with house.market.reading() as tables:
        assert tables.scene_pictures.get("f" * 16) is None


def test_a_clean_up_of_uploads_leaves_the_pictures_alone(house: House, screen: tuple[httpx.Client, str]) -> None:
    screen[0].put(f"/link/scenes/{'a' * 16}", content=picture(colour="blue"))
    before = sorted((house.data / "media" / "pictures").iterdir())
    assert house.market.media_files.sweep(frozenset()) == 0
    assert sorted((house.data / "media" / "pictures").iterdir()) == before


def test_plays_filed_by_a_screen_answer_what_was_on(house: House, tmp_path: Path) -> None:
    paired = house.pair(TerminalKind.SCREEN)
    post = Post(tmp_path, paired)
    plays = tuple(Play(edition_order=3, scene_id=SCENE, content_ids=("job-1",), milliseconds=15_000,
                       started_at=TEN + timedelta(seconds=15 * n)) for n in range(240))  # fmt: skip
    for name in ("first", "the same again"):  # a box that lost its memory of what it filed
        post.outbox.file("plays", PlaysBody(hour=TEN, plays=plays), TEN, True, key=name)
    post.courier.start()

    def counted() -> int:
        with house.market.reading() as tables:
            return sum(one.count for one in tables.plays.totals(TEN, TEN + timedelta(days=1), paired.terminal))

    try:
        until(lambda: house.counts()[0] == 0 and counted() > 0 and post.outbox.waiting() == 0, "the plays are in")
        with house.market.reading() as tables:
            found = tables.plays.at(paired.terminal, TEN + timedelta(minutes=2))
        assert counted() == 240
        assert found is not None
        assert (found.scene_id, found.edition_order, found.content_ids) == (SCENE, 3, ("job-1",))
    finally:
        post.close()
