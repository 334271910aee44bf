"""What the settings make the driver send: fingerprints, radio frames, speeds; and what it never sends."""

from __future__ import annotations

import os
import termios
import time
import tty
from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.reader.base import HINT_REJECTED, IdCard, ReaderEvent
from kiosk.reader.serial_link import SamLink
from kiosk.reader.timing import ReaderTiming
from tests.fixtures.cards import other_card, sample_card
from tests.fixtures.readers import QUICK, SerialBench, TwinProcess, running_twin, started


@pytest.fixture(scope="module")
def shared_twin() -> Iterator[TwinProcess]:
    with running_twin() as process:
        yield process


@pytest.fixture
def twin(shared_twin: TwinProcess) -> TwinProcess:
    shared_twin.calm()
    return shared_twin


def is_card(event: ReaderEvent) -> bool:
    return event.kind == "card"


class Asked:
    """How often each command came since this was made."""

    def __init__(self, twin: TwinProcess) -> None:
        self._twin = twin
        self._before: dict[str, int] = twin.control.status()["asked"]

    def __call__(self, name: str) -> int:
        return int(self._twin.control.status()["asked"].get(name, 0) - self._before.get(name, 0))

    def names(self) -> set[str]:
        """Return the commands that came."""
        return {name for name in self._twin.control.status()["asked"] if self(name)}


@pytest.fixture
def asked(twin: TwinProcess) -> Asked:
    return Asked(twin)


def read_a_card(twin: TwinProcess, **settings: Any) -> list[IdCard]:
    bench = SerialBench(twin, **settings)
    with started(bench) as told:
        told.wait(lambda event: event.state == "idle")
        bench.reader.arm()
        twin.control.put(other_card())
        told.wait(is_card)
    return told.cards()


def test_by_default_neither_fingerprint_nor_radio_nor_speed_is_spoken_of(twin: TwinProcess, asked: Asked) -> None:
    read_a_card(twin)
    assert asked.names() == {"11ff", "12ff", "2001", "2002", "3001", "3003"}


def test_with_the_setting_a_card_is_read_with_its_fingerprint_which_goes_nowhere(
    twin: TwinProcess, asked: Asked
) -> None:
    assert read_a_card(twin, with_fingerprint=True) == [other_card()]
    assert (asked("3010"), asked("3001")) == (1, 0)


@pytest.mark.parametrize("fault", ["no_fingerprint", "bad_fingerprint"])
def test_a_module_or_a_card_without_a_good_fingerprint_is_read_without_it(
    twin: TwinProcess, asked: Asked, fault: str
) -> None:
    twin.control.fault(fault)
    assert read_a_card(twin, with_fingerprint=True) == [other_card()]
    assert (asked("3010"), asked("3001")) == (1, 1)


def test_with_fingerprint_too_a_refusal_is_told_to_the_walk_in(twin: TwinProcess) -> None:
    twin.control.fault("status_33")
    bench = SerialBench(twin, with_fingerprint=True)
    with started(bench) as told:
        bench.reader.arm()
        twin.control.put(sample_card())
        assert told.wait(lambda event: event.hint == HINT_REJECTED).code == "READER-33"


def test_with_the_setting_the_radio_frame_is_limited_on_opening(twin: TwinProcess, asked: Asked) -> None:
    read_a_card(twin, longest_radio_frame=80)
    assert asked("61ff") == 1
    assert twin.control.status()["longest_radio_frame"] == 80


def test_a_module_that_knows_no_radio_frame_limit_works_on(twin: TwinProcess, asked: Asked) -> None:
    twin.control.fault("no_radio_limit")
    assert read_a_card(twin, longest_radio_frame=36) == [other_card()]
    assert asked("61ff") == 1


def test_the_line_runs_at_the_speed_that_was_set() -> None:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    try:
        for baud, speed in ((57600, termios.B57600), (38400, termios.B38400), (9600, termios.B9600)):
            link = SamLink(os.ttyname(theirs), baud, timing=QUICK, stopping=lambda: False)
            assert termios.tcgetattr(theirs)[4:6] == [speed, speed]
            link.close()
    finally:
        os.close(ours)
        os.close(theirs)


def test_on_a_slow_line_the_long_reply_gets_the_time_it_needs(twin: TwinProcess, asked: Asked) -> None:
    """2321 bytes at 9600 take 2.42 s (A.7), more than the 1.4 s the quick timing of the tests leaves for a read."""
    twin.control.delays(baud=9600)
    assert read_a_card(twin, baud=9600, with_fingerprint=True) == [other_card()]
    assert asked("3001") == 0  # nor was it given up for the short reply


def test_the_pause_before_the_next_question_is_the_one_that_was_set(twin: TwinProcess) -> None:
    six_questions_s = []
    for poll_s in (0.01, 0.3):
        bench = SerialBench(twin, ReaderTiming(poll_s=poll_s))
        with started(bench) as told:
            told.wait(lambda event: event.state == "idle")
            bench.reader.arm()
            began = time.monotonic()
            bench.let_it_work()
            six_questions_s.append(time.monotonic() - began)
    # a busy machine only makes both longer; one question may have been under way when the pauses began
    assert six_questions_s[1] >= 4 * 0.3
    assert six_questions_s[0] < six_questions_s[1]
