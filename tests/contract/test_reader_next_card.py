"""One person takes the card away and the next lays one down, however short the reader was empty."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from kiosk.reader.base import HINT_REPLACE, ReaderEvent
from kiosk.reader.timing import ReaderTiming
from tests.fixtures.cards import other_card, sample_card
from tests.fixtures.readers import Recorder, SerialBench, TwinProcess, running_twin, started

EMPTY_FOR_S = (0.0, 0.1, 0.5, 2.5)
NOTICED_WITHIN_S = 1.5  # one look for a card that lies there (0.5 s) and a read, with room for a busy box


@pytest.fixture(scope="module")
def shared_twin() -> Iterator[TwinProcess]:
    with running_twin() as process:
        yield process


@pytest.fixture
def bench(shared_twin: TwinProcess) -> SerialBench:
    shared_twin.calm()
    return SerialBench(shared_twin, ReaderTiming())


@pytest.fixture
def told(bench: SerialBench) -> Iterator[Recorder]:
    with started(bench) as recorder:
        recorder.wait(lambda event: event.state == "idle")
        yield recorder


def is_card(event: ReaderEvent) -> bool:
    return event.kind == "card"


def leave_empty(seconds: float) -> None:
    """Let time pass: how long the reader is empty is what these tests are about."""
    threading.Event().wait(seconds)


def first_person(bench: SerialBench, told: Recorder) -> None:
    bench.reader.arm()
    bench.put(sample_card())
    told.wait(is_card)


@pytest.mark.parametrize("empty_s", EMPTY_FOR_S)
def test_in_the_same_visit_the_next_card_is_read(bench: SerialBench, told: Recorder, empty_s: float) -> None:
    first_person(bench, told)
    mark = told.mark()
    bench.remove()
    leave_empty(empty_s)
    began = time.monotonic()
    bench.put(other_card())
    assert told.wait(is_card, mark).card == other_card()
    assert time.monotonic() - began < NOTICED_WITHIN_S


@pytest.mark.parametrize(
    ("begun", "empty_s"),
    [
        *(("before the card left", empty_s) for empty_s in EMPTY_FOR_S[:3]),
        *(("while the reader was empty", empty_s) for empty_s in EMPTY_FOR_S),
        *(("after the next card came", empty_s) for empty_s in EMPTY_FOR_S[:3]),
    ],
)
def test_in_the_next_visit_the_next_persons_card_is_read(
    bench: SerialBench, told: Recorder, begun: str, empty_s: float
) -> None:
    first_person(bench, told)
    bench.reader.disarm()
    mark = told.mark()
    period = bench.reader.arm() if begun == "before the card left" else 0
    bench.remove()
    period = bench.reader.arm() if begun == "while the reader was empty" else period
    leave_empty(empty_s)
    bench.put(other_card())
    period = bench.reader.arm() if begun == "after the next card came" else period
    began = time.monotonic()
    event = told.wait(is_card, mark)
    assert (event.card, event.period) == (other_card(), period)
    assert time.monotonic() - began < NOTICED_WITHIN_S


def test_the_same_card_laid_down_again_at_once_for_the_next_visit_must_leave_for_longer(
    bench: SerialBench, told: Recorder
) -> None:
    """Nobody can tell it from one that was left there."""
    first_person(bench, told)
    bench.reader.disarm()
    bench.reader.arm()
    mark = told.mark()
    bench.remove()
    bench.put(sample_card())
    told.wait(lambda event: event.hint == HINT_REPLACE, mark)
    bench.let_it_work()
    assert told.cards(mark) == []
    bench.remove()
    told.wait(lambda event: event.kind == "removed", mark)
    bench.put(sample_card())
    assert told.wait(is_card, mark).card == sample_card()


@pytest.mark.parametrize("empty_s", [0.1, 0.5])
def test_a_card_that_failed_is_tried_again_when_it_was_lifted(
    bench: SerialBench, told: Recorder, empty_s: float
) -> None:
    bench.fault("status_41")
    bench.reader.arm()
    bench.put(sample_card())
    told.wait(lambda event: event.hint == HINT_REPLACE)
    bench.fault("none")
    bench.remove()
    leave_empty(empty_s)
    bench.put(sample_card())
    assert told.wait(is_card).card == sample_card()


def test_a_card_laid_down_just_as_another_page_begins_is_read_for_that_page(
    bench: SerialBench, told: Recorder
) -> None:
    """The module may be in the middle of its look, which takes a while on the radio side."""
    bench.twin.control.delays(find_ms=150)
    bench.reader.arm()
    bench.let_it_work()
    leave_empty(0.08)  # an answer has just come; by now the next look is under way
    mark = told.mark()
    period = bench.reader.arm()
    bench.put(sample_card())
    event = told.wait(is_card, mark)
    assert (event.card, event.period) == (sample_card(), period)
    greeting = next(event for event in told.events[mark:] if event.kind == "state")
    assert greeting.state == "idle"
