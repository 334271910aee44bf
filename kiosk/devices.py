"""From a setting to a device: the reader and the printer this kiosk has, None where it has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from content.errors import SettingsError
from kiosk.reader.base import CardReader
from printer.printing import Printing
from printer.profiles import profile_named
from printer.spool import Spool
from printer.transports.base import Transport
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
    """Return the printer at an address, not started yet; None for "". SettingsError when it is no such address."""
    if not address:
        return None
    make = transport_factory(address)
    profile = profile_named(f"{paper_mm}mm")
    spool.parent.mkdir(parents=True, exist_ok=True)
    kept = Spool(spool)
    worker = PrinterWorker(kept, make, profile, on_event)
    return Printer(printing=Printing(kept, worker, profile), worker=worker)


def transport_factory(address: str) -> Callable[[], Transport]:
    """Return what opens the line to tcp://host:port, serial:///dev/… or file:///path."""
    parts = urlsplit(address)
    try:
        port = parts.port or 9100
    except ValueError as error:
        raise SettingsError(f"[kiosk] printer 的端口不对（{address}），请系统管理员改正。") from error
    if parts.scheme == "tcp" and parts.hostname:
        from printer.transports.tcp import TcpTransport

        host = parts.hostname
        return lambda: TcpTransport(host, port)
    if parts.scheme == "serial" and parts.path:
        from printer.transports.serial import SerialTransport

        return lambda: SerialTransport(parts.path)
    if parts.scheme == "file" and parts.path:
        from printer.transports.file import FileTransport

        return lambda: FileTransport(Path(parts.path))
    raise SettingsError(f"[kiosk] printer 写法不对（{address}），请系统管理员写成 tcp://地址:9100 或 serial:///dev/ttyUSB0。")
