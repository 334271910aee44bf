"""What a terminal asks when its hub was away and is back: the bell's line first, and nothing twice (T15)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from starlette.middleware.base import RequestResponseEndpoint

from content.edition.shelf import Shelf
from content.hubapi.parts import HubParts
from content.hubapi.routes import register
from content.link import follower as following
from content.link import heartbeat as beating
from content.link.follower import Follower
from content.link.heartbeat import Heartbeat
from content.link.hub import Hub
from tests.contract import link_house
from tests.contract.link_house import House
from tests.contract.printer_process import wait_for

BELL, EDITION, HEARTBEAT = "/link/bell", "/link/edition", "/link/heartbeat"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count by path what a house opened after this is asked; terminals try the bell often, and look never."""
    counted = Counter[str]()
    monkeypatch.setattr(following, "LISTEN_AGAIN_S", 0.3)

    def counting(app: FastAPI, parts: HubParts) -> None:
        register(app, parts)

        @app.middleware("http")
        async def count(request: Request, call_next: RequestResponseEndpoint) -> Response:
            counted[request.url.path] += 1
            return await call_next(request)

    monkeypatch.setattr(link_house, "register", counting)
    return counted


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def _following(house: House, folder: Path, closing: ExitStack) -> tuple[Hub, Follower]:
    hub = Hub(house.pair())
    follower = Follower(hub, Shelf(folder / "shelf"), "kiosk", lambda edition: edition.close(), poll_s=600)
    closing.callback(hub.close)
    closing.callback(follower.stop)
    return hub, follower


def _with_an_edition_and_the_hub_off(house: House, folder: Path, closing: ExitStack) -> tuple[Hub, Follower]:
    hub, follower = _following(house, folder, closing)
    house.publish("昨天的")
    follower.catch_up()
    house.stop()
    follower.start()
    wait_for(lambda: "联系不上" in follower.state, 10, "the terminal to say that the hub is away")
    return hub, follower


def test_a_hub_that_is_back_says_by_the_bell_that_there_is_nothing_new_and_is_not_asked_again(
    asked: Counter[str], tmp_path: Path, closing: ExitStack
) -> None:
    house = House(tmp_path / "hub")
    closing.callback(house.stop)
    hub, follower = _with_an_edition_and_the_hub_off(house, tmp_path, closing)
    asked.clear()
    house.start()
    wait_for(lambda: follower.state == "", 10, "the terminal to know that the hub is back")
    assert hub.hears_bell
    assert (asked[BELL], asked[EDITION]) == (1, 0)


def test_a_hub_that_is_back_with_another_edition_is_asked_for_it_at_once(
    asked: Counter[str], tmp_path: Path, closing: ExitStack
) -> None:
    house = House(tmp_path / "hub")
    closing.callback(house.stop)
    _, follower = _with_an_edition_and_the_hub_off(house, tmp_path, closing)
    house.start()
    order = house.publish("今天的")
    wait_for(lambda: follower.order == order, 10, "the edition")
    assert asked[EDITION] >= 1


def test_a_heartbeat_that_found_nobody_is_silent_until_the_bell_is_heard(
    asked: Counter[str], tmp_path: Path, closing: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beating, "AWAY_S", 600.0)
    house = House(tmp_path / "hub")
    closing.callback(house.stop)
    hub, follower = _following(house, tmp_path, closing)
    house.stop()
    heart = Heartbeat(hub, dict, every_s=0.2)
    closing.callback(heart.stop)
    heart.start()
    wait_for(lambda: "联系不上" in heart.state, 10, "the heartbeat to find nobody")
    asked.clear()
    house.start()
    assert hub.edition(None) is None  # the hub is there
    assert asked[HEARTBEAT] == 0
    follower.start()
    wait_for(lambda: asked[HEARTBEAT] > 2, 10, "the heartbeat after the bell")
    assert asked[BELL] == 1
    assert heart.state == ""
