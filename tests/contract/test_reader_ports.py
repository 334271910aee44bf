"""Ports that come and go: names by-id, hang-ups at every moment, back-off, and bridges over TCP."""

from __future__ import annotations

import os
import select
import socket
import termios
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.errors import PortLost, ReaderError
from kiosk.reader.base import HINT_FAULT, ReaderEvent, ReaderState
from kiosk.reader.commands import READ, STATUS
from kiosk.reader.frames import BadChecksum, Frame, Parser
from kiosk.reader.serial_link import SamLink
from kiosk.reader.serial_reader import SerialCardReader
from kiosk.reader.simulated_module import SimulatedModule
from kiosk.reader.timing import ReaderTiming
from tests.fixtures.cards import other_card, read_reply, resident_block, sample_card
from tests.fixtures.readers import DEADLINE_S, QUICK, Recorder, TwinProcess, running_twin


@pytest.fixture(scope="module")
def shared_twin() -> Iterator[TwinProcess]:
    with running_twin() as process:
        yield process


@pytest.fixture
def twin(shared_twin: TwinProcess) -> TwinProcess:
    shared_twin.calm()
    return shared_twin


@contextmanager
def running(reader: SerialCardReader) -> Iterator[Recorder]:
    recorder = Recorder()
    reader.start(recorder)
    try:
        yield recorder
    finally:
        reader.stop()


def is_idle(event: ReaderEvent) -> bool:
    return event.state is ReaderState.IDLE


def is_card(event: ReaderEvent) -> bool:
    return event.kind == "card"


def is_closed(event: ReaderEvent) -> bool:
    return event.state is ReaderState.CLOSED


def test_a_reader_named_by_id_is_found_again_under_another_number(twin: TwinProcess, tmp_path: Path) -> None:
    """As udev does: the name stays, what it points to does not, and it is gone while the plug is out."""
    name = tmp_path / "by-id" / "usb-1a86_USB2.0-Serial-if00-port0"
    name.parent.mkdir()
    name.symlink_to(twin.link)
    first = twin.link.readlink()
    slow = replace(QUICK, backoff_s=(60.0,), look_s=0.05)  # only the name's return can bring the reader back in time
    with running(SerialCardReader(str(name), timing=slow)) as told:
        told.wait(is_idle)
        twin.control.fault("unplugged")
        assert told.wait(is_closed).hint == HINT_FAULT
        taken = os.openpty()
        mark = told.mark()
        began = time.monotonic()
        twin.control.fault("none")
        told.wait(is_idle, mark)
        assert time.monotonic() - began < 10
        assert twin.link.readlink() != first
        for end in taken:
            os.close(end)


def test_the_waits_grow_from_half_a_second_and_leave_a_reader_back_within_ten() -> None:
    """G: 0.5 to 10 s; the last wait and the first question after it are within the 10 s of the issue."""
    timing = ReaderTiming()
    waits = [timing.wait_after(failures) for failures in range(20)]
    assert waits[0] == 0.5
    assert waits == sorted(waits)
    assert 5 < waits[-1] + STATUS.deadline_s <= 10


def test_a_port_nobody_can_open_is_told_and_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The name is there and is no line, as with a broken adapter."""
    broken = tmp_path / "port"
    broken.write_text("not a line")
    reader = SerialCardReader(str(broken), timing=replace(QUICK, backoff_s=(0.01,)))
    with running(reader) as told:
        event = told.wait(is_closed)
        assert (event.code, event.hint) == ("READER-PORT", HINT_FAULT)
        mark = told.mark()
        broken.unlink()
        broken.write_text("still not a line")
        reader.arm()
        told.wait(lambda event: event.hint == HINT_FAULT, mark)  # the page that has just come is told at once
    assert [record.levelname for record in caplog.records] == ["WARNING"]


class Line:
    """Our end of a pseudo-terminal, and the driver's link on the other."""

    def __init__(self) -> None:
        self.ours, theirs = os.openpty()
        tty.setraw(theirs)
        self.name = os.ttyname(theirs)
        self.link = SamLink(self.name, 115200, timing=QUICK, stopping=lambda: False)
        os.close(theirs)

    def hang_up_after(self, answer: bytes) -> threading.Thread:
        """Hang up once a request came and this much was said."""

        def act() -> None:
            assert os.read(self.ours, 100)
            os.write(self.ours, answer)
            os.close(self.ours)

        thread = threading.Thread(target=act)
        thread.start()
        return thread


def test_a_hang_up_at_any_byte_of_a_reply_is_a_lost_port() -> None:
    whole = read_reply(resident_block())
    for said in (b"", whole[:1], whole[:5], whole[:7], whole[:11], whole[:600], whole[:-1]):
        line = Line()
        thread = line.hang_up_after(said)
        with pytest.raises(PortLost):
            line.link.exchange(READ)
        thread.join(DEADLINE_S)
        line.link.close()


def test_the_three_errors_of_an_unplugged_port_are_one_to_the_driver() -> None:
    """Flushing raises termios.error, which is no OSError; writing and reading raise serial's own (hardware F)."""
    line = Line()
    os.close(line.ours)
    with pytest.raises(PortLost) as lost:
        line.link.exchange(STATUS)
    assert isinstance(lost.value.__cause__, termios.error)
    assert not isinstance(lost.value.__cause__, OSError)
    line.link.close()
    line = Line()
    thread = line.hang_up_after(b"")
    with pytest.raises(PortLost) as lost:
        line.link.exchange(STATUS)
    assert isinstance(lost.value.__cause__, OSError)
    thread.join(DEADLINE_S)
    line.link.close()


def test_a_line_that_takes_no_more_bytes_is_given_up_within_its_deadline() -> None:
    line = Line()
    filled = os.open(line.name, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        while os.write(filled, bytes(1000)):
            pass
    except BlockingIOError:
        pass
    finally:
        os.close(filled)
    began = time.monotonic()
    with pytest.raises(ReaderError):
        line.link.exchange(STATUS)
    assert time.monotonic() - began < 3
    line.link.close()
    os.close(line.ours)


class Bridge:
    """A serial-to-TCP bridge with a module behind it, which can be away and cut its line."""

    def __init__(self) -> None:
        self.module = SimulatedModule()
        self.byte_by_byte = False
        self._cut = threading.Event()
        with socket.socket() as finder:
            finder.bind(("127.0.0.1", 0))
            self.port = finder.getsockname()[1]
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        return f"socket://127.0.0.1:{self.port}"

    @contextmanager
    def up(self) -> Iterator[None]:
        """Listen, and cut every line at the end."""
        self._cut.clear()
        door = socket.create_server(("127.0.0.1", self.port))
        thread = threading.Thread(target=self._serve, args=(door,))
        thread.start()
        try:
            yield
        finally:
            self._cut.set()
            thread.join(DEADLINE_S)
            door.close()

    def _serve(self, door: socket.socket) -> None:
        while not self._cut.is_set():
            if select.select([door], [], [], 0.05)[0]:
                line, _ = door.accept()
                with line:
                    self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        parser = Parser(shortest=3)
        while not self._cut.is_set():
            if not select.select([line], [], [], 0.05)[0]:
                continue
            chunk = line.recv(4096)
            if not chunk:
                return
            for item in parser.feed(chunk):
                if isinstance(item, Frame | BadChecksum):
                    answer = self.module.answer(item)
                    step = 1 if self.byte_by_byte else len(answer) or 1
                    for at in range(0, len(answer), step):
                        line.sendall(answer[at : at + step])


def test_a_bridge_that_is_away_is_waited_for_and_one_that_hangs_up_is_found_again() -> None:
    bridge = Bridge()
    reader = SerialCardReader(bridge.url, timing=QUICK)
    with running(reader) as told:
        event = told.wait(lambda event: event.code == "READER-PORT")
        assert (event.state, event.hint) == (ReaderState.CLOSED, HINT_FAULT)
        reader.arm()
        for card in (sample_card(), other_card()):
            mark = told.mark()
            with bridge.up():
                told.wait(is_idle, mark)
                bridge.module.put(card)
                assert told.wait(is_card, mark).card == card
                bridge.module.remove()
                told.wait(lambda event: event.kind == "removed", mark)
                mark = told.mark()
            told.wait(is_closed, mark)


def test_a_bridge_that_sends_single_bytes_is_a_reader_like_any_other() -> None:
    bridge = Bridge()
    bridge.byte_by_byte = True
    reader = SerialCardReader(bridge.url, timing=QUICK)
    with bridge.up(), running(reader) as told:
        told.wait(is_idle)
        reader.arm()
        bridge.module.put(sample_card())
        assert told.wait(is_card).card == sample_card()
