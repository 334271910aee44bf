"""Printers that are not alike: clones, small buffers, slow paper, one client, automatic status, files, no power."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from printer.condition import PrinterState
from printer.profiles import PROFILES, Acknowledge
from printer.slip_job import SlipState
from printer.twin.device import Build, Device
from tests.contract.printer_process import TwinProcess, wait_for
from tests.contract.printer_rig import Counter, Machine, counter_at, machine_on, slip

SLOW = ("--mm-per-s", "120")
"""Sixty lines take about two seconds: long enough to do something to a slip on its way."""


def on_its_way(counter: Counter, job: str) -> None:
    """Wait until a slip lies half printed in the printer."""
    wait_for(lambda: counter.printing.outcome(job) is SlipState.SENDING, 5, "the slip to leave")
    wait_for(lambda: counter.machine.status()["waiting"] > 100, 5, "the slip to lie in the buffer")


def test_a_cover_opened_while_gs_r_is_due_leaves_the_slip_unknown(tmp_path: Path) -> None:
    with machine_on("serial", tmp_path, *SLOW) as machine, counter_at(machine, "serial", tmp_path) as counter:
        counter.worker.start()
        job = counter.printing.print(slip("J1", lines=60))
        on_its_way(counter, job)
        machine.order(fault="cover_open")
        counter.ends(job, SlipState.UNKNOWN)
        assert "盖子没有关好" in counter.reports(PrinterState.COVER_OPEN).sentence
        assert "补打" in counter.printing.sentence(job)
        machine.order(fault="none")
        counter.ends(counter.printing.print(slip("J2")), SlipState.CONFIRMED)
        assert (counter.whole_slips("J1") <= 1, counter.whole_slips("J2")) == (True, 1)


@pytest.mark.parametrize("line", ["tcp", "usb"])
def test_a_printer_whose_power_fails_mid_slip_leaves_it_unknown_and_prints_the_next_when_back(
    tmp_path: Path, line: str
) -> None:
    with machine_on(line, tmp_path / "first", *SLOW) as machine:
        counter = Counter(machine, line, tmp_path)
        counter.worker.start()
        job = counter.printing.print(slip("J1", lines=60))
        on_its_way(counter, job)
        assert isinstance(machine, TwinProcess)
        machine.process.kill()
        counter.ends(job, SlipState.UNKNOWN)
        report = counter.reports(PrinterState.OFFLINE)
        assert ("请叫工作人员" in report.sentence, "请检查电源和连线" in report.staff_sentence) == (True, True)
    waiting = counter.printing.print(slip("J2"))
    with machine_on(line, tmp_path / "second") as back:
        counter.machine = back
        counter.ends(waiting, SlipState.CONFIRMED)
        assert (counter.whole_slips("J1"), counter.whole_slips("J2")) == (0, 1)
        counter.close()
        assert back.status()["errors"] == []


def test_a_small_buffer_and_slow_paper_only_take_longer(tmp_path: Path) -> None:
    options = ("--buffer", "256", "--mm-per-s", "400")
    with machine_on("tcp", tmp_path, *options) as machine, counter_at(machine, "tcp", tmp_path) as counter:
        counter.worker.start()
        job = counter.printing.print(slip("J1", lines=60, qr="https://dz.example.cn/j/1"))
        counter.ends(job, SlipState.CONFIRMED, 15)
        assert counter.whole_slips("J1") == 1


class Taken:
    """Another client that holds the printer."""

    def __init__(self, machine: Machine) -> None:
        assert isinstance(machine, TwinProcess)
        self._line = socket.create_connection(("127.0.0.1", machine.port), timeout=5)
        self._line.sendall(b"\x10\x04\x01")
        assert self._line.recv(1) == b"\x12"

    def let_go(self) -> None:
        self._line.close()


def test_while_another_client_holds_the_printer_the_slip_waits_and_comes_out_once(tmp_path: Path) -> None:
    with machine_on("tcp", tmp_path) as machine, counter_at(machine, "tcp", tmp_path) as counter:
        other = Taken(machine)
        counter.worker.start()
        job = counter.printing.print(slip("J1"))
        wait_for(lambda: "没有连上，请叫工作人员" in counter.printing.sentence(job), 5, "the walk-in to be told")
        assert counter.spool.job(job).attempts == 0
        other.let_go()
        counter.ends(job, SlipState.CONFIRMED)
        assert counter.whole_slips("J1") == 1


def test_a_clone_that_never_answers_ends_every_slip_as_unknown(tmp_path: Path) -> None:
    options, mute = ("--no-status", "--charset", "gb2312", "--no-native-qr"), PROFILES["58mm-mute"]
    with machine_on("tcp", tmp_path, *options) as machine, counter_at(machine, "tcp", tmp_path, mute) as counter:
        counter.worker.start()
        # 珺 is not in a GB2312 ROM: its lines go out as pictures
        job = counter.printing.print(slip("王珺", qr="https://dz.example.cn/j/1"))
        counter.ends(job, SlipState.UNKNOWN)
        assert (counter.report.state, "出纸口" in counter.report.sentence) == (PrinterState.UNKNOWN, True)
        assert "请常看看纸够不够" in counter.report.staff_sentence
        wait_for(lambda: machine.status()["received"] and machine.status()["waiting"] == 0, 5, "the paper")


def test_a_clone_that_leaves_gs_r_unanswered_is_asked_in_real_time(tmp_path: Path) -> None:
    clone = replace(PROFILES["58mm-gb2312"], acknowledge=Acknowledge.REAL_TIME, questions=(1, 4))
    with machine_on("twin", tmp_path) as machine, counter_at(machine, "twin", tmp_path, clone) as counter:
        counter.worker.start()
        counter.ends(counter.printing.print(slip("J1")), SlipState.CONFIRMED)
        machine.order(paper=150)
        job = counter.printing.print(slip("J2", lines=60))
        counter.reports(PrinterState.PAPER_OUT)
        machine.order(paper=30_000)
        counter.ends(job, SlipState.CONFIRMED)
        assert counter.whole_slips("J2") == 1


@pytest.mark.parametrize("line", ["tcp", "serial", "usb", "twin"])
def test_a_printer_that_reports_by_itself_is_heard_and_confirms_as_any_other(tmp_path: Path, line: str) -> None:
    reporting = replace(PROFILES["58mm"], reports_by_itself=True)
    with machine_on(line, tmp_path) as machine, counter_at(machine, line, tmp_path, reporting) as counter:
        counter.worker.start()
        counter.ends(counter.printing.print(slip("J1")), SlipState.CONFIRMED)
        machine.order(paper=150)
        job = counter.printing.print(slip("J2", lines=60))
        counter.reports(PrinterState.PAPER_OUT)
        machine.order(paper=30_000)
        counter.ends(job, SlipState.CONFIRMED)
        assert (counter.whole_slips("J1"), counter.whole_slips("J2")) == (1, 1)


def test_a_printer_that_forgets_nothing_on_order_prints_the_rest_and_then_one_whole_slip(tmp_path: Path) -> None:
    forgetless = PROFILES["58mm-gb2312"]
    with machine_on("tcp", tmp_path) as machine, counter_at(machine, "tcp", tmp_path, forgetless) as counter:
        machine.order(paper=150)
        counter.worker.start()
        job = counter.printing.print(slip("J1", lines=60))
        counter.reports(PrinterState.PAPER_OUT)
        machine.order(paper=30_000)
        counter.ends(job, SlipState.CONFIRMED)
        assert counter.whole_slips("J1") == 1


def test_a_printer_that_is_switched_on_later_prints_the_waiting_slip(tmp_path: Path) -> None:
    counter = Counter(None, f"serial:{tmp_path / 'twin' / 'ttyPRINTER'}", tmp_path)
    counter.worker.start()
    job = counter.printing.print(slip("J1"))
    assert "打印机没有连上" in counter.reports(PrinterState.OFFLINE).sentence
    assert counter.printing.outcome(job) is SlipState.QUEUED
    with machine_on("serial", tmp_path / "twin"):
        counter.ends(job, SlipState.CONFIRMED)
        counter.close()


def test_a_printer_that_is_a_file_gets_the_very_bytes_a_printer_understands(tmp_path: Path) -> None:
    paper = tmp_path / "bytes"
    counter = Counter(None, f"file:{paper}", tmp_path, PROFILES["58mm-mute"])
    counter.worker.start()
    counter.ends(counter.printing.print(slip("J1")), SlipState.UNKNOWN)
    counter.close()
    device = Device(build=Build(charset="gb2312"), reply=lambda reply: None, print_sheet=lambda sheet: None)
    device.receive(paper.read_bytes())
    while device.step() is not None:
        pass
    assert (device.errors, device.waiting_bytes) == ([], 0)
    assert device.paper_mm < 30_000
