"""Televisions over the LAN: served at an address only they know, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from content.clock import SetClock
from content.errors import SettingsError
from signage.app import PLAYER, make_app
from signage.glass import Glass
from signage.live import Live
from signage.plays import Plays
from signage.thin import Gate, keep_addresses, routed, thin_names
from tests.unit.signage.samples import NOON, content, edition_of

SECRET, EAST = "0123456789abcdef", "大厅东"
LAN, HERE = "192.168.1.31", "127.0.0.1"


@asynccontextmanager
async def asked_from(client: str, folder: Path, clock: SetClock | None = None,
                     ) -> AsyncIterator[tuple[httpx.AsyncClient, Live]]:  # fmt: skip
    """Ask a real application as a peer with this address."""
    clock = clock or SetClock(NOON)
    live, plays = Live(clock, "东至县零工市场", thin=(EAST, "大厅西")), Plays(folder / "plays.db")
    live.take(edition_of(content(6, 1), folder, 1, NOON - timedelta(hours=1)))
    app = Gate(make_app(live, plays, clock, live.health, glass=Glass(clock, folder / "pictures")), {SECRET: EAST})
    transport = httpx.ASGITransport(app, client=(client, 40000))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub:8082") as asking:
        yield asking, live
    live.close()
    plays.close()


async def test_the_lan_gets_nothing_without_the_address(tmp_path: Path) -> None:
    async with asked_from(LAN, tmp_path) as (asking, _):
        for path in ("/", "/player", "/timeline", "/health", "/tokens.css", "/player/player.js", f"/t/{SECRET[:-1]}0/"):
            answer = await asking.get(path)
            assert (answer.status_code, answer.content) == (404, b""), path
        assert (await asking.post("/painted", json={"order": 1, "scene": "a" * 16})).status_code == 404


async def test_under_its_address_a_television_gets_the_player_and_nothing_of_the_boxs_own(tmp_path: Path) -> None:
    async with asked_from(LAN, tmp_path) as (asking, live):
        base = f"/t/{SECRET}"
        for path in ("/", "/player", "/timeline", "/tokens.css", "/player/player.js", "/player/scenes.css"):
            assert (await asking.get(base + path)).status_code == 200, path
        for path in ("/health", "/glass", "/glass/live"):
            assert (await asking.get(base + path)).status_code == 404, path
        assert (await asking.post(f"{base}/glass", json={})).status_code == 404
        assert (await asking.put(f"{base}/glass/live", content=b"")).status_code == 404
        answer = await asking.get(base)
        assert answer.status_code == 307 and answer.headers["location"] == f"{base}/"
        painted = await asking.post(f"{base}/painted", json={"order": 1, "scene": "a" * 16})
        assert painted.status_code == 204
        screens = live.health()["screens"]
        assert isinstance(screens, list) and screens[0]["name"] == EAST and live.painted() is None


async def test_the_box_itself_gets_everything(tmp_path: Path) -> None:
    async with asked_from(HERE, tmp_path) as (asking, live):
        assert (await asking.get("/health")).status_code == 200
        await asking.post("/painted", json={"order": 1, "scene": "b" * 16})
        painted = live.painted()
        assert painted is not None and painted.scene_id == "b" * 16


async def test_a_television_that_stands_is_named_and_the_others_are_not(tmp_path: Path) -> None:
    clock = SetClock(NOON)
    async with asked_from(LAN, tmp_path, clock) as (asking, live):
        await asking.post(f"/t/{SECRET}/painted", json={"order": 1, "scene": "a" * 16})
        assert not any(EAST in fault for fault in live.faults())
        assert any("“大厅西”很久没有换过画面" in fault for fault in live.faults())
        clock.at = NOON + timedelta(minutes=2)
        assert any(f"“{EAST}”很久没有换过画面" in fault for fault in live.faults())


@pytest.mark.parametrize(("path", "client", "found"), [
    ("/timeline", "::1", ("/timeline", "")),
    ("/timeline", "nonsense", None),
    (f"/t/{SECRET}/../health", LAN, ("/../health", EAST)),  # no such route: nothing is resolved after this
    (f"/t/{SECRET}/glass/scenes/x", HERE, None),
    (f"/t/{SECRET}/glassware", LAN, ("/glassware", EAST)),
    ("/t//timeline", LAN, None),
])  # fmt: skip
def test_what_is_served_follows_from_path_and_peer(path: str, client: str, found: tuple[str, str] | None) -> None:
    assert routed(path, client, {SECRET: EAST}) == found


def test_an_address_once_given_stays_and_only_this_service_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "thin.json"
    first = keep_addresses((EAST,), file)
    more = keep_addresses((EAST, "大厅西"), file)
    assert {secret for secret, name in more.items() if name == EAST} == set(first)
    assert len(more) == 2 and all(len(secret) == 16 for secret in more)
    assert file.stat().st_mode & 0o077 == 0 and set(json.loads(file.read_text("utf8"))) == {EAST, "大厅西"}
    assert keep_addresses(("大厅西",), file) == {s: n for s, n in more.items() if n == "大厅西"}


def test_names_are_read_with_any_comma_and_refused_when_alike() -> None:
    assert thin_names("大厅东，大厅西、 门口 ,") == ("大厅东", "大厅西", "门口")
    assert thin_names("") == ()
    with pytest.raises(SettingsError, match="不能重复"):
        thin_names("东,东")


def test_the_players_own_addresses_are_relative_so_that_a_televisions_secret_stays_before_them() -> None:
    absolute = re.compile(r"""(?<![:\w])["'`(]/[a-z][\w/]*""")
    files = [path for folder in (PLAYER, PLAYER.parent / "scenes" / "templates") for path in folder.iterdir()
             if path.suffix in {".js", ".html", ".css"}]  # fmt: skip
    assert len(files) > 10
    found = {f"{path.name}: {hit}" for path in files for hit in absolute.findall(path.read_text("utf8"))}
    assert found == set()
    assert absolute.search('fetch("/timeline")') and absolute.search("src=`/media/${id}`")  # the control


async def test_another_edition_on_any_glass_is_told_at_once_and_a_scene_of_the_same_is_not(tmp_path: Path) -> None:
    """What the desk reads as the acknowledgement of an emergency does not wait for the next heartbeat."""
    async with asked_from(HERE, tmp_path) as (_, live):
        told: list[int] = []
        live.repainted = lambda: told.append(1)
        live.paint(1, "a" * 16)
        live.paint(1, "b" * 16)
        assert len(told) == 1
        live.paint(2, "c" * 16)
        live.paint(2, "c" * 16, EAST)
        live.paint(2, "d" * 16, EAST)
        assert len(told) == 3
