"""Processes that print slips until they are killed: `printer_victim SPOOL PORT`, one prefix a line on stdin.

Each line forks a process, warm from the start, that says `pid N`, then `job ID` for every slip the spool has promised
to keep; when it is dead, `dead` follows. A control is named behind the prefix: `reprints` prints again what was under
way at a crash, `hasty` promises a slip before the spool has it.
"""

import itertools
import os
import sys
from pathlib import Path
from threading import Semaphore

from sqlite_utils.utils import sqlite3

from printer.encode import encode
from printer.fonts import FontChain
from printer.printing import Printing
from printer.profiles import PROFILES
from printer.receipt import Cut, Receipt, SlipKind, Text
from printer.sealing import Sealing
from printer.slip_job import SlipState, slip_id
from printer.spool import Spool
from printer.transports.tcp import TcpTransport
from printer.worker import PrinterEvent, PrinterWorker, SlipEvent, Timings

AT_ONCE = 3
PROFILE = PROFILES["58mm"]


def slip(reference: str) -> Receipt:
    """Return a slip whose first and last lines name it."""
    lines = [f"开始 {reference}", *(f"第{number}行" for number in range(40)), f"完 {reference}"]
    elements = (*(Text(text=line) for line in lines), Cut())
    return Receipt(kind=SlipKind.JOB, reference=reference, title="岗位单", elements=elements)


def counter(path: Path, port: int, room: Semaphore) -> tuple[Printing, PrinterWorker, Spool]:
    """Return a started worker and its counter; `room` grows by one with every slip that has ended."""

    def hear(event: SlipEvent | PrinterEvent) -> None:
        if isinstance(event, SlipEvent) and event.state not in (SlipState.QUEUED, SlipState.SENDING):
            room.release()

    spool = Spool(path, Sealing(bytes(32)))
    worker = PrinterWorker(
        spool, lambda: TcpTransport("127.0.0.1", port), PROFILE, hear,
        timings=Timings(fault_retry_s=0.05, reconnect_s=(0.05, 0.1)),
    )  # fmt: skip
    worker.start()
    return Printing(spool, worker, PROFILE), worker, spool


def victim(path: Path, port: int, prefix: str, control: str) -> None:
    """Ask for one slip after another, for ever."""
    if control == "reprints" and path.exists():
        with sqlite3.connect(str(path)) as database:
            # the first one may have been killed before it had made its table
            if database.execute("select 1 from sqlite_master where name = 'slips'").fetchone():
                database.execute("update slips set state = 'queued', attempts = 0 where state = 'sending'")
        database.close()
    room = Semaphore(0)
    printing, _, spool = counter(path, port, room)
    left_over = sum(job.state in (SlipState.QUEUED, SlipState.SENDING) for job in spool.jobs())
    for _ in range(AT_ONCE - left_over):
        room.release()  # each one left over makes room itself when it ends
    for number in itertools.count():
        room.acquire()
        reference = f"{prefix}-{number}"
        if control == "hasty":
            say(f"job {slip_id(reference, SlipKind.JOB)}")
        job = printing.print(slip(reference))
        if control != "hasty":
            say(f"job {job}")


def say(line: str) -> None:
    """Write one line to the test, whole or not at all."""
    os.write(1, line.encode() + b"\n")


def main(path: str, port: str) -> None:
    """Fork one victim for every line."""
    encode(slip("warm"), PROFILE, FontChain())
    for line in sys.stdin:
        prefix, _, control = line.strip().partition(" ")
        child = os.fork()
        if child == 0:
            try:
                victim(Path(path), int(port), prefix, control)
            finally:
                os._exit(1)
        say(f"pid {child}")
        os.waitpid(child, 0)
        say("dead")


if __name__ == "__main__":
    main(*sys.argv[1:])
