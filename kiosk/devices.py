"""From a setting to a device: the reader and the printer this kiosk has, None where it has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from content.errors import SettingsError
from kiosk.reader.base import CardReader
from kiosk.spool_key import kept_key
from printer.printing import Printing
from printer.profiles import profile_named
from printer.sealing import Sealing
from printer.spool import Spool
from printer.transports.address import transport_at
from printer.worker import PrinterEvent, PrinterWorker, SlipEvent

_LONGEST_POLL_MS = 2000
_LONGEST_RADIO_FRAME = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """The counter pages ask, and the thread behind it."""

    printing: Printing
    worker: PrinterWorker


def open_reader(
    port: str, *, baud: int = 115200, poll_ms: int = 10, fingerprint: bool = False, radio_bytes: int = 0
) -> CardReader | None:
    """Return the reader at a device path or pyserial URL, not started yet; None for "".

    The numbers are those of `KioskSettings.reader_…`; SettingsError when no reader can be set so.
    """
    if not port:
        return None
    from kiosk.reader.commands import SET_BAUD
    from kiosk.reader.serial_reader import SerialCardReader  # pyserial only where there is a reader
    from kiosk.reader.timing import ReaderTiming

    _refuse_unless(baud in SET_BAUD, "reader_baud", baud, "、".join(map(str, SET_BAUD)))
    _refuse_unless(0 <= poll_ms <= _LONGEST_POLL_MS, "reader_poll_ms", poll_ms, f"0 到 {_LONGEST_POLL_MS}")
    _refuse_unless(0 <= radio_bytes <= _LONGEST_RADIO_FRAME, "reader_radio_bytes", radio_bytes, "0、80 或 36")
    timing = ReaderTiming(poll_s=poll_ms / 1000)
    return SerialCardReader(port, baud, timing=timing, with_fingerprint=fingerprint, longest_radio_frame=radio_bytes)


def _refuse_unless(fit: bool, name: str, value: int, choices: str) -> None:
    if not fit:
        raise SettingsError(f"[kiosk] {name} 不能是 {value}，请系统管理员改成 {choices}。")


def open_printing(address: str, paper_mm: int, spool: Path, on_event: Callable[[SlipEvent | PrinterEvent], None],
                  *, profile_name: str = "") -> Printer | None:  # fmt: skip
    """Return the printer at an address, not started yet; None for "".

    BadAddress when it is no such address, UnknownProfile when no printer is called so.
    """
    if not address:
        return None
    make = transport_at(address)
    profile = profile_named(profile_name or f"{paper_mm}mm")
    spool.parent.mkdir(parents=True, exist_ok=True)
    kept = Spool(spool, Sealing(kept_key(spool.parent)))
    worker = PrinterWorker(kept, make, profile, on_event)
    return Printer(printing=Printing(kept, worker, profile), worker=worker)
