"""Minutes of hands, cables and faults at random; after each blow a card is read again, and nothing piles up."""

from __future__ import annotations

import os
import random
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.reader.base import ReaderState
from kiosk.reader.simulated_module import Fault
from tests.fixtures.cards import ODD_CARDS
from tests.fixtures.readers import QUICK, Recorder, SerialBench, TwinProcess, running_twin, started

pytestmark = pytest.mark.soak

SECONDS = float(os.environ.get("LINGGONG_SOAK_S", "180"))
SOFT = tuple(fault for fault in Fault if fault is not Fault.LATE)  # a late answer would hold up each round by seconds


def blow(twin: TwinProcess, bench: SerialBench, dice: random.Random) -> str:
    """Do one bad thing, and say which."""
    deed = dice.choice(("fault", "fault", "unplug", "kill", "swap", "leave", "slow"))
    match deed:
        case "fault":
            deed = dice.choice(SOFT)
            bench.fault(deed)
            bench.put(dice.choice(ODD_CARDS))
        case "unplug":
            bench.put(dice.choice(ODD_CARDS))
            wait(dice.random() * 0.2)
            bench.fault("unplugged")
        case "kill":
            bench.put(dice.choice(ODD_CARDS))
            wait(dice.random() * 0.2)
            twin.kill()
            twin.start()
        case "swap":
            for _ in range(dice.randrange(1, 5)):
                bench.put(dice.choice(ODD_CARDS))
                wait(dice.random() * 0.1)
        case "leave":
            bench.reader.disarm()
        case "slow":
            twin.control.delays(baud=dice.choice((9600, 115200)), read_ms=dice.randrange(400))
            bench.put(dice.choice(ODD_CARDS))
    wait(dice.random() * 0.4)
    return deed


def wait(seconds: float) -> None:
    """Let time pass: when a blow falls is what this is about."""
    threading.Event().wait(seconds)


def recover(twin: TwinProcess, bench: SerialBench, told: Recorder, card_at: int) -> None:
    """Set all right; a person who lifts the card once more is read, under the number of their own period."""
    twin.calm()
    period = bench.reader.arm()
    told.until(lambda: bench.reader.state is ReaderState.IDLE)
    mark = told.mark()
    bench.put(ODD_CARDS[card_at])
    event = told.wait(lambda event: event.kind == "card", mark)
    assert (event.card, event.period) == (ODD_CARDS[card_at], period)


def test_a_card_is_read_after_every_blow_and_nothing_piles_up() -> None:
    seed = int(os.environ.get("LINGGONG_SOAK_SEED", str(random.SystemRandom().randrange(10_000))))
    dice = random.Random(seed)
    deeds: list[str] = []
    with running_twin() as twin:
        twin.calm()
        bench = SerialBench(twin, replace(QUICK, backoff_s=(0.05, 0.1, 0.2), look_s=0.05))
        with started(bench) as told:
            recover(twin, bench, told, 0)
            descriptors, threads = open_descriptors(), threading.active_count()
            end = time.monotonic() + SECONDS
            try:
                while time.monotonic() < end:
                    deeds.append(blow(twin, bench, dice))
                    recover(twin, bench, told, dice.randrange(len(ODD_CARDS)))
            except AssertionError as failure:
                raise AssertionError(f"seed {seed}, after {deeds[-5:]}: {failure}") from failure
            assert open_descriptors() <= descriptors + 1
            assert threading.active_count() == threads
    assert len(deeds) > SECONDS / 3


def open_descriptors() -> int:
    """Return how many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))
