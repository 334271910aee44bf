"""Pictures to the hub: the two routes of the link as a small hub of its own answers them, over a real socket.

Contract: `PUT /link/scenes/{scene_id}` (image/png: 201 stored, 200 known, 4xx refused), `PUT /link/live` (image/jpeg).
"""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI, Request, Response
from PIL import Image

from content.clock import SystemClock
from content.errors import HubAway, LinkError, NotPaired, PictureRefused
from content.link.hub import Hub
from content.link.pairing import Paired, keep
from content.link.pictures import MOST_WAITING, PictureCourier, PictureQueue, is_picture
from signage.glass import Glass
from signage.live import Live
from signage.plays import Plays
from signage.settings import ScreenSettings
from signage.station import Station
from tests.unit.signage.hall import until

TOKEN = "a-token-of-this-terminal"


def picture(shade: int, kind: str = "PNG") -> bytes:
    """Return a small real picture."""
    file = io.BytesIO()
    Image.new("RGB", (32, 18), (shade, 90, 90)).save(file, kind)
    return file.getvalue()


def scene(number: int) -> str:
    """Return a scene's id."""
    return f"{number:016x}"


@dataclass(slots=True)
class SmallHub:
    """What it has, what it was asked, and how it is to fail."""

    stored: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    live: list[bytes] = field(default_factory=list)
    fail_with: int = 0
    url: str = ""

    def answer(self, request: Request, mime: str) -> int:
        """Return the status that an ill-mannered request or a failing hub gets, 0 for none."""
        self.asked.append(request.url.path)
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401
        return self.fail_with or (0 if request.headers.get("Content-Type") == mime else 415)


@pytest.fixture
def hub() -> Iterator[SmallHub]:
    """Serve the two routes on loopback."""
    held, app, line = SmallHub(), FastAPI(), socket.socket()

    @app.put("/link/scenes/{scene_id}")
    async def store(scene_id: str, request: Request) -> Response:
        body = await request.body()
        if wrong := held.answer(request, "image/png"):
            return Response(status_code=wrong)
        if scene_id in held.stored:
            return Response(status_code=200)
        held.stored[scene_id] = body
        return Response(status_code=201)

    @app.put("/link/live")
    async def show(request: Request) -> Response:
        body = await request.body()
        if wrong := held.answer(request, "image/jpeg"):
            return Response(status_code=wrong)
        held.live.append(body)
        return Response(status_code=200)

    line.bind(("127.0.0.1", 0))
    held.url = f"http://127.0.0.1:{line.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [line]}, daemon=True)
    thread.start()
    until(lambda: server.started, "the hub serves")
    yield held
    server.should_exit = True
    thread.join(10)
    line.close()


def client(hub: SmallHub, token: str = TOKEN) -> Hub:
    """Return a terminal's client of this hub."""
    return Hub(paired_with(hub, token))


def paired_with(hub: SmallHub, token: str = TOKEN) -> Paired:
    """Return a pairing with this hub."""
    return Paired(hub_url=hub.url, certificate="", terminal="t", token=token, prefix="S1", site_id="s",
                  seal_key=b"k" * 32, trusted_keys=())  # fmt: skip


def test_each_scene_is_sent_once_whatever_the_hub_did_before(hub: SmallHub, tmp_path: Path) -> None:
    queue, hub_client = PictureQueue(tmp_path), client(hub)
    courier = PictureCourier(hub_client, queue)
    hub.stored[scene(2)] = b"known from another screen"
    for number in (1, 2):
        assert queue.wants(scene(number))
        queue.put(scene(number), picture(number))
        assert not queue.wants(scene(number))
    courier.carry()
    courier.carry()
    assert sorted(hub.asked) == [f"/link/scenes/{scene(1)}", f"/link/scenes/{scene(2)}"]
    assert hub.stored[scene(1)] == picture(1) and queue.waiting() == ()
    again = PictureQueue(tmp_path)  # as after a restart
    assert not again.wants(scene(1)) and again.wants(scene(3))
    hub_client.close()


def test_pictures_outlive_an_outage_and_a_restart_and_then_arrive(hub: SmallHub, tmp_path: Path) -> None:
    hub.fail_with = 503
    first = client(hub)
    queue = PictureQueue(tmp_path)
    for number in range(5):
        queue.put(scene(number), picture(number))
    with pytest.raises(HubAway):
        PictureCourier(first, queue).carry()
    first.close()
    assert not hub.stored
    hub.fail_with = 0
    second = client(hub)
    courier = PictureCourier(second, PictureQueue(tmp_path))
    courier.start()
    until(lambda: len(hub.stored) == 5, "all pictures")
    courier.stop()
    second.close()
    assert hub.stored == {scene(number): picture(number) for number in range(5)}


def test_a_hub_without_the_route_yet_does_not_lose_a_picture(hub: SmallHub, tmp_path: Path) -> None:
    queue, hub_client = PictureQueue(tmp_path), client(hub)
    queue.put(scene(1), picture(1))
    for status in (404, 405, 429, 500):
        hub.fail_with = status
        with pytest.raises(LinkError):
            PictureCourier(hub_client, queue).carry()
        assert queue.waiting() == (scene(1),), status
    hub_client.close()


@pytest.mark.parametrize("status", [400, 413, 415, 422])
def test_a_picture_the_hub_will_never_take_blocks_no_other(hub: SmallHub, tmp_path: Path, status: int) -> None:
    queue, hub_client = PictureQueue(tmp_path), client(hub)
    queue.put(scene(1), picture(1))
    queue.put(scene(2), picture(2))
    hub.fail_with = status
    with pytest.raises(PictureRefused):
        hub_client.put_scene_picture(scene(1), picture(1))
    PictureCourier(hub_client, queue).carry()
    assert queue.waiting() == () and not queue.wants(scene(1))
    hub_client.close()


def test_a_revoked_terminal_keeps_its_pictures(hub: SmallHub, tmp_path: Path) -> None:
    queue, stranger = PictureQueue(tmp_path), client(hub, token="another")
    queue.put(scene(1), picture(1))
    with pytest.raises(NotPaired):
        PictureCourier(stranger, queue).carry()
    assert queue.waiting() == (scene(1),)
    stranger.close()


def test_of_the_live_picture_only_the_newest_is_sent_and_none_is_sent_twice(hub: SmallHub, tmp_path: Path) -> None:
    hub_client = client(hub)
    courier = PictureCourier(hub_client, PictureQueue(tmp_path))
    courier.show(picture(1, "JPEG"))
    courier.show(picture(2, "JPEG"))
    courier.carry()
    courier.carry()
    assert hub.live == [picture(2, "JPEG")]
    hub_client.close()


def test_a_write_cut_short_by_the_power_is_no_picture(tmp_path: Path) -> None:
    queue = PictureQueue(tmp_path)
    (tmp_path / "waiting" / f"{scene(1)}.part").write_bytes(picture(1)[:20])
    again = PictureQueue(tmp_path)
    assert again.wants(scene(1)) and again.waiting() == () and queue.wants(scene(1))


def test_the_folder_is_bounded_and_names_are_scenes_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.link.pictures.MOST_WAITING", 3)
    queue = PictureQueue(tmp_path)
    for number in range(5):
        queue.put(scene(number), picture(number))
    assert len(queue.waiting()) == 3 and MOST_WAITING >= 1000
    assert not queue.wants("../../etc/passwd") and not queue.wants("")
    queue.put("../escape", picture(1))
    assert not (tmp_path.parent / "escape.png").exists()


def test_only_pictures_of_the_agreed_kind_and_size_travel() -> None:
    assert is_picture(picture(1), "image/png") and is_picture(picture(1, "JPEG"), "image/jpeg")
    assert not is_picture(picture(1), "image/jpeg") and not is_picture(b"<html>", "image/png")
    assert not is_picture(picture(1) + b"0" * (2 << 20), "image/png")
    assert not is_picture(picture(1, "JPEG") + b"0" * (300 << 10), "image/jpeg")


def test_the_screens_station_carries_what_was_put_before_and_after_it_began(hub: SmallHub, tmp_path: Path) -> None:
    keep(tmp_path / "paired.json", paired_with(hub))
    clock = SystemClock()
    glass, live = Glass(clock, tmp_path / "pictures"), Live(clock, "东至县零工市场")
    plays = Plays(tmp_path / "plays.db")
    station = Station(ScreenSettings(data=tmp_path, hub_url=hub.url), live, plays, clock, glass)
    glass.pictures.put(scene(1), picture(1))
    station.carry_pictures()  # nobody carries yet: it waits
    station.start()
    try:
        until(lambda: scene(1) in hub.stored, "the picture from before")
        glass.pictures.put(scene(2), picture(2))
        glass.live = picture(3, "JPEG")
        station.carry_pictures()
        until(lambda: scene(2) in hub.stored and bool(hub.live), "the picture from after, and the live one")
        assert hub.live == [picture(3, "JPEG")] and glass.live is None
        until(lambda: not glass.pictures.waiting(), "all acknowledged")
        assert station.health()["pictures"] == ""
    finally:
        station.stop()
        live.close()
        plays.close()
