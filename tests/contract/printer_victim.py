"""A process that prints slips until it is killed: `printer_victim SPOOL PORT PREFIX`, one job id a line on stdout."""

import itertools
import sys
from pathlib import Path

from printer.printing import Printing
from printer.profiles import PROFILES
from printer.receipt import Cut, Receipt, SlipKind, Text
from printer.sealing import Sealing
from printer.spool import Spool
from printer.transports.tcp import TcpTransport
from printer.worker import PrinterWorker, Timings


def slip(reference: str) -> Receipt:
    """Return a slip whose first and last lines name it."""
    lines = [f"开始 {reference}", *(f"第{number}行" for number in range(40)), f"完 {reference}"]
    elements = (*(Text(text=line) for line in lines), Cut())
    return Receipt(kind=SlipKind.JOB, reference=reference, title="岗位单", elements=elements)


def counter(spool: Spool, port: int) -> tuple[Printing, PrinterWorker]:
    """Return a started worker and its counter."""
    profile = PROFILES["58mm"]
    worker = PrinterWorker(
        spool, lambda: TcpTransport("127.0.0.1", port), profile, lambda event: None, timings=Timings(fault_retry_s=0.1)
    )
    worker.start()
    return Printing(spool, worker, profile), worker


def main(spool_path: str, port: str, prefix: str) -> None:
    """Ask for one slip after another; a line on stdout promises that the slip is kept."""
    printing, _ = counter(Spool(Path(spool_path), Sealing(bytes(32))), int(port))
    for number in itertools.count():
        print(printing.print(slip(f"{prefix}-{number}")), flush=True)
        if number % 3 == 2:
            sys.stdin.readline()  # the parent lets the next three through


if __name__ == "__main__":
    main(*sys.argv[1:])
