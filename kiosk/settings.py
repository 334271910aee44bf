"""Section [kiosk] of linggong.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskSettings:
    """What one kiosk is told; "" for a device means that there is none.

    `reader_port` is a serial path such as /dev/ttyUSB0; `printer` is an address as
    `printer.transports.address` reads it: tcp://host:port, serial:///dev/…, usb:/dev/usb/lp0 or file:///path.
    """

    host: str = "127.0.0.1"
    port: int = 8081
    data: Path = Path("var/kiosk")
    hub_url: str = "http://127.0.0.1:8080"
    pairing_code: str = ""
    name: str = "自助机 A1"
    reader_port: str = ""
    printer: str = ""
    paper_mm: int = 58
    idle_s: int = 60
    grace_s: int = 20
    done_s: int = 15
    log_level: str = "INFO"
