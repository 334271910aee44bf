"""Frames of the SAM protocol: building, and an incremental parser that resynchronises (hardware A.3)."""

from __future__ import annotations

from dataclasses import dataclass, field

PREAMBLE = bytes.fromhex("AAAAAA9669")
LONGEST = 2400
_HEAD = len(PREAMBLE) + 2


def checksum(content: bytes | bytearray) -> int:
    """Return the XOR of all bytes."""
    total = 0
    for byte in content:
        total ^= byte
    return total


def build(body: bytes) -> bytes:
    """Wrap a body (command and parameter, or three status bytes and data) into a frame."""
    inner = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + inner + bytes([checksum(inner)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A frame with a right checksum; `body` is what stands between length and checksum."""

    body: bytes = field(repr=False)

    @property
    def status(self) -> int:
        """Return SW3 of a reply; SW1 and SW2 only relay the card's own status (A.3)."""
        return self.body[2]

    @property
    def payload(self) -> bytes:
        """Return the data of a reply."""
        return self.body[3:]


@dataclass(frozen=True, slots=True, kw_only=True)
class BadChecksum:
    """Something shaped like a frame whose checksum is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """A run of bytes that belongs to no frame."""

    count: int


Item = Frame | BadChecksum | Noise


class Parser:
    """Turns chunks of a byte stream into frames, however they are split or glued.

    `shortest` is the least value of the length field: 4 for replies, 3 for requests.
    """

    def __init__(self, *, shortest: int = 4) -> None:
        """Start with nothing pending."""
        self._shortest = shortest
        self._buffer = bytearray()
        self._noise = 0

    @property
    def pending(self) -> bool:
        """Tell whether a frame has begun and is not whole."""
        return self._buffer.startswith(PREAMBLE)

    @property
    def missing(self) -> int:
        """Return how many bytes, at least, are still to come before a frame can be whole."""
        length = self._claimed_length() if self.pending else None
        return max(1, _HEAD + (self._shortest if length is None else length) - len(self._buffer))

    def feed(self, chunk: bytes) -> list[Item]:
        """Take the next bytes and return what they complete."""
        self._buffer += chunk
        return self._scan(final=False)

    def expire(self) -> list[Item]:
        """Give up on the frame that has begun, and return what else lay in the bytes after it.

        Called when the line stayed quiet for longer than a gap inside a frame can be.
        """
        return self._scan(final=True)

    def clear(self) -> None:
        """Forget pending bytes, overwriting them: they may be a person's."""
        self._discard(len(self._buffer))
        self._noise = 0

    def _discard(self, count: int) -> None:
        self._buffer[:count] = bytes(count)
        del self._buffer[:count]

    def _scan(self, *, final: bool) -> list[Item]:
        items: list[Item] = []
        while True:
            self._drop(self._before_preamble(final=final))
            if not self._buffer:
                break
            length = self._claimed_length()
            if length is not None and not self._shortest <= length <= LONGEST:
                self._drop(1)
                continue
            if length is None or len(self._buffer) < _HEAD + length:
                if not final:
                    break
                self._drop(1)
                continue
            self._flush_noise(items)
            end = _HEAD + length
            if checksum(self._buffer[len(PREAMBLE) : end - 1]) == self._buffer[end - 1]:
                items.append(Frame(body=bytes(self._buffer[_HEAD : end - 1])))
                self._discard(end)
            else:
                # The length itself may be the damaged byte: a good frame can lie inside what it claimed.
                items.append(BadChecksum())
                self._drop(1)
        self._flush_noise(items)
        return items

    def _before_preamble(self, *, final: bool) -> int:
        start = self._buffer.find(PREAMBLE)
        if start >= 0:
            return start
        if not final:
            for kept in range(min(len(PREAMBLE) - 1, len(self._buffer)), 0, -1):
                if PREAMBLE.startswith(self._buffer[-kept:]):
                    return len(self._buffer) - kept
        return len(self._buffer)

    def _claimed_length(self) -> int | None:
        if len(self._buffer) < _HEAD:
            return None
        return int.from_bytes(self._buffer[len(PREAMBLE) : _HEAD], "big")

    def _drop(self, count: int) -> None:
        self._noise += count
        self._discard(count)

    def _flush_noise(self, items: list[Item]) -> None:
        if self._noise:
            items.append(Noise(count=self._noise))
            self._noise = 0
