"""The USB printer class device and the question "who is there", on device nodes that behave like the real ones.

A pseudo-terminal answers and can be unplugged; in its line-by-line mode an end-of-file character makes a read that is
ready and empty, as a USB printer's empty packets are; a pipe that nobody reads is a printer that takes nothing.
"""

import os
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from printer.condition import PrinterState
from printer.errors import CannotConnect, DeadlinePassed, LineLost, LineTaken
from printer.probe import probe_printer
from printer.transports.usb import UsbTransport
from tests.contract.printer_process import TwinProcess, twin


def soon(seconds: float = 0.2) -> float:
    return time.monotonic() + seconds


@pytest.fixture
def node() -> Iterator[tuple[int, str]]:
    """The printer's side of a device, and the device's path."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    yield ours, os.ttyname(theirs)
    for descriptor in (ours, theirs):
        try:
            os.close(descriptor)
        except OSError:
            continue  # the test unplugged it


def opened(path: str) -> UsbTransport:
    transport = UsbTransport(path)
    transport.open(soon())
    return transport


def test_bytes_go_both_ways_and_silence_ends_at_the_deadline(node: tuple[int, str]) -> None:
    ours, path = node
    transport = opened(path)
    transport.write(b"\x10\x04\x01", soon())
    assert os.read(ours, 10) == b"\x10\x04\x01"
    os.write(ours, b"\x12")
    assert transport.read(soon()) == b"\x12"
    began = time.monotonic()
    assert transport.read(soon(0.1)) == b""
    assert 0.09 <= time.monotonic() - began < 1
    transport.close()


def test_a_printer_that_takes_nothing_ends_a_write_at_its_deadline(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    os.mkfifo(path)
    transport = opened(str(path))
    began = time.monotonic()
    with pytest.raises(DeadlinePassed):
        transport.write(bytes(1_000_000), soon(0.2))
    assert time.monotonic() - began < 1
    began = time.monotonic()
    transport.close()
    assert time.monotonic() - began < 0.1


def test_an_empty_packet_is_silence_and_not_the_end_of_the_line() -> None:
    ours, theirs = os.openpty()  # not raw: the end-of-file character makes a read of no bytes
    transport = opened(os.ttyname(theirs))
    os.write(ours, b"\x04\x04")
    assert transport.read(soon(0.1)) == b""
    os.write(ours, b"~\n")
    assert transport.read(soon()) == b"~\n"
    transport.close()
    os.close(ours)
    os.close(theirs)


def test_an_unplugged_device_is_a_lost_line_at_once(node: tuple[int, str]) -> None:
    ours, path = node
    transport = opened(path)
    os.close(ours)
    began = time.monotonic()
    with pytest.raises(LineLost):
        transport.read(soon(5))
    with pytest.raises(LineLost):
        transport.write(b"x", soon(5))
    assert time.monotonic() - began < 1
    transport.close()


def test_one_program_holds_the_device_and_another_is_told_so(node: tuple[int, str]) -> None:
    transport = opened(node[1])
    with pytest.raises(LineTaken, match="另一个程序"):
        opened(node[1])
    with pytest.raises(LineTaken):
        probe_printer(f"usb:{node[1]}")
    transport.close()
    opened(node[1]).close()


def test_a_device_that_is_not_there_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(CannotConnect, match="请工作人员检查"):
        opened(str(tmp_path / "lp7"))
    closed = UsbTransport(str(tmp_path / "lp7"))
    closed.close()
    with pytest.raises(LineLost):
        closed.read(soon())


@pytest.fixture(params=["tcp", "serial", "usb"])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[TwinProcess, str]]:
    with twin("tcp" if request.param == "tcp" else "pty", tmp_path) as running:
        where = f"tcp://127.0.0.1:{running.port}" if request.param == "tcp" else f"{request.param}:{running.link}"
        yield running, where
        assert running.status()["errors"] == []


def test_a_printer_says_who_it_is_and_prints_nothing(machine: tuple[TwinProcess, str]) -> None:
    running, address = machine
    found = probe_printer(address)
    assert found is not None
    assert (found.answers_status, found.name, found.report.state) == (True, "LINGGONG TWIN-58", PrinterState.READY)
    running.order(fault="paper_out")
    stopped = probe_printer(address)
    assert stopped is not None
    assert (stopped.name, stopped.report.state) == ("", PrinterState.PAPER_OUT)
    running.order(fault="silent")
    began = time.monotonic()
    silent = probe_printer(address)
    assert time.monotonic() - began < 1.5
    assert silent is not None
    assert (silent.answers_status, silent.report.state) == (False, PrinterState.UNKNOWN)
    running.order(fault="none")
    assert running.slips() == []


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "usb:/dev/usb/nobody", "serial:/dev/nobody"])
def test_where_nothing_can_be_opened_there_is_no_printer(address: str) -> None:
    assert probe_printer(address) is None
