"""Asking a port who it is: a reader, an unfit one, nobody, a port that is taken or not there."""

from __future__ import annotations

import os
import threading
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import PortLost, PortTaken
from kiosk.reader.probe import probe_reader
from tests.fixtures.readers import SerialBench, TwinProcess, running_twin, started


@pytest.fixture(scope="module")
def shared_twin() -> Iterator[TwinProcess]:
    with running_twin() as process:
        yield process


@pytest.fixture
def twin(shared_twin: TwinProcess) -> TwinProcess:
    shared_twin.calm()
    return shared_twin


def test_a_reader_says_who_its_module_is(twin: TwinProcess) -> None:
    found = probe_reader(str(twin.link))
    assert found is not None
    assert found.module is not None
    assert (found.module.text, found.code) == ("05.01-20080102-0001234567-3112345678", "")


@pytest.mark.parametrize(("fault", "code"), [("sam_self_test", "READER-60"), ("not_authorised", "READER-66")])
def test_a_module_that_cannot_work_is_a_reader_all_the_same(twin: TwinProcess, fault: str, code: str) -> None:
    twin.control.fault(fault)
    found = probe_reader(str(twin.link))
    assert found is not None
    assert found.code == code
    assert "请" in found.remedy


@pytest.mark.parametrize("fault", ["silent", "garbage", "bad_checksum"])
def test_what_does_not_answer_like_a_reader_is_none(twin: TwinProcess, fault: str) -> None:
    twin.control.fault(fault)
    began = time.monotonic()
    assert probe_reader(str(twin.link), 0.4) is None
    assert time.monotonic() - began < 1.0


def test_a_line_nobody_listens_at_is_no_reader_and_costs_no_more_than_the_deadline() -> None:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    try:
        began = time.monotonic()
        assert probe_reader(os.ttyname(theirs), 0.3) is None
        assert time.monotonic() - began < 0.8
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_line_that_gives_back_what_was_sent_is_no_reader() -> None:
    ours, theirs = os.openpty()
    tty.setraw(theirs)

    def echo() -> None:
        while heard := os.read(ours, 100):
            if heard == b"end":
                return
            os.write(ours, heard)

    thread = threading.Thread(target=echo)
    thread.start()
    try:
        assert probe_reader(os.ttyname(theirs), 0.3) is None
    finally:
        os.write(theirs, b"end")
        thread.join()
        os.close(ours)
        os.close(theirs)


def test_a_port_the_kiosk_holds_is_taken_and_stays_with_it(twin: TwinProcess) -> None:
    bench = SerialBench(twin)
    with started(bench) as told:
        told.wait(lambda event: event.state == "idle")
        with pytest.raises(PortTaken, match="另一个"):
            probe_reader(str(twin.link))
        bench.let_it_work()
        assert bench.reader.state == "idle"


def test_a_port_that_is_not_there_is_lost_and_not_taken(tmp_path: Path) -> None:
    with pytest.raises(PortLost) as lost:
        probe_reader(str(tmp_path / "no-port"))
    assert not isinstance(lost.value, PortTaken)


def test_the_port_is_given_back_at_once(twin: TwinProcess) -> None:
    for _ in range(5):
        assert probe_reader(str(twin.link)) is not None
