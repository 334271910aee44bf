"""The ESC/POS grammar as a printer reads it: one command at a time off the front of its buffer.

Sources: hardware reference C.3 and C.4. A byte that begins no command is a Bad, which tests treat as a failure.
"""

from dataclasses import dataclass

ESC, FS, GS, DLE, LF = 0x1B, 0x1C, 0x1D, 0x10, 0x0A
_IGNORED = frozenset((0x00, 0x0D, 0x18))
_REAL_TIME_LENGTHS = {0x04: 3, 0x05: 3}
_PULSE_LENGTHS = {0x01: 5, 0x02: 5, 0x08: 10}

_ARGUMENTS = {
    ESC: {
        "@": 0, "2": 0, "i": 0, "m": 0, "a": 1, "d": 1, "J": 1, "E": 1, "G": 1, "M": 1, "t": 1, "R": 1, "!": 1,
        "-": 1, "{": 1, "3": 1, " ": 1, "V": 1, "$": 2, "\\": 2, "p": 3, "c": 2,
    },
    FS: {"&": 0, ".": 0, "!": 1, "W": 1, "-": 1, "S": 2},
    GS: {
        "!": 1, "B": 1, "a": 1, "r": 1, "I": 1, "H": 1, "h": 1, "w": 1, "f": 1, "L": 2, "W": 2, "P": 2,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command by name, "ESC a" or "LF", with its argument bytes; `data` is what it carries beyond those."""

    name: str
    arguments: bytes = b""
    data: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Char:
    """One character to print, one cell wide or two."""

    char: str
    cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """Bytes that mean nothing here."""

    data: bytes
    reason: str


Token = Command | Char | Bad
_NAMES = {ESC: "ESC", FS: "FS", GS: "GS"}


def next_token(buffer: bytes, *, chinese: bool) -> tuple[Token, int] | None:
    """Return the first token and its length in bytes; None while its end has not arrived."""
    if not buffer:
        return None
    first = buffer[0]
    if first == LF:
        return Command(name="LF"), 1
    if first in _IGNORED:
        return Command(name="IGNORED", data=buffer[:1]), 1
    if first == DLE:
        return _real_time(buffer)
    if first in _ARGUMENTS:
        return _prefixed(buffer)
    if 0x20 <= first <= 0x7E:
        return Char(char=chr(first), cells=1), 1
    if first >= 0x80 and chinese:
        return _hanzi(buffer)
    return Bad(data=buffer[:1], reason="这个字节不是命令也不是字符"), 1


def _hanzi(buffer: bytes) -> tuple[Token, int] | None:
    if len(buffer) < 2:
        return None
    pair = buffer[:2]
    try:
        char = pair.decode("gbk")
    except UnicodeDecodeError:
        return Bad(data=pair, reason="不是 GBK 汉字"), 2
    if len(char) != 1:
        return Bad(data=pair[:1], reason="半个汉字"), 1
    return Char(char=char, cells=2), 2


def _real_time(buffer: bytes) -> tuple[Token, int] | None:
    """A real-time command was carried out when it arrived; here it is only passed over."""
    if len(buffer) < 3:
        return None
    length = _REAL_TIME_LENGTHS.get(buffer[1])
    if buffer[1] == 0x14:
        length = _PULSE_LENGTHS.get(buffer[2])
    if length is None:
        return Bad(data=buffer[:2], reason="不认识的 DLE 命令"), 2
    if len(buffer) < length:
        return None
    return Command(name="DLE", arguments=buffer[1:length]), length


def _prefixed(buffer: bytes) -> tuple[Token, int] | None:
    if len(buffer) < 2:
        return None
    first, letter = buffer[0], chr(buffer[1])
    name = f"{_NAMES[first]} {letter}"
    if name == "GS V":
        return _cut(buffer)
    if name == "GS v":
        return _raster(buffer)
    if name == "GS (":
        return _extended(buffer)
    count = _ARGUMENTS[first].get(letter)
    if count is None:
        return Bad(data=buffer[:2], reason=f"不认识的命令 {name!r}"), 2
    if len(buffer) < 2 + count:
        return None
    return Command(name=name, arguments=buffer[2 : 2 + count]), 2 + count


def _cut(buffer: bytes) -> tuple[Token, int] | None:
    if len(buffer) < 3:
        return None
    if buffer[2] in (0x41, 0x42):
        return (Command(name="GS V", arguments=buffer[2:4]), 4) if len(buffer) >= 4 else None
    if buffer[2] in (0x00, 0x01, 0x30, 0x31):
        return Command(name="GS V", arguments=buffer[2:3]), 3
    return Bad(data=buffer[:3], reason="不认识的切纸方式"), 3


def _raster(buffer: bytes) -> tuple[Token, int] | None:
    if len(buffer) < 8:
        return None
    row_bytes, rows = buffer[4] | buffer[5] << 8, buffer[6] | buffer[7] << 8
    if buffer[2] != 0x30 or buffer[3] > 3 or not row_bytes or not rows:
        return Bad(data=buffer[:8], reason="GS v 的参数不对"), 8
    length = 8 + row_bytes * rows
    if len(buffer) < length:
        return None
    return Command(name="GS v", arguments=buffer[3:8], data=buffer[8:length]), length


def _extended(buffer: bytes) -> tuple[Token, int] | None:
    if len(buffer) < 5:
        return None
    length = 5 + (buffer[3] | buffer[4] << 8)
    if len(buffer) < length:
        return None
    return Command(name=f"GS ( {chr(buffer[2])}", data=buffer[5:length]), length


class RealTimeScanner:
    """Finds real-time commands in whatever arrives, inside pictures too, as the printer's interrupt does."""

    def __init__(self) -> None:
        self._tail = b""

    def feed(self, data: bytes) -> list[tuple[int, int, int]]:
        """Return (second byte, argument, where in `data` it ends) of each DLE EOT and DLE ENQ completed now."""
        stream = self._tail + data
        before = len(self._tail)
        found, at = [], 0
        while (at := stream.find(DLE, at)) >= 0 and at + 2 < len(stream):
            if stream[at + 1] in _REAL_TIME_LENGTHS:
                found.append((stream[at + 1], stream[at + 2], at + 3 - before))
                at += 3
            else:
                at += 1
        self._tail = stream[at:] if at >= 0 else b""
        return found
