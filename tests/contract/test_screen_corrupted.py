"""Whatever a line does to an edition, the glass shows only what the hub signed, and a fault is in words at once."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from content.clock import SystemClock
from content.edition.reading import Edition
from content.link.pairing import keep
from content.model.codes import TerminalKind
from signage.glass import Glass
from signage.live import Live
from signage.plays import Plays
from signage.scenes.scene import Shape
from signage.settings import ScreenSettings
from signage.station import Station
from tests.contract.corrupting_line import CorruptingLine, Spoil, answered_before, cut, flipped
from tests.contract.link_house import House, plain_client, until

VISIBLE_S = 10.0


class WatchedLive(Live):
    """Keeps what was put on air."""

    taken: tuple[tuple[int, str, str], ...] = ()  # order, market, site

    def take(self, edition: Edition) -> None:
        """Put it on air and note it."""
        self.taken += ((edition.manifest.order, edition.market().name, edition.manifest.site_id),)
        super().take(edition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A hub and a whole screen box, with a line between them that can be made to lie."""

    house: House
    line: CorruptingLine
    live: WatchedLive

    def glass(self) -> str:
        """Return what the player is given now."""
        return self.live.timeline(Shape.LANDSCAPE).body.decode()

    def taken_up(self, order: int) -> bool:
        """Say whether the edition is on air and nothing is wrong with the link."""
        return bool(self.live.taken) and self.live.taken[-1][0] == order and not self.live.link_faults


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    monkeypatch.setattr("signage.station._WATCH_EVERY_S", 0.1)
    house = House(tmp_path / "hub")
    line = CorruptingLine(house.port)
    data = tmp_path / "screen"
    data.mkdir()
    keep(data / "paired.json", house.pair(TerminalKind.SCREEN, line.url))
    live, plays = WatchedLive(SystemClock(), "测试零工市场"), Plays(data / "plays.db")
    clock = SystemClock()
    glass = Glass(clock, data / "pictures")
    station = Station(ScreenSettings(data=data, hub_url=line.url), live, plays, clock, glass)
    station.start()
    until(lambda: house.bell.listeners() == 1, "the bell is listened to")
    yield Box(house=house, line=line, live=live)
    station.stop()
    line.close()
    house.stop()
    live.close()
    plays.close()


def signed_answer(box: Box) -> bytes:
    """Return what the hub answers now to who asks for its edition."""
    with plain_client(box.house, box.house.pair(TerminalKind.SCREEN).token) as client:
        return client.get("/link/edition").content


def test_nothing_the_hub_did_not_sign_is_ever_shown_and_the_fault_stands_in_words_within_ten_seconds(box: Box) -> None:
    dice = random.Random(20261123)
    published, answers = {}, [b"", b""]
    for number in range(12):
        ways: tuple[Spoil, ...] = (flipped(dice), cut(dice), answered_before(answers[-2]))
        box.line.spoil = ways[number % 3]
        name = f"第{number}版"
        order = box.house.publish(name)
        published[order] = name
        since = time.monotonic()
        until(lambda: box.live.link_faults != (), f"{name} spoiled is a fault")
        assert time.monotonic() - since <= VISIBLE_S
        assert any("请" in fault or "自动" in fault for fault in box.live.health()["faults"])  # type: ignore[attr-defined]
        assert order not in [one[0] for one in box.live.taken] and name not in box.glass()
        box.line.spoil = None
        box.house.bell.ring(order)
        until(lambda order=order: box.taken_up(order), f"{name} as it was signed")  # type: ignore[misc]
        answers.append(signed_answer(box))
    assert box.line.spoiled >= 12
    assert [one[:2] for one in box.live.taken] == list(published.items())


def test_a_screen_that_checked_no_signature_would_show_what_was_changed(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("content.edition.format.signed_by", lambda *told: True)
    box.line.spoil = lambda path, body: body.replace(b"341721-01", b"341721-09") if path == b"/link/edition" else body
    order = box.house.publish()
    until(lambda: box.taken_up(order), "the changed edition")
    assert box.live.taken[-1][2] == "341721-09"
