"""Asking the lines of this box who is there; a line that a running program holds is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.errors import PortLost, PortTaken
from kiosk.ports import holder_of
from kiosk.reader.probe import probe_reader
from printer.errors import BadAddress, LineTaken, TransportError
from printer.probe import PrinterIdentity, probe_printer

PRINTER_BAUDS = (115200, 9600, 38400, 19200)
_PRINTER_S = 1.0
_READER_S = 1.5
_LONGEST_COMMAND = 60


class Kind(StrEnum):
    """Who is at a line."""

    READER = "reader"
    PRINTER = "printer"
    MUTE_PRINTER = "mute_printer"
    """A printer by the line it is on, that answers nothing."""
    NOBODY = "nobody"
    TAKEN = "taken"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a line answered: `value` is what the settings call it, `ill` what keeps the device from working."""

    kind: Kind
    value: str
    words: str = ""
    ill: str = ""


def ask_reader(port: str, baud: int = 115200) -> Found:
    """Ask a serial port or pyserial URL whether a card reader is there."""
    if (taken := _taken(port)) is not None:
        return taken
    try:
        reader = probe_reader(port, _READER_S, baud=baud)
    except PortTaken:
        return Found(kind=Kind.TAKEN, value=port)
    except PortLost:
        return Found(kind=Kind.GONE, value=port)
    if reader is None:
        return Found(kind=Kind.NOBODY, value=port)
    words = f"安全模块 {reader.module.text}" if reader.module is not None else ""
    ill = f"{reader.remedy}（{reader.code}）" if reader.code else ""
    return Found(kind=Kind.READER, value=port, words=words, ill=ill)


def ask_printer(address: str) -> Found:
    """Ask a printer's address whether a printer is there; an address of no known form is GONE, with a sentence."""
    path = _path_of(address)
    if path is not None and (taken := _taken(path, address)) is not None:
        return taken
    try:
        identity = probe_printer(address, _PRINTER_S)
    except LineTaken:
        return Found(kind=Kind.TAKEN, value=address)
    except (BadAddress, TransportError) as error:
        return Found(kind=Kind.GONE, value=address, ill=str(error))
    if identity is None:
        return Found(kind=Kind.GONE, value=address)
    return _printer(identity, address)


def ask_line(path: str) -> Found:
    """Ask a serial line who is there: for a printer at each speed first, since it would print a reader's request."""
    if (taken := _taken(path)) is not None:
        return taken
    for baud in PRINTER_BAUDS:
        speed = "" if baud == PRINTER_BAUDS[0] else f"?baud={baud}"
        found = ask_printer(f"serial:{path}{speed}")
        if found.kind in (Kind.PRINTER, Kind.TAKEN, Kind.GONE):
            return found
    return ask_reader(path)


def ask_all(serial: Sequence[str], printers: Sequence[str]) -> tuple[Found, ...]:
    """Ask serial lines and USB printers at once, since one that stays silent takes four seconds to do so."""
    with ThreadPoolExecutor(max(1, len(serial) + len(printers))) as asking:
        lines = [asking.submit(ask_line, path) for path in serial]
        lines += [asking.submit(ask_printer, f"usb:{path}") for path in printers]
        return tuple(line.result() for line in lines)


def holder_words(process: int) -> str:
    """Return a process as an administrator knows it; its command line may hold no secret of ours."""
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        words = ""
    return f"进程 {process}（{words[:_LONGEST_COMMAND]}）" if words else "另一个程序"


def _printer(identity: PrinterIdentity, address: str) -> Found:
    ill = identity.report.staff_sentence if identity.answers_status else ""
    if identity.answers_status:
        return Found(kind=Kind.PRINTER, value=address, words=identity.name, ill=ill)
    # whatever the kernel's printer driver took is a printer; a serial line may end nowhere
    return Found(kind=Kind.MUTE_PRINTER if address.startswith(("usb:", "tcp:")) else Kind.NOBODY, value=address)


def _path_of(address: str) -> str | None:
    scheme, _, rest = address.partition(":")
    if scheme in ("serial", "usb"):
        return rest.removeprefix("//").partition("?")[0]
    return address if address.startswith("/") else None


def _taken(path: str, value: str = "") -> Found | None:
    process = holder_of(Path(path)) if path.startswith("/") else None
    if process is None:
        return None
    return Found(kind=Kind.TAKEN, value=value or path, words=holder_words(process))
