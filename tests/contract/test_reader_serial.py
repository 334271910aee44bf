"""The serial driver alone: hang-ups, power cuts, slow lines, bridges, and a process that dies."""

from __future__ import annotations

import os
import select
import socketserver
import threading
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import GarbledAnswer, PortLost, TwinAway
from kiosk.reader.base import HINT_BY_HAND, HINT_HOLD_STILL, HINT_REPLACE, ReaderEvent, ReaderState
from kiosk.reader.commands import FIND, STATUS
from kiosk.reader.frames import BadChecksum, Frame, Parser
from kiosk.reader.serial_link import SamLink
from kiosk.reader.serial_reader import SerialCardReader
from kiosk.reader.simulated_module import SimulatedModule
from kiosk.reader.timing import ReaderTiming
from kiosk.reader.twin_control import TwinControl
from tests.fixtures.cards import other_card, read_reply, reply, resident_block, sample_card
from tests.fixtures.readers import (
    DEADLINE_S,
    QUICK,
    Recorder,
    SerialBench,
    TwinProcess,
    running_twin,
    started,
)


@pytest.fixture(scope="module")
def shared_twin() -> Iterator[TwinProcess]:
    with running_twin() as process:
        yield process


@pytest.fixture
def bench(shared_twin: TwinProcess) -> SerialBench:
    shared_twin.calm()
    return SerialBench(shared_twin)


@pytest.fixture
def told(bench: SerialBench) -> Iterator[Recorder]:
    with started(bench) as recorder:
        recorder.wait(is_idle)
        yield recorder


def is_idle(event: ReaderEvent) -> bool:
    return event.state is ReaderState.IDLE


def is_card(event: ReaderEvent) -> bool:
    return event.kind == "card"


def is_closed(event: ReaderEvent) -> bool:
    return event.state is ReaderState.CLOSED


def is_reading(event: ReaderEvent) -> bool:
    return event.hint == HINT_HOLD_STILL


def test_a_reader_process_killed_is_a_hang_up_and_its_successor_is_found() -> None:
    with running_twin() as twin:
        twin.calm()
        bench = SerialBench(twin)
        with started(bench) as told:
            told.wait(is_idle)
            bench.reader.arm()
            twin.kill()
            event = told.wait(is_closed)
            assert event.code == "READER-PORT"
            mark = told.mark()
            twin.start()
            twin.calm()
            told.wait(is_idle, mark)
            twin.control.put(sample_card())
            assert told.wait(is_card, mark).card == sample_card()


def test_a_reader_that_is_not_there_yet_is_waited_for() -> None:
    twin = TwinProcess()
    bench = SerialBench(twin)
    with started(bench) as told:
        assert told.wait(lambda event: event.code == "READER-PORT").state is ReaderState.CLOSED
        twin.start()
        try:
            told.wait(is_idle)
        finally:
            twin.close()


def test_unplugged_in_the_middle_of_a_frame_the_card_must_leave_first(bench: SerialBench, told: Recorder) -> None:
    bench.twin.control.delays(baud=9600)
    bench.reader.arm()
    bench.put(sample_card())
    told.wait(is_reading)
    bench.fault("unplugged")
    told.wait(is_closed)
    mark = told.mark()
    bench.twin.control.delays(baud=0)
    bench.fault("none")
    told.wait(lambda event: event.state is ReaderState.RETRY and event.hint == HINT_REPLACE, mark)
    assert told.cards() == []
    bench.remove()
    told.wait(is_idle, mark)
    bench.put(other_card())
    assert told.wait(is_card, mark).card == other_card()


def test_a_card_on_a_reader_that_lost_power_between_two_visits_is_not_read(
    bench: SerialBench, told: Recorder
) -> None:
    bench.reader.arm()
    bench.put(sample_card())
    told.wait(is_card)
    bench.reader.disarm()
    bench.fault("unplugged")
    told.wait(is_closed)
    mark = told.mark()
    bench.fault("none")
    told.wait(lambda event: event.state is ReaderState.RETRY, mark)
    bench.reader.arm()
    told.wait(lambda event: event.hint == HINT_REPLACE, mark)
    bench.let_it_work()
    assert told.cards(mark) == []


def test_a_read_under_way_when_the_visit_ends_reaches_nobody(bench: SerialBench, told: Recorder) -> None:
    bench.twin.control.delays(read_ms=300)
    bench.reader.arm()
    bench.put(sample_card())
    told.wait(is_reading)
    bench.reader.disarm()
    bench.reader.arm()
    told.wait(lambda event: event.state is ReaderState.CARD_PRESENT and event.hint == HINT_REPLACE)
    bench.let_it_work()
    assert told.cards() == []


def test_a_card_taken_away_while_the_radio_works_is_asked_for_again(bench: SerialBench, told: Recorder) -> None:
    bench.twin.control.delays(read_ms=300)
    bench.reader.arm()
    bench.put(sample_card())
    told.wait(is_reading)
    bench.remove()
    assert told.wait(lambda event: event.kind == "removed").hint == HINT_REPLACE
    assert told.cards() == []


def test_a_module_that_finds_a_read_card_again_does_not_hand_it_to_the_next_visit(
    bench: SerialBench, told: Recorder
) -> None:
    bench.reader.arm()
    bench.put(sample_card())
    told.wait(is_card)
    bench.reader.disarm()
    bench.let_it_work()
    bench.fault("forgetful")
    bench.let_it_work()
    mark = told.mark()
    bench.reader.arm()
    told.wait(lambda event: event.hint == HINT_REPLACE, mark)
    bench.let_it_work()
    assert told.cards(mark) == []


def test_a_card_of_unknown_layout_goes_to_the_form(bench: SerialBench, told: Recorder) -> None:
    block = bytearray(resident_block())
    block[248:250] = b"Q\0"
    bench.reader.arm()
    bench.twin.control.put_block(bytes(block))
    event = told.wait(lambda event: event.code == "READER-LAYOUT")
    assert (event.hint, event.state) == (HINT_BY_HAND, ReaderState.RETRY)


def test_a_page_that_waits_long_says_to_lay_the_card_down_anew(shared_twin: TwinProcess) -> None:
    shared_twin.calm()
    bench = SerialBench(shared_twin, ReaderTiming(poll_s=0.02, no_card_hint_s=0.1))
    with started(bench) as told:
        bench.reader.arm()
        event = told.wait(lambda event: event.kind == "hint")
        assert (event.state, event.hint) == (ReaderState.IDLE, HINT_REPLACE)


def test_with_the_delays_of_the_field_a_card_takes_as_long_as_it_takes(shared_twin: TwinProcess) -> None:
    """Find 60, select 60, read 700 ms and 112 ms on the wire (A.7), within the budget of G with room for a busy box."""
    shared_twin.calm()
    shared_twin.control.delays(find_ms=60, select_ms=60, read_ms=700, baud=115200)
    bench = SerialBench(shared_twin, ReaderTiming())
    with started(bench) as told:
        told.wait(is_idle)
        bench.reader.arm()
        began = time.monotonic()
        bench.put(sample_card())
        told.wait(is_card)
        assert 0.9 < time.monotonic() - began < 4.0


def test_a_second_driver_on_the_same_port_is_kept_out(bench: SerialBench, told: Recorder) -> None:
    second = SerialBench(bench.twin)
    with started(second) as told_second:
        assert told_second.wait(is_closed).code == "READER-TAKEN"
    bench.reader.arm()
    bench.put(sample_card())
    assert told.wait(is_card).card == sample_card()


def test_a_handler_that_fails_does_not_end_the_reader(bench: SerialBench) -> None:
    recorder = Recorder()

    def handler(event: ReaderEvent) -> None:
        recorder(event)
        raise RuntimeError("page is gone")

    bench.reader.start(handler)
    try:
        bench.reader.arm()
        bench.put(sample_card())
        recorder.wait(is_card)
    finally:
        bench.reader.stop()


def test_the_module_tells_who_it_is(bench: SerialBench, told: Recorder) -> None:
    assert bench.reader.module is not None
    assert bench.reader.module.text == "05.01-20080102-0001234567-3112345678"


def test_the_twin_refuses_nonsense_with_a_sentence(shared_twin: TwinProcess) -> None:
    with pytest.raises(TwinAway, match="没有这种故障"):
        shared_twin.control.fault("on fire")
    with pytest.raises(TwinAway, match="没有这种延时"):
        shared_twin.control.delays(coffee_ms=1)
    shared_twin.calm()
    assert shared_twin.control.status()["fault"] == "none"


class _ScriptedModule:
    """The far end of a pseudo-terminal that answers each request with what the test says."""

    def __init__(self, *answers: bytes) -> None:
        self._ours, theirs = os.openpty()
        tty.setraw(theirs)
        self.link = SamLink(os.ttyname(theirs), 115200, timing=QUICK, stopping=lambda: False)
        os.close(theirs)
        self._thread = threading.Thread(target=self._answer, args=(answers,))

    def send(self, stray: bytes) -> None:
        os.write(self._ours, stray)

    def asked_more(self) -> bool:
        """Tell whether a request came beyond those there were answers for."""
        self._thread.join(DEADLINE_S)
        return bool(select.select([self._ours], [], [], 0)[0])

    def __enter__(self) -> _ScriptedModule:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._thread.join(DEADLINE_S)
        self.link.close()
        os.close(self._ours)

    def _answer(self, answers: tuple[bytes, ...]) -> None:
        for answer in answers:
            assert os.read(self._ours, 100)
            os.write(self._ours, answer)


def test_bytes_left_from_before_are_not_the_answer() -> None:
    module = _ScriptedModule(reply(0x80))
    module.send(reply(0x9F, bytes(4)))
    with module:
        assert module.link.exchange(FIND).status == 0x80


def test_a_late_answer_to_an_earlier_command_is_passed_over() -> None:
    with _ScriptedModule(read_reply(resident_block()) + reply(0x9F, bytes(4))) as module:
        assert module.link.exchange(FIND).status == 0x9F


def test_a_damaged_answer_is_asked_for_again_two_times_at_most() -> None:
    damaged = reply(0x90)[:-1] + b"\0"
    with _ScriptedModule(damaged, damaged, reply(0x90)) as module:
        assert module.link.exchange(STATUS).status == 0x90
    with _ScriptedModule(damaged, damaged, damaged) as module:
        with pytest.raises(GarbledAnswer):
            module.link.exchange(STATUS)
        assert not module.asked_more()


def test_a_request_that_arrived_damaged_is_sent_again() -> None:
    with _ScriptedModule(reply(0x10), reply(0x11), reply(0x90)) as module:
        assert module.link.exchange(STATUS).status == 0x90
    with _ScriptedModule(*[reply(0x10)] * 3) as module, pytest.raises(GarbledAnswer, match="READER-10"):
        module.link.exchange(STATUS)


def test_one_lost_request_is_no_fault() -> None:
    with _ScriptedModule(b"", reply(0x80)) as module:
        assert module.link.exchange(FIND).status == 0x80


def test_a_hang_up_that_shows_as_a_terminal_error_is_a_lost_port() -> None:
    """pyserial lets termios.error through, which is no OSError (hardware F)."""
    ours, theirs = os.openpty()
    link = SamLink(os.ttyname(theirs), 115200, timing=QUICK, stopping=lambda: False)
    os.close(theirs)
    os.close(ours)
    with pytest.raises(PortLost):
        link.exchange(STATUS)
    link.close()


class _Bridge(socketserver.BaseRequestHandler):
    """A serial-to-TCP bridge with a module behind it."""

    def handle(self) -> None:
        module = SimulatedModule()
        module.put(sample_card())
        parser = Parser(shortest=3)
        while chunk := self.request.recv(4096):
            for item in parser.feed(chunk):
                if isinstance(item, Frame | BadChecksum):
                    self.request.sendall(module.answer(item))


def test_a_tcp_bridge_is_a_port_like_any_other() -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), _Bridge) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        reader = SerialCardReader(f"socket://127.0.0.1:{server.server_address[1]}", timing=QUICK)
        recorder = Recorder()
        reader.start(recorder)
        try:
            reader.arm()
            assert recorder.wait(is_card).card == sample_card()
        finally:
            reader.stop()
            server.shutdown()
            thread.join(DEADLINE_S)


def test_the_demo_cards_are_listed_and_laid_down_by_their_place(bench: SerialBench, told: Recorder) -> None:
    control = bench.twin.control
    assert [card["age"] for card in control.cards()] == [52, 45, 33, 24, 61, 17, 15, 38]
    assert control.status()["card"] is None
    bench.reader.arm()
    control.put_demo(3)
    card = told.wait(is_card).card
    assert card is not None
    assert card.name == control.cards()[3]["name"] == "王𬎆"
    assert control.status()["card"] == 3
    control.remove()
    assert control.status()["card"] is None
    with pytest.raises(TwinAway, match="请改正"):
        control.put_demo(8)


def test_a_twin_that_does_not_run_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(TwinAway, match="请先启动"):
        TwinControl(tmp_path / "nobody").remove()
