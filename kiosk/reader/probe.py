"""Asking a port once whether an ID-card reader is at its other end, for whoever sets up a kiosk."""

from __future__ import annotations

import time
from dataclasses import dataclass

from kiosk.errors import GarbledAnswer, ModuleUnfit, NoAnswer
from kiosk.reader.commands import STATUS, SamId
from kiosk.reader.reading import identify
from kiosk.reader.serial_link import SamLink, Stopped
from kiosk.reader.timing import ReaderTiming

_TRIES = 3  # a first request may be lost in an adapter that wakes up


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderIdentity:
    """A reader that answered: its security module, None where it does not say, and what keeps it from working.

    `code` and `remedy` are those of `kiosk.errors.ModuleUnfit`, both "" for a module that is fit.
    """

    module: SamId | None
    code: str = ""
    remedy: str = ""


def probe_reader(port: str, deadline_s: float = 1.5, *, baud: int = 115200) -> ReaderIdentity | None:
    """Ask who is at a device path or pyserial URL, and give the port back; None where no reader answers.

    Sends 11 FF, then 12 FF. Raises `PortTaken` where another process holds the port, `PortLost` where it cannot be
    opened. A receipt printer would take the request for text: ask a port for a printer first.
    """
    deadline = time.monotonic() + deadline_s
    timing = ReaderTiming(deadline_scale=deadline_s / _TRIES, gap_s=deadline_s / 10)
    link = SamLink(port, baud, timing=timing, stopping=lambda: time.monotonic() > deadline)
    try:
        link.exchange(STATUS)
        return ReaderIdentity(module=_module(link))
    except (NoAnswer, GarbledAnswer, Stopped):
        return None
    except ModuleUnfit as fault:
        return ReaderIdentity(module=_module(link), code=fault.code, remedy=fault.remedy)
    finally:
        link.close()


def _module(link: SamLink) -> SamId | None:
    try:
        return identify(link)
    except Stopped:
        return None
