"""Requests of the SAM protocol, the replies they allow, and the fields of those replies (hardware A.4, A.6, A.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.reader.frames import Frame, build
from kiosk.reader.statuses import Verdict, status_of

FOUND = 0x9F


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One request: its bytes, how long a reply may take, and which success replies are its own.

    `lengths` are the least and the greatest count of data bytes in a success reply.
    """

    code: int
    parameter: int
    argument: bytes = b""
    deadline_s: float = 1.0
    success: int = 0x90
    lengths: tuple[int, int] = (0, 0)

    @property
    def frame(self) -> bytes:
        """Return the request as it goes out."""
        return build(bytes((self.code, self.parameter)) + self.argument)

    def accepts(self, reply: Frame) -> bool:
        """Tell whether the reply can be to this command; a late reply to an earlier one cannot."""
        verdict = status_of(reply.status).verdict
        if verdict is Verdict.EMPTY:
            return self is READ_ADDRESS
        if verdict is not Verdict.OK:
            return True
        least, greatest = self.lengths
        return reply.status == self.success and least <= len(reply.payload) <= greatest


RESET = Command(code=0x10, parameter=0xFF)
STATUS = Command(code=0x11, parameter=0xFF)
SAM_ID = Command(code=0x12, parameter=0xFF, lengths=(16, 16))
FIND = Command(code=0x20, parameter=0x01, success=FOUND, lengths=(0, 16))
# A select reply carries 8 bytes in every source; a clone that leaves them out is still answering select.
SELECT = Command(code=0x20, parameter=0x02, lengths=(0, 16))
READ = Command(code=0x30, parameter=0x01, deadline_s=3.5, lengths=(5, 2300))
READ_WITH_FINGERPRINT = Command(code=0x30, parameter=0x10, deadline_s=3.5, lengths=(7, 2390))
READ_ADDRESS = Command(code=0x30, parameter=0x03, lengths=(1, 256))
# In the table and never sent: the module keeps the new speed for good, no source says at which speed it replies, and
# one lost byte leaves a reader nobody can talk to. A reader set to another speed is told to the kiosk by a setting.
SET_BAUD: Mapping[int, Command] = MappingProxyType(
    {baud: Command(code=0x60, parameter=step) for step, baud in enumerate((115200, 57600, 38400, 19200, 9600))}
)


def set_longest_radio_frame(count: int) -> Command:
    """Return the request that limits a frame on the radio side to `count` bytes (80 and 36 are in use)."""
    return Command(code=0x61, parameter=0xFF, argument=bytes([count]))


@dataclass(frozen=True, slots=True, kw_only=True)
class SamId:
    """The identity of the security module: as printed on its certificate, and raw, since sources format it apart."""

    text: str
    raw_hex: str


def sam_id(payload: bytes) -> SamId:
    """Read the 16 bytes of a SAM id reply (A.6, little-endian)."""
    first, second = (int.from_bytes(payload[at : at + 2], "little") for at in (0, 2))
    made, serial, check = (int.from_bytes(payload[at : at + 4], "little") for at in (4, 8, 12))
    return SamId(text=f"{first:02d}.{second:02d}-{made:08d}-{serial:010d}-{check:010d}", raw_hex=payload.hex())


def text_of_read_reply(payload: bytes, *, parts: int = 2) -> bytes | None:
    """Return the text block of a read reply, or None where its lengths do not add up.

    `parts` is 2 for 30 01 (text, photo) and 3 for 30 10 (text, photo, fingerprint); the others are not kept.
    """
    head = 2 * parts
    if len(payload) < head:
        return None
    lengths = [int.from_bytes(payload[at : at + 2], "big") for at in range(0, head, 2)]
    if len(payload) != head + sum(lengths):
        return None
    return payload[head : head + lengths[0]]
