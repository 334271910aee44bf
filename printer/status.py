"""What the printer says about itself, decoded from single bytes (hardware reference, C.3); silence is never "fine"."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import StrEnum


class Aspect(StrEnum):
    """One thing that is in order, or is not, or that nobody knows."""

    OK = "ok"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The printer's state; every aspect is unknown until a reply has spoken about it."""

    online: Aspect = Aspect.UNKNOWN
    cover: Aspect = Aspect.UNKNOWN
    paper: Aspect = Aspect.UNKNOWN
    paper_reserve: Aspect = Aspect.UNKNOWN
    """BAD is near end: staff should bring a roll; printing goes on."""
    mechanism: Aspect = Aspect.UNKNOWN
    """Cutter, head, unrecoverable errors."""

    @property
    def is_silent(self) -> bool:
        """Say whether nothing at all is known."""
        return all(getattr(self, field.name) is Aspect.UNKNOWN for field in fields(self))

    @property
    def stops_printing(self) -> bool:
        """Say whether the printer reported anything that keeps it from printing."""
        return Aspect.BAD in (self.online, self.cover, self.paper, self.mechanism)

    def updated_by(self, newer: "Status") -> "Status":
        """Return this state with everything the newer one knows."""
        known = {
            field.name: getattr(newer, field.name)
            for field in fields(newer)
            if getattr(newer, field.name) is not Aspect.UNKNOWN
        }
        return replace(self, **known)


@dataclass(frozen=True, slots=True, kw_only=True)
class RealTimeReply:
    """The one byte that answers DLE EOT; it does not say which of the four questions was asked."""

    byte: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReply:
    """The byte that answers GS r 1: everything sent before it has been processed."""

    byte: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticStatus:
    """The four bytes a printer with ASB switched on sends by itself when something changes."""

    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """A byte of no known form, XON and XOFF among them."""

    byte: int


Reply = RealTimeReply | PaperReply | AutomaticStatus | Noise
QUESTIONS = (1, 2, 3, 4)
"""DLE EOT n: printer, cause of being offline, error, paper."""


def question(number: int) -> bytes:
    """Return DLE EOT n."""
    return bytes((0x10, 0x04, number))


ASK_PROCESSED = b"\x1d\x72\x01"
"""GS r 1, answered in order from the receive buffer and not at all while offline."""

REPORT_BY_YOURSELF = b"\x1d\x61\x0e"
"""GS a: four bytes of ASB whenever the printer goes on- or off-line, has an error, or the paper changes."""

RECOVER_AND_CLEAR = b"\x10\x05\x02"
"""DLE ENQ 2: forget what is left of the slip."""


def decode_real_time(number: int, byte: int) -> Status:
    """Return what the reply to DLE EOT `number` says; a byte of another form says nothing."""
    if not _is_real_time(byte):
        return Status()
    match number:
        case 1:
            return Status(online=_bad_if(byte & 0x08))
        case 2:
            return Status(cover=_bad_if(byte & 0x04), paper=_bad_if(byte & 0x20), mechanism=_bad_if(byte & 0x40))
        case 3:
            return Status(mechanism=_bad_if(byte & 0x68))
        case 4:
            return Status(paper=_bad_if(byte & 0x60), paper_reserve=_bad_if(byte & 0x0C))
        case _:
            return Status()


def decode_paper(byte: int) -> Status:
    """Return what the reply to GS r 1 says."""
    return Status(paper=_bad_if(byte & 0x0C), paper_reserve=_bad_if(byte & 0x03))


def decode_automatic(data: bytes) -> Status:
    """Return what four ASB bytes say."""
    first, second, third, _ = data
    return Status(
        online=_bad_if(first & 0x08),
        cover=_bad_if(first & 0x20),
        mechanism=_bad_if(second & 0x6C),
        paper=_bad_if(third & 0x0C),
        paper_reserve=_bad_if(third & 0x03),
    )


def merged(parts: Iterable[Status]) -> Status:
    """Return one state from replies to different questions; BAD from any of them stands."""
    whole = Status()
    for part in parts:
        for field in fields(part):
            said = getattr(part, field.name)
            if said is Aspect.BAD or getattr(whole, field.name) is Aspect.UNKNOWN:
                whole = replace(whole, **{field.name: said})
    return whole


class Demultiplexer:
    """Sorts the printer's bytes by their fixed bits; ASB may be interrupted by real-time replies."""

    def __init__(self) -> None:
        self._automatic = bytearray()

    def feed(self, data: bytes) -> list[Reply]:
        """Return the replies completed by these bytes."""
        return [reply for byte in data if (reply := self._sorted(byte)) is not None]

    def _sorted(self, byte: int) -> Reply | None:
        if _is_real_time(byte):
            return RealTimeReply(byte=byte)
        if byte & 0x93 == 0x10:
            self._automatic[:] = (byte,)
            return None
        if byte & 0x90 != 0x00:
            return Noise(byte=byte)
        if not self._automatic:
            return PaperReply(byte=byte)
        self._automatic.append(byte)
        if len(self._automatic) < 4:
            return None
        data = bytes(self._automatic)
        self._automatic.clear()
        return AutomaticStatus(data=data)


def _is_real_time(byte: int) -> bool:
    return byte & 0x93 == 0x12


def _bad_if(bits: int) -> Aspect:
    return Aspect.BAD if bits else Aspect.OK
