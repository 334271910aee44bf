"""Section [kiosk] of linggong.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskSettings:
    """What one kiosk is told; "" for a device means that there is none.

    `reader_port` is a serial path such as /dev/ttyUSB0; `printer` is an address as
    `printer.transports.address` reads it: tcp://host:port, serial:///dev/…, usb:/dev/usb/lp0 or file:///path.
    `printer_profile` names one of `printer.profiles.PROFILES`, "" takes the plain one of the paper's width.
    `reader_poll_ms` is the pause before a waiting page's reader is asked again; vendors name 300, their own programs
    take 100 to 1500. `reader_fingerprint` reads by the command that sends a fingerprint too, which is dropped
    undecoded. `reader_radio_bytes` limits a frame on the reader's radio side (80 or 36), 0 leaves it.
    `panel_mm` is the shorter side of the lit panel: 268 for 21.5 inches, 230 for 18.5, 194 for 15.6, 398 for 32; all
    sizes on the screen come from it. After `idle_s` 您还在吗 is asked, `grace_s` later the visit ends, `done_s` after a
    finished task; after `attract_s` on a first page that nobody touches the loop begins. `prompts` has a page say what
    it asks for when it opens; 读给我听 and the questions that stand over everything are said either way.
    """

    role: Literal["kiosk", "window"] = "kiosk"  # window: the service window on a clerk's PC
    host: str = "127.0.0.1"
    port: int = 8081
    data: Path = Path("var/kiosk")
    hub_url: str = "http://127.0.0.1:8080"
    pairing_code: str = ""
    name: str = "自助机 A1"
    reader_port: str = ""
    reader_baud: int = 115200
    reader_poll_ms: int = 10
    reader_fingerprint: bool = False
    reader_radio_bytes: int = 0
    printer: str = ""
    printer_profile: str = ""
    paper_mm: int = 58
    idle_s: int = 60
    grace_s: int = 20
    done_s: int = 15
    attract_s: int = 90
    panel_mm: int = 268
    prompts: bool = True
    log_level: str = "INFO"
