"""`python -m printer`: a self-test page for a printer, and pictures of the sample slips."""

import argparse
import sys
import tempfile
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from printer.condition import PrinterState
from printer.errors import PrinterError
from printer.printing import Printing
from printer.profiles import PROFILES, profile_named
from printer.self_test import self_test_receipt
from printer.slip_job import SlipState
from printer.spool import Spool
from printer.transports.address import transport_at
from printer.worker import PrinterEvent, PrinterWorker, SlipEvent

_PATIENCE_S = 20.0


def self_test(address: str, profile_name: str, baud: int) -> int:
    """Print the self-test page and say how it went; the exit code is 0 only when the printer confirmed it."""
    profile = profile_named(profile_name)
    heard, ended = threading.Event(), threading.Event()

    def on_event(event: SlipEvent | PrinterEvent) -> None:
        if isinstance(event, PrinterEvent):
            print(event.report.staff_sentence or event.report.sentence)
            heard.set()
        elif event.state not in (SlipState.QUEUED, SlipState.SENDING):
            ended.set()

    with tempfile.TemporaryDirectory(prefix="linggong-self-test-") as folder:
        spool = Spool(Path(folder) / "spool.db")
        worker = PrinterWorker(spool, transport_at(address, baud), profile, on_event)
        printing = Printing(spool, worker, profile)
        worker.start()
        try:
            heard.wait(_PATIENCE_S if profile.answers_status else 0)
            if printing.printer_state().state is PrinterState.OFFLINE:
                return 1
            job = printing.print(self_test_receipt(profile, printing.printer_state(), datetime.now(UTC)))
            ended.wait(_PATIENCE_S)
            print(printing.sentence(job))
            return 0 if printing.outcome(job) is SlipState.CONFIRMED else 1
        finally:
            worker.stop()
            spool.close()


def sample_pictures(folder: Path, profile_name: str) -> int:
    """Write a PNG of every sample slip, made from its bytes by the simulated printer."""
    from printer.encode import encode
    from printer.fonts import FontChain
    from printer.samples import sample_receipts
    from printer.twin.device import Build, Device
    from printer.twin.paper import Sheet

    profile = profile_named(profile_name)
    folder.mkdir(parents=True, exist_ok=True)
    sheets: list[Sheet] = []
    device = Device(build=Build(width=profile.width_dots), reply=lambda reply: None, print_sheet=sheets.append)
    for receipt in sample_receipts():
        sheets.clear()
        for chunk in encode(receipt, profile, FontChain()).chunks:
            device.receive(chunk)
        while device.step() is not None:
            pass
        for number, sheet in enumerate(sheets, start=1):
            suffix = f"-{number}" if len(sheets) > 1 else ""
            path = folder / f"slip-{receipt.kind}{suffix}-{profile.name.removesuffix('mm')}.png"
            sheet.image.convert("1").save(path, optimize=True)
            print(path)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(prog="python -m printer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    test = commands.add_parser("self-test", help="print a page that shows what the printer can do")
    test.add_argument("--port", required=True, help="tcp://host[:9100], a serial device, file:/path")
    test.add_argument("--baud", type=int, default=115200)
    samples = commands.add_parser("samples", help="write pictures of the sample slips")
    samples.add_argument("--out", type=Path, required=True, metavar="DIR")
    for command in (test, samples):
        command.add_argument("--profile", choices=sorted(PROFILES), default="58mm")
    options = parser.parse_args(arguments)
    try:
        if options.command == "self-test":
            return self_test(options.port, options.profile, options.baud)
        return sample_pictures(options.out, options.profile)
    except PrinterError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
