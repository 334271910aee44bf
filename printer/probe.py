"""Asking an address once whether a receipt printer is at its other end, for whoever sets up a kiosk."""

import time
from dataclasses import dataclass

from printer.condition import PrinterReport, report_on
from printer.conversation import Conversation
from printer.errors import CannotConnect, LineTaken, TransportError
from printer.status import QUESTIONS, Status
from printer.transports.address import transport_at
from printer.transports.base import Transport, remaining_s

_MAKER, _MODEL = 66, 67
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterIdentity:
    """What is at an address that could be opened; `answers_status` is false where it took the question in silence.

    `name` is maker and model by GS I, "" where the printer does not say; `report` is its condition.
    """

    answers_status: bool
    report: PrinterReport
    name: str = ""


def probe_printer(address: str, deadline_s: float = 1.0, *, baud: int = 115200) -> PrinterIdentity | None:
    """Ask who is at an address, and give the line back; None where it cannot be opened.

    Sends DLE EOT 1 to 4 and, to a printer that answered and is not stopped, GS I 66 and 67; an ID-card reader takes
    DLE EOT for noise. Raises LineTaken where another program holds the line, BadAddress, TransportError where the line
    broke while it was asked.
    """
    deadline = time.monotonic() + deadline_s
    transport = transport_at(address, baud)()
    try:
        transport.open(deadline)
        line = Conversation(transport)
        line.forget_replies()
        if line.ask(1, deadline).is_silent:
            return PrinterIdentity(answers_status=False, report=report_on(Status()))
        said = line.survey(QUESTIONS, deadline)
        name = "" if said.stops_printing else _name(transport, deadline)
        return PrinterIdentity(answers_status=True, report=report_on(said), name=name)
    except LineTaken:
        raise
    except CannotConnect:
        return None
    finally:
        transport.close()


def _name(transport: Transport, deadline: float) -> str:
    """Return maker and model; GS I is answered in order, so that a printer that is busy leaves it open."""
    try:
        names = [_answer(transport, number, deadline) for number in (_MAKER, _MODEL)]
    except TransportError:
        return ""
    return " ".join(name for name in names if name)


def _answer(transport: Transport, number: int, deadline: float) -> str:
    """Return the text of one reply: 5F, the name, 00."""
    until = min(deadline, time.monotonic() + 0.2)
    transport.write(bytes((0x1D, 0x49, number)), deadline)
    said = b""
    while remaining_s(until) > 0 and len(said) < _LONGEST_NAME:
        said += transport.read(until)
        head, _, rest = said.partition(b"\x5f")
        if b"\x00" in rest and len(head) < _LONGEST_NAME:
            return rest.partition(b"\x00")[0].decode("ascii", "replace").strip()
    return ""
