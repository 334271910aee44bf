"""`python -m printer`: a self-test page for a printer, and pictures of the sample slips."""

import argparse
import sys
import tempfile
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes

from printer.condition import PrinterReport, PrinterState
from printer.errors import PrinterError
from printer.fonts import FontChain
from printer.printing import Printing
from printer.profiles import PROFILES, Profile, profile_named
from printer.sealing import KEY_BYTES, Sealing
from printer.self_test import self_test_receipt
from printer.slip_job import SlipState
from printer.spool import Spool
from printer.transports.address import transport_at
from printer.worker import PrinterEvent, PrinterWorker, SlipEvent

_PATIENCE_S = 20.0
_NO_PRINTER = PrinterReport(state=PrinterState.UNKNOWN, sentence="样张，没有连接打印机。")


def self_test(address: str, profile: Profile, baud: int) -> int:
    """Print the self-test page and say how it went; the exit code is 0 only when the printer confirmed it."""
    heard, ended = threading.Event(), threading.Event()

    def on_event(event: SlipEvent | PrinterEvent) -> None:
        if isinstance(event, PrinterEvent):
            print(event.report.staff_sentence or event.report.sentence)
            heard.set()
        elif event.state not in (SlipState.QUEUED, SlipState.SENDING):
            ended.set()

    with tempfile.TemporaryDirectory(prefix="linggong-self-test-") as folder:
        spool = Spool(Path(folder) / "spool.db", Sealing(token_bytes(KEY_BYTES)))
        worker = PrinterWorker(spool, transport_at(address, baud), profile, on_event)
        fonts = FontChain()
        printing = Printing(spool, worker, profile, glyphs=fonts)
        worker.start()
        try:
            heard.wait(_PATIENCE_S if profile.answers_status else 0)
            report = printing.printer_state()
            if report.state is PrinterState.OFFLINE:
                return 1
            job = printing.print(self_test_receipt(profile, report, datetime.now(UTC), fonts.missing()))
            ended.wait(_PATIENCE_S)
            print(printing.sentence(job))
            return 0 if printing.outcome(job) is SlipState.CONFIRMED else 1
        finally:
            worker.stop()
            spool.close()


def self_test_picture(profile: Profile, folder: Path) -> int:
    """Draw the self-test page as it ought to come out, to hold beside the paper."""
    from printer.pictures import write_pictures

    fonts = FontChain()
    page = self_test_receipt(profile, _NO_PRINTER, datetime.now(UTC), fonts.missing())
    [path] = write_pictures(page, profile, folder, fonts)
    print(f"没有给出打印机地址：自检页画在 {path}，纸上印出来应当和它一样。要打印，请加 --to 地址。")
    return 0


def sample_pictures(folder: Path, profile: Profile) -> int:
    """Write a PNG of every sample slip, made from its bytes by the simulated printer."""
    from printer.pictures import write_pictures
    from printer.samples import sample_receipts

    fonts = FontChain()
    for receipt in sample_receipts():
        for path in write_pictures(receipt, profile, folder, fonts):
            print(path)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and do what it says."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["doctor"]:
        from printer.doctor import main as doctor

        return doctor(given[1:])
    options = _parser().parse_args(given)
    profile = profile_named(options.profile)
    try:
        if options.command == "samples":
            return sample_pictures(options.out, profile)
        if options.to is None:
            return self_test_picture(profile, options.out)
        return self_test(options.to, profile, options.baud)
    except PrinterError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m printer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    test = commands.add_parser("self-test", help="print a page that shows what the printer can do, or draw it")
    where = "tcp://host[:9100], a serial device, usb:/dev/usb/lp0, file:/path; without it the page is drawn"
    test.add_argument("--to", "--port", metavar="ADDRESS", help=where)
    test.add_argument("--baud", type=int, default=115200)
    test.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where the drawn page goes")
    samples = commands.add_parser("samples", help="write pictures of the sample slips")
    samples.add_argument("--out", type=Path, required=True, metavar="DIR")
    for command in (test, samples):
        command.add_argument("--profile", choices=sorted(PROFILES), default="58mm")
    return parser


if __name__ == "__main__":
    sys.exit(main())
