"""What every `CardReader` keeps, the serial driver and the twin without a wire alike (hardware G)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.reader.base import (
    HINT_BY_HAND,
    HINT_FAULT,
    HINT_HOLD_STILL,
    HINT_REJECTED,
    HINT_REPLACE,
    HINT_WRONG_CARD,
    ReaderEvent,
    ReaderState,
)
from tests.fixtures.cards import other_card, sample_card
from tests.fixtures.readers import Bench, InProcessBench, Recorder, SerialBench, TwinProcess, running_twin, started


@pytest.fixture(scope="module")
def twin() -> Iterator[TwinProcess]:
    with running_twin() as process:
        yield process


@pytest.fixture(params=["serial", "in process"])
def bench(request: pytest.FixtureRequest, twin: TwinProcess) -> Bench:
    if request.param == "in process":
        return InProcessBench()
    twin.calm()
    return SerialBench(twin)


@pytest.fixture
def told(bench: Bench) -> Iterator[Recorder]:
    with started(bench) as recorder:
        recorder.wait(is_idle)
        yield recorder


def is_idle(event: ReaderEvent) -> bool:
    return event.state is ReaderState.IDLE


def is_card(event: ReaderEvent) -> bool:
    return event.kind == "card"


def is_removed(event: ReaderEvent) -> bool:
    return event.kind == "removed"


def test_a_card_laid_down_while_a_page_wants_one_is_handed_over(bench: Bench, told: Recorder) -> None:
    period = bench.reader.arm()
    bench.put(sample_card())
    event = told.wait(is_card)
    assert (event.card, event.period, event.state) == (sample_card(), period, ReaderState.CARD_PRESENT)
    assert bench.reader.state is ReaderState.CARD_PRESENT
    before = told.events[: told.events.index(event)]
    assert (before[-1].state, before[-1].hint) == (ReaderState.READING, HINT_HOLD_STILL)


def test_the_appended_address_comes_along(bench: Bench, told: Recorder) -> None:
    bench.reader.arm()
    bench.put(other_card())
    assert told.wait(is_card).card == other_card()


def test_nothing_is_read_while_no_page_wants_a_card(bench: Bench, told: Recorder) -> None:
    bench.put(sample_card())
    bench.let_it_work()
    assert told.cards() == []
    bench.reader.arm()
    assert told.wait(is_card).card == sample_card()


def test_taking_the_card_away_is_told(bench: Bench, told: Recorder) -> None:
    bench.reader.arm()
    bench.put(sample_card())
    told.wait(is_card)
    bench.reader.disarm()
    bench.remove()
    assert told.wait(is_removed).state is ReaderState.IDLE


def test_a_second_card_in_the_same_period_is_read_too(bench: Bench, told: Recorder) -> None:
    bench.reader.arm()
    bench.put(sample_card())
    told.wait(is_card)
    bench.remove()
    told.wait(is_removed)
    bench.put(other_card())
    told.wait(lambda event: event.card == other_card())
    assert told.cards() == [sample_card(), other_card()]


def test_a_card_left_by_the_person_before_never_fills_the_next_form(bench: Bench, told: Recorder) -> None:
    bench.reader.arm()
    bench.put(sample_card())
    told.wait(is_card)
    bench.reader.disarm()
    mark = told.mark()
    period = bench.reader.arm()
    told.wait(lambda event: event.hint == HINT_REPLACE, mark)
    bench.let_it_work()
    assert told.cards(mark) == []
    bench.remove()
    told.wait(is_removed, mark)
    bench.put(other_card())
    event = told.wait(is_card, mark)
    assert (event.card, event.period) == (other_card(), period)


def test_a_card_that_failed_for_the_person_before_is_not_tried_for_the_next(bench: Bench, told: Recorder) -> None:
    bench.fault("auth_storm")
    bench.reader.arm()
    bench.put(sample_card())
    told.wait(lambda event: event.state is ReaderState.RETRY and event.hint == HINT_REPLACE)
    bench.reader.disarm()
    bench.fault("none")
    bench.reader.arm()
    bench.let_it_work()
    assert told.cards() == []


def test_every_arm_tells_the_page_how_things_stand(bench: Bench, told: Recorder) -> None:
    mark = told.mark()
    bench.reader.arm()
    assert told.wait(lambda event: event.kind == "state", mark).state is ReaderState.IDLE
    bench.fault("sam_self_test")
    told.wait(lambda event: event.state is ReaderState.FAULT)
    mark = told.mark()
    bench.reader.arm()
    assert told.wait(lambda event: event.kind == "state", mark).hint == HINT_FAULT


@pytest.mark.parametrize(
    ("fault", "state", "code"),
    [
        ("silent", ReaderState.FAULT, "READER-SILENT"),
        ("garbage", ReaderState.FAULT, "READER-GARBLED"),
        ("half_frame", ReaderState.FAULT, "READER-GARBLED"),
        ("bad_checksum", ReaderState.FAULT, "READER-GARBLED"),
        ("spurious_zero", ReaderState.FAULT, "READER-GARBLED"),
        ("unplugged", ReaderState.CLOSED, "READER-PORT"),
        ("sam_self_test", ReaderState.FAULT, "READER-60"),
        ("not_authorised", ReaderState.FAULT, "READER-66"),
    ],
)
def test_a_reader_that_fails_sends_the_walk_in_to_the_form_and_comes_back_by_itself(
    bench: Bench, told: Recorder, fault: str, state: ReaderState, code: str
) -> None:
    bench.reader.arm()
    bench.fault(fault)
    event = told.wait(lambda event: event.state is state)
    assert (event.hint, event.code) == (HINT_FAULT, code)
    mark = told.mark()
    bench.fault("none")
    told.wait(is_idle, mark)
    bench.put(sample_card())
    assert told.wait(is_card, mark).card == sample_card()


def test_a_card_pulled_early_is_asked_for_again(bench: Bench, told: Recorder) -> None:
    bench.fault("pulled_early")
    bench.reader.arm()
    bench.put(sample_card())
    event = told.wait(is_removed)
    assert (event.state, event.hint) == (ReaderState.IDLE, HINT_REPLACE)
    assert any(event.hint == HINT_HOLD_STILL for event in told.events)
    assert told.cards() == []
    bench.fault("none")
    bench.put(sample_card())
    assert told.wait(is_card).hint == ""


def test_a_card_that_cannot_be_read_ends_at_the_form_after_the_third_placement(bench: Bench, told: Recorder) -> None:
    bench.fault("auth_storm")
    bench.reader.arm()
    for hint in (HINT_REPLACE, HINT_REPLACE, HINT_BY_HAND):
        mark = told.mark()
        bench.put(sample_card())
        told.wait(lambda event, hint=hint: event.state is ReaderState.RETRY and event.hint == hint, mark)
        bench.remove()
        told.wait(is_removed, mark)
    mark = told.mark()
    bench.reader.arm()
    told.wait(is_idle, mark)
    bench.put(sample_card())
    told.wait(lambda event: event.state is ReaderState.RETRY and event.hint == HINT_REPLACE, mark)


@pytest.mark.parametrize(
    ("sw3", "hint"),
    [
        ("10", HINT_REPLACE),
        ("11", HINT_REPLACE),
        ("21", HINT_FAULT),
        ("23", HINT_FAULT),
        ("24", HINT_REPLACE),
        ("31", HINT_REPLACE),
        ("32", HINT_REPLACE),
        ("33", HINT_REJECTED),
        ("37", HINT_REPLACE),
        ("3f", HINT_REPLACE),
        ("40", HINT_WRONG_CARD),
        ("41", HINT_REPLACE),
        ("47", HINT_REPLACE),
        ("60", HINT_FAULT),
        ("66", HINT_FAULT),
        ("a1", HINT_BY_HAND),
    ],
)
def test_every_refusal_of_the_module_says_something_to_the_walk_in(
    bench: Bench, told: Recorder, sw3: str, hint: str
) -> None:
    bench.reader.arm()
    bench.fault(f"status_{sw3}")
    bench.put(sample_card())
    event = told.wait(lambda event: event.hint == hint)
    assert event.code == f"READER-{sw3.upper()}"
    assert told.cards() == []


def test_a_module_that_refuses_select_but_reads_is_a_reader(bench: Bench, told: Recorder) -> None:
    bench.fault("status_81")
    bench.reader.arm()
    bench.put(sample_card())
    assert told.wait(is_card).card == sample_card()


def test_a_module_that_finds_nothing_says_nothing(bench: Bench, told: Recorder) -> None:
    bench.fault("status_80")
    bench.reader.arm()
    bench.put(sample_card())
    bench.let_it_work()
    assert {event.state for event in told.events} <= {ReaderState.OPENING, ReaderState.IDLE}


@pytest.mark.parametrize("fault", ["noise_before", "status_91", "no_address", "needs_reset", "first_read_fails"])
def test_what_the_driver_can_mend_itself_reaches_nobody(bench: Bench, told: Recorder, fault: str) -> None:
    bench.fault(fault)
    bench.reader.arm()
    bench.put(sample_card())
    assert told.wait(is_card).card == sample_card()


def test_after_stop_the_reader_is_closed_and_silent(bench: Bench, told: Recorder) -> None:
    bench.reader.arm()
    bench.reader.stop()
    assert told.events[-1].state is ReaderState.CLOSED
    mark = told.mark()
    bench.put(sample_card())
    bench.remove()
    assert told.events[mark:] == []


def test_no_log_and_no_event_shows_the_person(
    bench: Bench, told: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    bench.reader.arm()
    bench.put(sample_card())
    told.wait(is_card)
    bench.fault("unplugged")
    told.wait(lambda event: event.state is ReaderState.CLOSED)
    shown = (caplog.text + repr(told.events)).replace("aa", "AA")
    assert not any(secret in shown for secret in ("测试样本", "11010519491231", "北京市", "AAAAAA9669"))
