"""A call for staff over real HTTP: it reaches the board at once, the bell brings who comes, and nothing is kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.errors import NotPaired
from content.link.hatch import ask_call
from content.link.hub import Hub
from content.model.calls import CallQuestion, CallState
from tests.contract.link_house import House, bytes_hold, until

RINGS_WITHIN_S = 3.0  # the promise of 呼叫工作人员


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "hub")
    yield opened
    opened.stop()


def test_a_call_is_on_the_board_within_three_seconds_and_the_bell_brings_who_comes(house: House) -> None:
    rung: list[str] = []
    house.calls.listen(lambda: rung.append("desk"), lambda: True)
    hub, heard = Hub(house.pair()), threading.Event()

    def listen() -> None:
        for ring in hub.rings():
            if ring.event == "call":
                heard.set()
                return

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    until(lambda: house.bell.listeners() == 1, "the bell's line")
    began = time.monotonic()
    assert ask_call(hub, CallQuestion.RING).state is CallState.RINGING
    assert time.monotonic() - began < RINGS_WITHIN_S
    assert rung == ["desk"]
    (call,) = house.calls.ringing(house.clock.now())
    house.calls.take(call.terminal_id, "王样例", house.clock.now())
    assert heard.wait(RINGS_WITHIN_S)
    said = ask_call(hub, CallQuestion.LOOK)
    assert (said.state, said.by) == (CallState.TAKEN, "王样例")
    listener.join(5)
    hub.close()
    assert bytes_hold(house.data.parent, "王样例") == []


def test_with_no_desk_open_the_terminal_is_told_and_a_stranger_cannot_ring(house: House) -> None:
    paired = house.pair()
    hub = Hub(paired)
    assert ask_call(hub, CallQuestion.RING).state is CallState.UNHEARD
    assert ask_call(hub, CallQuestion.DROP).state is CallState.NONE
    assert house.calls.ringing(house.clock.now()) == ()
    hub.close()
    house.revoke(paired.terminal)
    stranger = Hub(paired)
    with pytest.raises(NotPaired):
        ask_call(stranger, CallQuestion.RING)
    assert house.calls.ringing(house.clock.now()) == ()
    stranger.close()
