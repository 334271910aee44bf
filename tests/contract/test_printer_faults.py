"""The worker over real transports against the simulated printer in its own process, fault by fault."""

import queue
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from printer.condition import PrinterState
from printer.printing import Printing
from printer.profiles import PROFILES, Acknowledge, Profile
from printer.receipt import Align, Cut, Qr, Receipt, SlipKind, Text
from printer.sealing import Sealing
from printer.slip_job import SlipState
from printer.spool import Spool
from printer.transports.address import transport_at
from printer.transports.base import Transport
from printer.transports.serial import SerialTransport
from printer.transports.tcp import TcpTransport
from printer.twin.device import Build, Device
from printer.worker import PrinterEvent, PrinterWorker, SlipEvent, Timings
from tests.contract.printer_process import TwinProcess, twin, wait_for

QUICK = Timings(spare_s=2.0, idle_check_s=0.2, fault_retry_s=0.1, reconnect_s=(0.1, 0.2))
"""The same steps in less time."""


class Counter:
    """A counter with everything behind it: spool, worker, and the events it sent."""

    def __init__(self, machine: TwinProcess, folder: Path, profile: Profile = PROFILES["58mm"]) -> None:
        self.machine = machine
        self.events: queue.Queue[SlipEvent | PrinterEvent] = queue.Queue()
        self.moment = datetime(2026, 11, 23, 1, 42, tzinfo=UTC)
        self.spool = Spool(folder / "spool.db", Sealing(bytes(32)))
        self.worker = PrinterWorker(
            self.spool, self.transport, profile, self.events.put, now=lambda: self.moment, timings=QUICK
        )
        self.printing = Printing(self.spool, self.worker, profile, now=lambda: self.moment)

    def transport(self) -> Transport:
        if self.machine.line == "tcp":
            return TcpTransport("127.0.0.1", self.machine.port)
        return SerialTransport(str(self.machine.link))

    def ends(self, job_id: str, state: SlipState, seconds: float = 10) -> None:
        wait_for(lambda: self.printing.outcome(job_id) is state, seconds, f"{job_id} to be {state}")

    def is_in(self, state: PrinterState) -> bool:
        return self.printing.printer_state().state is state

    def states_of(self, job_id: str) -> list[SlipState]:
        seen = []
        while not self.events.empty():
            event = self.events.get_nowait()
            if isinstance(event, SlipEvent) and event.job_id == job_id:
                seen.append(event.state)
        return seen

    def close(self) -> None:
        self.worker.stop()
        self.spool.close()


@pytest.fixture(params=["tcp", "pty"])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TwinProcess]:
    with twin(request.param, tmp_path / "twin") as running:
        yield running


@pytest.fixture
def counter(machine: TwinProcess, tmp_path: Path) -> Iterator[Counter]:
    whole = Counter(machine, tmp_path)
    yield whole
    whole.close()
    assert machine.status()["errors"] == []  # every byte was understood


def slip(reference: str, *, lines: int = 3, qr: str = "") -> Receipt:
    body = tuple(Text(text=f"第{number}行 {reference}") for number in range(1, lines + 1))
    picture = (Qr(data=qr, caption="扫码"),) if qr else ()
    elements = (Text(text="岗位单", size=2, align=Align.CENTER), *body, *picture, Cut())
    return Receipt(kind=SlipKind.JOB, reference=reference, title="岗位单", elements=elements)


def test_a_slip_comes_out_once_and_is_confirmed(counter: Counter) -> None:
    counter.worker.start()
    job = counter.printing.print(slip("J2611-0412", qr="https://dz.example.cn/j/J2611-0412"))
    assert counter.printing.print(slip("J2611-0412", qr="https://dz.example.cn/j/J2611-0412")) == job
    counter.ends(job, SlipState.CONFIRMED)
    [sheet] = counter.machine.slips()
    assert sheet["cut"]
    assert sheet["text"].splitlines()[:4] == ["岗位单", "第1行 J2611-0412", "第2行 J2611-0412", "第3行 J2611-0412"]
    assert Path(sheet["png"]).read_bytes().startswith(b"\x89PNG")
    told: list[SlipState] = []
    # the event follows the spool's commit
    wait_for(lambda: told.extend(counter.states_of(job)) or len(told) > 1, 5, "two events")  # type: ignore[func-returns-value]
    assert told == [SlipState.SENDING, SlipState.CONFIRMED]
    assert counter.spool.chunks(job) == ()


def test_twenty_slips_come_out_in_the_order_they_were_asked_for(counter: Counter) -> None:
    jobs = [counter.printing.print(slip(f"J{number:04}")) for number in range(20)]
    counter.worker.start()
    for job in jobs:
        counter.ends(job, SlipState.CONFIRMED, 30)
    assert [sheet["text"].splitlines()[1] for sheet in counter.machine.slips()] == [
        f"第1行 J{number:04}" for number in range(20)
    ]


def test_without_paper_nothing_is_sent_and_the_slip_comes_after_the_refill(counter: Counter) -> None:
    counter.machine.order(fault="paper_out")
    counter.worker.start()
    job = counter.printing.print(slip("J1"))
    wait_for(lambda: counter.is_in(PrinterState.PAPER_OUT), 5, "the report of no paper")
    assert "换纸" in counter.printing.printer_state().sentence
    assert counter.printing.outcome(job) is SlipState.QUEUED
    assert counter.machine.slips() == []
    counter.machine.order(fault="none")
    counter.ends(job, SlipState.CONFIRMED)
    assert len(counter.machine.slips()) == 1


def test_a_slip_that_waited_too_long_is_given_up_unprinted(counter: Counter) -> None:
    counter.machine.order(fault="paper_out")
    counter.worker.start()
    jobs = [counter.printing.print(slip(f"J{number}")) for number in range(20)]
    wait_for(lambda: counter.is_in(PrinterState.PAPER_OUT), 5, "the report of no paper")
    counter.moment += timedelta(minutes=2, seconds=1)
    for job in jobs:
        counter.ends(job, SlipState.FAILED)
    counter.machine.order(fault="none")
    fresh = counter.printing.print(slip("J99"))
    counter.ends(fresh, SlipState.CONFIRMED)
    assert [sheet["text"].splitlines()[1] for sheet in counter.machine.slips()] == ["第1行 J99"]


def test_paper_that_ends_mid_slip_brings_one_whole_slip_after_the_refill(counter: Counter) -> None:
    counter.machine.order(paper=150)
    counter.worker.start()
    job = counter.printing.print(slip("J1", lines=60))  # 60 lines of 34 dots are 255 mm
    wait_for(lambda: counter.spool.job(job).attempts == 1 and counter.is_in(PrinterState.PAPER_OUT), 5, "the paper")
    assert counter.printing.outcome(job) is SlipState.QUEUED
    assert "换纸" in counter.printing.sentence(job)
    counter.machine.order(paper=30_000)
    counter.ends(job, SlipState.CONFIRMED)
    whole = [sheet["text"] for sheet in counter.machine.slips() if "第60行 J1" in sheet["text"]]
    assert len(whole) == 1
    assert whole[0].splitlines()[0] == "岗位单"


def test_a_printer_that_forgets_nothing_on_order_prints_the_rest_and_then_one_whole_slip(tmp_path: Path) -> None:
    with twin("tcp", tmp_path / "twin") as machine:
        counter = Counter(machine, tmp_path, PROFILES["58mm-gb2312"])
        machine.order(paper=150)
        counter.worker.start()
        job = counter.printing.print(slip("J1", lines=60))
        wait_for(lambda: counter.spool.job(job).attempts == 1 and counter.is_in(PrinterState.PAPER_OUT), 5, "the paper")
        machine.order(paper=30_000)
        counter.ends(job, SlipState.CONFIRMED)
        counter.close()
        sheets = [sheet["text"].splitlines() for sheet in machine.slips()]
        assert sum(sheet[0] == "岗位单" and sheet[-1] == "第60行 J1" for sheet in sheets) == 1
        assert machine.status()["errors"] == []


def test_paper_that_ends_twice_mid_slip_gives_the_slip_up(counter: Counter) -> None:
    counter.machine.order(paper=150)
    counter.worker.start()
    job = counter.printing.print(slip("J1", lines=60))
    wait_for(lambda: counter.spool.job(job).attempts == 1 and counter.is_in(PrinterState.PAPER_OUT), 5, "the paper")
    counter.machine.order(paper=150)
    counter.ends(job, SlipState.FAILED)
    assert all("第60行 J1" not in sheet["text"] for sheet in counter.machine.slips())


@pytest.mark.parametrize(
    ("fault", "state"),
    [("cover_open", PrinterState.COVER_OPEN), ("error", PrinterState.OFFLINE), ("silent", PrinterState.UNKNOWN)],
)
def test_a_printer_that_cannot_print_keeps_the_slip_until_it_can(
    counter: Counter, fault: str, state: PrinterState
) -> None:
    counter.machine.order(fault=fault)
    counter.worker.start()
    job = counter.printing.print(slip("J1"))
    wait_for(lambda: counter.is_in(state), 5, f"the report {state}")
    wait_for(lambda: counter.states_of(job) == [SlipState.QUEUED], 5, "the walk-in to be told")
    assert counter.machine.slips() == []
    counter.machine.order(fault="none")
    counter.ends(job, SlipState.CONFIRMED)
    assert len(counter.machine.slips()) == 1


def test_little_paper_left_is_a_matter_for_staff_only(counter: Counter) -> None:
    counter.machine.order(fault="near_end")
    counter.worker.start()
    job = counter.printing.print(slip("J1"))
    counter.ends(job, SlipState.CONFIRMED)
    report = counter.printing.printer_state()
    assert (report.state, report.paper_low) == (PrinterState.READY, True)
    assert "新纸" in report.staff_sentence


def test_a_slip_of_unknown_fate_is_printed_again_only_by_staff_and_marked(counter: Counter) -> None:
    counter.machine.order(fault="stall")
    # With a printer that is asked for no status first, the bytes leave and only the acknowledgement is missing.
    unasked = replace(PROFILES["58mm"], answers_status=False, acknowledge=Acknowledge.GS_R)
    trusting = PrinterWorker(
        counter.spool, counter.transport, unasked, counter.events.put, now=lambda: counter.moment, timings=QUICK
    )
    trusting.start()
    job = counter.printing.print(slip("J1"))
    trusting.wake()
    counter.ends(job, SlipState.UNKNOWN)
    trusting.stop()
    counter.worker.start()
    assert "补打" in counter.printing.sentence(job)
    counter.machine.order(fault="none")
    wait_for(lambda: counter.machine.status()["waiting"] == 0, 5, "the printer to go on")
    assert counter.printing.print(slip("J1")) == job
    assert counter.printing.outcome(job) is SlipState.UNKNOWN
    again = counter.printing.reprint(job, "ckjb")
    assert counter.printing.reprint(job, "ckjb") == again
    counter.ends(again, SlipState.CONFIRMED)
    assert [sheet["text"].startswith("【补打】") for sheet in counter.machine.slips()].count(True) == 1


def test_a_line_cut_mid_slip_leaves_the_slip_unknown_and_the_next_one_whole(tmp_path: Path) -> None:
    with twin("tcp", tmp_path / "twin") as machine:
        counter = Counter(machine, tmp_path)
        machine.order(fault="close_mid_job")
        counter.worker.start()
        job = counter.printing.print(slip("J1", lines=60))
        counter.ends(job, SlipState.UNKNOWN)
        machine.order(fault="none")
        after = counter.printing.print(slip("J2"))
        counter.ends(after, SlipState.CONFIRMED)
        assert "第3行 J2" in machine.slips()[-1]["text"]
        assert counter.printing.outcome(job) is SlipState.UNKNOWN
        counter.close()
        assert machine.status()["errors"] == []


def test_a_printer_that_is_switched_on_later_prints_the_waiting_slip(tmp_path: Path) -> None:
    events: queue.Queue[SlipEvent | PrinterEvent] = queue.Queue()
    spool = Spool(tmp_path / "spool.db", Sealing(bytes(32)))
    link = tmp_path / "twin" / "ttyPRINTER"
    worker = PrinterWorker(
        spool, lambda: SerialTransport(str(link)), PROFILES["58mm"], events.put, timings=QUICK
    )
    printing = Printing(spool, worker, PROFILES["58mm"])
    worker.start()
    job = printing.print(slip("J1"))
    wait_for(lambda: printing.printer_state().state is PrinterState.OFFLINE, 5, "the report of no line")
    assert printing.outcome(job) is SlipState.QUEUED
    with twin("pty", tmp_path / "twin"):
        wait_for(lambda: printing.outcome(job) is SlipState.CONFIRMED, 10, "the slip")
        worker.stop()
    spool.close()


def test_a_second_client_is_sent_away_while_one_is_printing(tmp_path: Path) -> None:
    with twin("tcp", tmp_path / "twin") as machine:
        address = ("127.0.0.1", machine.port)
        with socket.create_connection(address) as first:
            first.sendall(b"\x10\x04\x01")
            assert first.recv(1) == b"\x12"
            with pytest.raises(ConnectionError), socket.create_connection(address, timeout=5) as second:
                second.sendall(b"\x10\x04\x01")
                second.recv(1)
        assert machine.status()["ok"]


def test_a_clone_that_never_answers_ends_every_slip_as_unknown(tmp_path: Path) -> None:
    with twin("tcp", tmp_path / "twin", "--no-status", "--charset", "gb2312") as machine:
        counter = Counter(machine, tmp_path, PROFILES["58mm-mute"])
        counter.worker.start()
        job = counter.printing.print(slip("王珺"))  # 珺 is not in a GB2312 ROM: its lines go out as pictures
        counter.ends(job, SlipState.UNKNOWN)
        report = counter.printing.printer_state()
        assert (report.state, "出纸口" in report.sentence) == (PrinterState.UNKNOWN, True)
        counter.close()
        wait_for(lambda: machine.status()["received"] and machine.status()["waiting"] == 0, 5, "the paper")
        assert machine.status()["errors"] == []


def test_a_printer_that_is_a_file_gets_the_very_bytes_a_printer_understands(tmp_path: Path) -> None:
    profile = PROFILES["58mm-mute"]
    spool = Spool(tmp_path / "spool.db", Sealing(bytes(32)))
    worker = PrinterWorker(spool, transport_at(f"file:{tmp_path / 'bytes'}"), profile, lambda event: None)
    printing = Printing(spool, worker, profile)
    worker.start()
    job = printing.print(slip("J1"))
    wait_for(lambda: printing.outcome(job) is SlipState.UNKNOWN, 5, "the end of the slip")
    worker.stop()
    spool.close()
    device = Device(build=Build(charset="gb2312"), reply=lambda reply: None, print_sheet=lambda sheet: None)
    device.receive((tmp_path / "bytes").read_bytes())
    while device.step() is not None:
        pass
    assert (device.errors, device.waiting_bytes) == ([], 0)
    assert device.paper_mm < 30_000
