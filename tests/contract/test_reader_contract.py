"""What every `CardReader` keeps, the serial driver and the twin without a wire alike (hardware G)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.reader.base import (
    HINT_BY_HAND,
    HINT_FAULT,
    HINT_HOLD_STILL,
    HINT_REJECTED,
    HINT_REPLACE,
    HINT_WRONG_CARD,
    IdCard,
    ReaderEvent,
    ReaderState,
)
from kiosk.reader.simulated_module import Fault
from kiosk.reader.statuses import STATUSES
from tests.fixtures.cards import ODD_CARDS, other_card, sample_card
from tests.fixtures.readers import (
    QUICK,
    Bench,
    InProcessBench,
    Recorder,
    SerialBench,
    TwinProcess,
    running_twin,
    started,
)


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
def impatient_bench(bench: Bench, twin: TwinProcess) -> Bench:
    """A bench whose driver soon says what to do when no card is found."""
    return SerialBench(twin, replace(QUICK, no_card_hint_s=0.1)) if isinstance(bench, SerialBench) else bench


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
        ("bad_length", ReaderState.FAULT, "READER-GARBLED"),
        ("late", ReaderState.FAULT, "READER-SILENT"),
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


READ_ALL_THE_SAME = ""
WHAT_THE_WALK_IN_SEES = {
    0x90: READ_ALL_THE_SAME,
    0x91: READ_ALL_THE_SAME,
    0x9F: READ_ALL_THE_SAME,
    0x10: HINT_REPLACE,
    0x11: HINT_REPLACE,
    0x21: HINT_FAULT,
    0x23: HINT_FAULT,
    0x24: HINT_REPLACE,
    0x31: HINT_REPLACE,
    0x32: HINT_REPLACE,
    0x33: HINT_REJECTED,
    0x37: HINT_REPLACE,
    0x3F: HINT_REPLACE,
    0x40: HINT_WRONG_CARD,
    0x41: HINT_REPLACE,
    0x47: HINT_REPLACE,
    0x60: HINT_FAULT,
    0x66: HINT_FAULT,
    0x80: HINT_REPLACE,
    0x81: READ_ALL_THE_SAME,
    0xA1: HINT_BY_HAND,
}
"""Every status of A.5, and one nobody documents; 81 alone is passed over, since the module reads past it (A.7)."""


def test_the_table_of_what_the_walk_in_sees_lacks_no_status() -> None:
    assert set(STATUSES) == set(WHAT_THE_WALK_IN_SEES) - {0xA1}


@pytest.mark.parametrize(("sw3", "hint"), [(sw3, hint) for sw3, hint in WHAT_THE_WALK_IN_SEES.items() if hint])
def test_every_refusal_of_the_module_says_something_to_the_walk_in(
    impatient_bench: Bench, sw3: int, hint: str
) -> None:
    bench = impatient_bench
    with started(bench) as told:
        told.wait(is_idle)
        bench.reader.arm()
        bench.fault(f"status_{sw3:02x}")
        bench.put(sample_card())
        event = told.wait(lambda event: event.hint == hint)
        assert event.code == ("" if sw3 == 0x80 else f"READER-{sw3:02X}")
        assert told.cards() == []


@pytest.mark.parametrize("sw3", [sw3 for sw3, hint in WHAT_THE_WALK_IN_SEES.items() if not hint])
def test_every_other_status_ends_with_the_card(bench: Bench, told: Recorder, sw3: int) -> None:
    bench.fault(f"status_{sw3:02x}")
    bench.reader.arm()
    bench.put(sample_card())
    event = told.wait(is_card)
    assert (event.card, event.hint) == (sample_card(), "")


def test_a_module_that_finds_nothing_says_nothing_at_first(bench: Bench, told: Recorder) -> None:
    bench.fault("status_80")
    bench.reader.arm()
    bench.put(sample_card())
    bench.let_it_work()
    assert {event.state for event in told.events} <= {ReaderState.OPENING, ReaderState.IDLE}
    assert told.cards() == []


WHAT_EACH_FAULT_SHOWS = {
    "none": READ_ALL_THE_SAME,
    "silent": HINT_FAULT,
    "late": HINT_FAULT,
    "garbage": HINT_FAULT,
    "half_frame": HINT_FAULT,
    "bad_checksum": HINT_FAULT,
    "bad_length": HINT_FAULT,
    "spurious_zero": HINT_FAULT,
    "unplugged": HINT_FAULT,
    "unplugged_mid_frame": HINT_FAULT,
    "sam_self_test": HINT_FAULT,
    "not_authorised": HINT_FAULT,
    "auth_storm": HINT_REPLACE,
    "pulled_early": HINT_REPLACE,
    "silent_on_read": HINT_REPLACE,
    "not_selectable": HINT_REPLACE,
    "noise_before": READ_ALL_THE_SAME,
    "byte_by_byte": READ_ALL_THE_SAME,
    "coalesced": READ_ALL_THE_SAME,
    "card_words": READ_ALL_THE_SAME,
    "no_address": READ_ALL_THE_SAME,
    "no_fingerprint": READ_ALL_THE_SAME,
    "bad_fingerprint": READ_ALL_THE_SAME,
    "no_radio_limit": READ_ALL_THE_SAME,
    "needs_reset": READ_ALL_THE_SAME,
    "first_read_fails": READ_ALL_THE_SAME,
    "forgetful": READ_ALL_THE_SAME,
}
"""The faults of G, each while a page wants a card and one is laid down."""


def test_the_table_of_what_each_fault_shows_lacks_no_fault() -> None:
    assert set(WHAT_EACH_FAULT_SHOWS) == set(Fault)


@pytest.mark.parametrize(("fault", "hint"), WHAT_EACH_FAULT_SHOWS.items())
def test_every_fault_ends_with_a_sentence_for_the_walk_in_or_with_the_card(
    bench: Bench, told: Recorder, fault: str, hint: str
) -> None:
    bench.fault(fault)
    bench.reader.arm()
    bench.put(sample_card())
    if hint:
        told.wait(lambda event: event.hint == hint)
        assert told.cards() == []
    else:
        assert told.wait(is_card).card == sample_card()
        assert {event.hint for event in told.events} <= {"", HINT_HOLD_STILL}


def test_a_reader_that_hung_up_in_the_middle_of_a_card_asks_for_it_again(bench: Bench, told: Recorder) -> None:
    bench.fault("unplugged_mid_frame")
    bench.reader.arm()
    bench.put(sample_card())
    event = told.wait(lambda event: event.state is ReaderState.CLOSED)
    assert (event.hint, event.code) == (HINT_FAULT, "READER-PORT")
    assert any(event.hint == HINT_HOLD_STILL for event in told.events)
    mark = told.mark()
    bench.fault("none")
    told.wait(lambda event: event.state is ReaderState.RETRY and event.hint == HINT_REPLACE, mark)
    bench.remove()
    told.wait(is_removed, mark)
    bench.put(sample_card())
    assert told.wait(is_card, mark).card == sample_card()


@pytest.mark.parametrize("card", ODD_CARDS, ids=lambda card: "-".join((card.kind, *card.flags)))
def test_every_kind_of_card_and_every_oddity_on_it_is_handed_over_with_its_flags(
    bench: Bench, told: Recorder, card: IdCard
) -> None:
    bench.reader.arm()
    bench.put(card)
    assert told.wait(is_card).card == card


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
