"""A hub that is nearly full only reads (P9): what kiosks file stays with them, and is in within ten seconds of room."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from content.errors import DiskLow
from content.model.editions import Emergency
from content.rules.disk_room import MB, RoomLimits
from content.store.room import DiskRoom
from tests.contract.link_house import House, Post, until

_FULL = RoomLimits(read_only=10**9 * MB)  # no disk has so much left
_ROOM = RoomLimits(read_only=0)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    hub = House(tmp_path / "hub")
    hub.market.room = DiskRoom(tmp_path / "hub", _ROOM)
    yield hub
    hub.stop()


@pytest.fixture
def post(house: House, tmp_path: Path) -> Iterator[Post]:
    terminal = Post(tmp_path / "kiosk", house.pair())
    yield terminal
    terminal.close()


def _limits(house: House, limits: RoomLimits) -> None:
    assert house.market.room is not None
    house.market.room.limits = limits


def test_filings_stay_at_the_kiosk_and_arrive_within_ten_seconds_of_room(house: House, post: Post) -> None:
    post.courier.start()
    first = post.register()
    until(lambda: house.ledger_numbers() == [first], "the first is in the ledger")
    _limits(house, _FULL)
    numbers = [first, *(post.register() for _ in range(3))]
    until(lambda: "现在只能看、不能存" in post.courier.state, "the kiosk knows why")
    assert "请系统管理员" in post.courier.state
    assert post.outbox.waiting() == 3
    assert house.ledger_numbers() == [first]  # and it can be read
    time.sleep(4)  # let it have tried again and again, so that its next try is as far away as it gets
    _limits(house, _ROOM)
    since = time.monotonic()
    until(lambda: post.outbox.waiting() == 0, "everything is acknowledged")
    assert time.monotonic() - since < 10
    until(lambda: sorted(house.ledger_numbers()) == sorted(numbers), "nothing is lost and nothing double")


def test_nothing_is_published_but_an_emergency_goes_out(house: House) -> None:
    house.publisher.publish(by="审核员", note="")
    _limits(house, _FULL)
    with pytest.raises(DiskLow, match="不能存"):
        house.publisher.publish(by="审核员", note="")
    now = house.clock.now()
    house.publisher.declare(Emergency(title="停电", text="请从东门离开", by="负责人", declared_at=now,
                                      until=now + timedelta(hours=1)))  # fmt: skip
    with house.market.reading() as tables:
        assert tables.emergencies.get(house.clock.now()) is not None
    _limits(house, _ROOM)
    assert house.publisher.publish(by="审核员", note="").number == 2
