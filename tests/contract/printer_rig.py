"""A counter with everything behind it, over every line a printer can be on, and the slips it prints."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from printer.condition import PrinterReport, PrinterState
from printer.printing import Printing
from printer.profiles import PROFILES, Profile
from printer.receipt import Align, Cut, Qr, Receipt, SlipKind, Text
from printer.sealing import Sealing
from printer.slip_job import SlipState
from printer.spool import Spool
from printer.transports.address import transport_at
from printer.transports.base import Transport
from printer.twin.device import Build
from printer.twin.in_process import InProcessPrinter
from printer.worker import PrinterEvent, PrinterWorker, SlipEvent, Timings
from tests.contract.printer_process import TwinProcess, twin, wait_for

LINES = ("tcp", "serial", "usb", "twin")
"""Network, serial line and USB device node to a twin in its own process, and the twin in this one."""

QUICK = Timings(spare_s=1.2, idle_check_s=0.1, fault_retry_s=0.1, reconnect_s=(0.1, 0.2))
"""The same steps in less time."""


class Machine(Protocol):
    """A twin, in its own process or in this one."""

    def order(self, **order: Any) -> dict[str, Any]: ...

    def status(self) -> dict[str, Any]: ...

    def slips(self) -> list[dict[str, Any]]: ...


@contextmanager
def machine_on(line: str, folder: Path, *options: str, build: Build | None = None) -> Iterator[Machine]:
    """Run a twin on one of the LINES; `options` for a process, `build` for the one in this."""
    if line == "twin":
        yield InProcessPrinter(folder / "paper", build)
        return
    with twin("tcp" if line == "tcp" else "pty", folder, *options) as running:
        yield running


def transport_to(machine: Machine, line: str) -> Transport:
    """Return a line to a twin."""
    if isinstance(machine, InProcessPrinter):
        return machine.transport()
    assert isinstance(machine, TwinProcess)
    where = f"tcp://127.0.0.1:{machine.port}" if line == "tcp" else f"{line}:{machine.link}"
    return transport_at(where)()


class Counter:
    """Spool, worker and counter of one printer, with the events it sent."""

    def __init__(
        self, machine: Machine | None, line: str, folder: Path, profile: Profile = PROFILES["58mm"]
    ) -> None:
        """Open the counter; `line` is one of LINES to the machine, or an address where there is none yet."""
        self.machine = machine
        self._line = line
        self.events: queue.Queue[SlipEvent | PrinterEvent] = queue.Queue()
        self.moment = datetime(2026, 11, 23, 1, 42, tzinfo=UTC)
        self.spool = Spool(folder / "spool.db", Sealing(bytes(32)))
        self.worker = PrinterWorker(
            self.spool, self._transport, profile, self.events.put,
            now=lambda: self.moment, timings=QUICK,
        )  # fmt: skip
        self.printing = Printing(self.spool, self.worker, profile, now=lambda: self.moment)

    def _transport(self) -> Transport:
        return transport_to(self.machine, self._line) if self.machine else transport_at(self._line)()

    @property
    def report(self) -> PrinterReport:
        return self.printing.printer_state()

    def ends(self, job_id: str, state: SlipState, seconds: float = 10) -> None:
        wait_for(lambda: self.printing.outcome(job_id) is state, seconds, f"{job_id} to be {state}")

    def reports(self, state: PrinterState, walk_in: str = "") -> PrinterReport:
        """Wait until the printer's condition is this one and its sentence has these words, and return it."""

        def heard() -> PrinterReport | None:
            report = self.report
            return report if report.state is state and walk_in in report.sentence else None

        report: PrinterReport = wait_for(heard, 5, f"the report {state} {walk_in}")
        return report

    def told(self, job_id: str) -> list[SlipEvent]:
        """Return the events of one slip that nobody has asked for yet."""
        seen = []
        while not self.events.empty():
            event = self.events.get_nowait()
            if isinstance(event, SlipEvent) and event.job_id == job_id:
                seen.append(event)
        return seen

    def whole_slips(self, reference: str) -> int:
        """Count the sheets that carry a slip from its first line to its last."""
        sheets = [sheet["text"].splitlines() for sheet in self.machine.slips()] if self.machine else []
        return sum("岗位单" in sheet and f"完 {reference}" in sheet for sheet in sheets)

    def close(self) -> None:
        self.worker.stop()
        self.spool.close()


@contextmanager
def counter_at(
    machine: Machine, line: str, folder: Path, profile: Profile = PROFILES["58mm"]
) -> Iterator[Counter]:
    """Open a counter at a twin and close it; every byte the twin got must have meant something."""
    counter = Counter(machine, line, folder, profile)
    try:
        yield counter
    finally:
        counter.close()
    assert machine.status()["errors"] == []


def slip(reference: str, *, lines: int = 3, qr: str = "") -> Receipt:
    """Return a slip whose first line is 岗位单 and whose last one ends it by its reference."""
    body = tuple(Text(text=f"第{number}行 {reference}") for number in range(1, lines + 1))
    picture = (Qr(data=qr, caption="扫码"),) if qr else ()
    head = Text(text="岗位单", size=2, align=Align.CENTER)
    elements = (head, *body, *picture, Text(text=f"完 {reference}"), Cut())
    return Receipt(kind=SlipKind.JOB, reference=reference, title="岗位单", elements=elements)
