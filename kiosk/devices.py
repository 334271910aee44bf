"""From a setting to a device: the reader and the printer this kiosk has, None where it has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.reader.base import CardReader
from printer.printing import Printing
from printer.profiles import profile_named
from printer.spool import Spool
from printer.transports.address import transport_at
from printer.worker import PrinterEvent, PrinterWorker, SlipEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """The counter pages ask, and the thread behind it."""

    printing: Printing
    worker: PrinterWorker


def open_reader(port: str) -> CardReader | None:
    """Return the reader on a serial port, not started yet; None for ""."""
    if not port:
        return None
    from kiosk.reader.serial_reader import SerialCardReader  # pyserial only where there is a reader

    return SerialCardReader(port)


def open_printing(address: str, paper_mm: int, spool: Path, on_event: Callable[[SlipEvent | PrinterEvent], None]
                  ) -> Printer | None:  # fmt: skip
    """Return the printer at an address, not started yet; None for "". BadAddress when it is no such address."""
    if not address:
        return None
    make = transport_at(address)
    profile = profile_named(f"{paper_mm}mm")
    spool.parent.mkdir(parents=True, exist_ok=True)
    kept = Spool(spool)
    worker = PrinterWorker(kept, make, profile, on_event)
    return Printer(printing=Printing(kept, worker, profile), worker=worker)
