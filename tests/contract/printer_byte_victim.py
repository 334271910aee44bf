"""Prints one slip and dies after so many bytes of it: `printer_byte_victim PORT`.

A line `SPOOL REFERENCE BYTES [CONTROL]` on stdin for each; `dead`, or states and bytes sent, is the answer. The
control `reprints` takes what was under way at the death for never begun, before a second process settles it.
"""

import os
import signal
import sys
from pathlib import Path
from threading import Semaphore

from sqlite_utils.utils import sqlite3

from printer.encode import encode
from printer.fonts import FontChain
from printer.printing import Printing
from printer.receipt import Cut, Receipt, SlipKind, Text
from printer.sealing import Sealing
from printer.slip_job import SlipState
from printer.spool import Spool
from printer.transports.tcp import TcpTransport
from printer.worker import PrinterEvent, PrinterWorker, SlipEvent, Timings
from tests.contract.printer_victim import PROFILE

_ENDED = (SlipState.CONFIRMED, SlipState.FAILED, SlipState.UNKNOWN)


class MortalTransport(TcpTransport):
    """A line whose process dies once so many bytes have left; every byte leaves by itself near the end."""

    left = 0
    sent = 0

    def write(self, data: bytes, deadline: float) -> None:
        """Send, up to the last byte there is."""
        cls = MortalTransport
        taken = data if not cls.left else data[: cls.left - cls.sent]
        super().write(taken, deadline)
        cls.sent += len(taken)
        if cls.left and cls.sent >= cls.left:
            os.kill(os.getpid(), signal.SIGKILL)


def small_slip(reference: str) -> Receipt:
    """Return a slip of two lines."""
    lines = (Text(text=f"开始 {reference}"), Text(text=f"完 {reference}"), Cut())
    return Receipt(kind=SlipKind.JOB, reference=reference, title="岗位单", elements=lines)


def at_the_printer(path: Path, port: int) -> tuple[Printing, PrinterWorker, Spool, Semaphore]:
    """Return a started counter whose line is mortal; the semaphore is let go when a slip has ended."""
    ended = Semaphore(0)

    def hear(event: SlipEvent | PrinterEvent) -> None:
        if isinstance(event, SlipEvent) and event.state in _ENDED:
            ended.release()

    spool = Spool(path, Sealing(bytes(32)))
    worker = PrinterWorker(spool, lambda: MortalTransport("127.0.0.1", port), PROFILE, hear,
                           timings=Timings(fault_retry_s=0.05, reconnect_s=(0.02, 0.05)))  # fmt: skip
    worker.start()
    return Printing(spool, worker, PROFILE), worker, spool, ended


def _life(spool_path: Path, port: int, reference: str, left: int, answers: int) -> None:
    MortalTransport.left, MortalTransport.sent = left, 0
    if left < 0:  # the second life: whatever the first one left is settled, and asked for again by the same number
        MortalTransport.left = 0
    printing, worker, spool, ended = at_the_printer(spool_path, port)
    printing.print(small_slip(reference))
    if not all(job.state in _ENDED for job in spool.jobs()):
        ended.acquire(timeout=20)
    states = ",".join(sorted(job.state for job in spool.jobs()))
    worker.stop()
    os.write(answers, f"{states} {MortalTransport.sent}".encode())


def main(port: int) -> None:
    """Fork one child for every line."""
    encode(small_slip("warm"), PROFILE, FontChain())
    for line in sys.stdin:
        path, reference, left, *control = line.split()
        if control:
            with sqlite3.connect(path) as database:
                database.execute("update slips set state = 'queued', attempts = 0 where state = 'sending'")
            database.close()
        ours, childs = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                _life(Path(path), port, reference, int(left), childs)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        os.close(childs)
        os.write(1, (os.read(ours, 99) or b"dead") + b"\n")
        os.close(ours)


if __name__ == "__main__":
    main(int(sys.argv[1]))
