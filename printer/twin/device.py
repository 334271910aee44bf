"""The simulated printer itself: buffer, sensors, faults, status replies; no sockets and no clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from printer.twin.grammar import Bad, Char, Command, RealTimeScanner, next_token
from printer.twin.native_qr import NativeQr
from printer.twin.paper import DOTS_PER_MM, Looks, Paper, Sheet

ROLL_MM = 30_000
NEAR_END_MM = 200
_GLANCE = 32  # all commands but pictures and QR data are shorter: no need to copy the whole buffer for them
_IDENTITY = {66: b"\x5fLINGGONG\x00", 67: b"\x5fTWIN-58\x00"}
"""GS I 66 and 67, maker and model: 5F, the name, 00."""
_HIDDEN_IN_PICTURE = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


class Fault(StrEnum):
    """What can be made to go wrong; several at a time."""

    PAPER_OUT = "paper_out"
    NEAR_END = "near_end"
    COVER_OPEN = "cover_open"
    ERROR = "error"
    SILENT = "silent"
    STALL = "stall"
    CLOSE_MID_JOB = "close_mid_job"


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """What kind of printer this is."""

    width: int = 384
    charset: str = "gbk"
    answers_status: bool = True
    draws_qr: bool = True
    feed_units_per_inch: int = 203


@dataclass(slots=True)
class Device:
    """Bytes in, sheets and replies out; `step` processes one command, as long as nothing stops the printer."""

    build: Build
    reply: Callable[[bytes], None]
    print_sheet: Callable[[Sheet], None]
    paper_mm: float = ROLL_MM
    faults: set[Fault] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    received: int = 0
    needs_more: bool = True
    """The command at the front of the buffer is not complete, even if it is longer than the buffer."""
    paper: Paper = field(init=False)
    _buffer: bytearray = field(default_factory=bytearray)
    _scanner: RealTimeScanner = field(default_factory=RealTimeScanner)
    _chinese: bool = True
    _automatic: int = 0
    _last_automatic: bytes = b""
    _qr: NativeQr = field(default_factory=NativeQr)

    def __post_init__(self) -> None:
        self.paper = Paper(width=self.build.width)

    @property
    def is_out_of_paper(self) -> bool:
        """Say whether the paper sensor sees nothing."""
        return Fault.PAPER_OUT in self.faults or self.paper_mm <= 0

    @property
    def is_near_end(self) -> bool:
        """Say whether the roll is thin."""
        return Fault.NEAR_END in self.faults or self.is_out_of_paper or self.paper_mm < NEAR_END_MM

    @property
    def is_offline(self) -> bool:
        """Say whether the printer has stopped processing its buffer."""
        return self.is_out_of_paper or bool(self.faults & {Fault.COVER_OPEN, Fault.ERROR})

    @property
    def waiting_bytes(self) -> int:
        """How much of the buffer is not processed."""
        return len(self._buffer)

    def receive(self, data: bytes) -> None:
        """Take bytes off the line; real-time commands act at once, ahead of everything in the buffer."""
        self.received += len(data)
        self.needs_more = False
        taken = 0
        for second, argument, end in self._scanner.feed(data):
            self._buffer += data[taken:end]
            taken = end
            if second == 0x04:
                self._answer(self.real_time_status(argument))
            elif argument == 0x02:
                self._forget_job()
        self._buffer += data[taken:]

    def step(self) -> float | None:
        """Process one command and return the millimetres of paper it took; None when there is nothing to do."""
        if self.is_offline or Fault.STALL in self.faults:
            return None
        found = next_token(bytes(self._buffer[:_GLANCE]), chinese=self._chinese)
        if found is None:
            found = next_token(bytes(self._buffer), chinese=self._chinese)
        self.needs_more = found is None
        if found is None:
            return None
        token, length = found
        del self._buffer[:length]
        match token:
            case Bad(data=data, reason=reason):
                self.errors.append(f"{reason}：{data.hex(' ')}")
                return 0.0
            case Char(char=char, cells=cells):
                return self._use(self.paper.put(self._in_rom(char), cells))
            case Command():
                return self._use(self._carry_out(token))

    def changed(self) -> None:
        """Send the automatic status when it is switched on and differs from the last one sent."""
        if self._automatic and (status := self.automatic_status()) != self._last_automatic:
            self._last_automatic = status
            self._answer(status)

    def set_fault(self, fault: Fault | None) -> None:
        """Add a fault; None takes all of them away and puts a new roll in where the paper was out."""
        if fault is not None:
            self.faults.add(fault)
        else:
            if self.is_out_of_paper:
                self._tear()
                self.paper_mm = ROLL_MM
            self.faults.clear()
        self.changed()

    def load_paper(self, millimetres: float) -> None:
        """Put a roll of that length in."""
        if self.is_out_of_paper:
            self._tear()
        self.faults -= {Fault.PAPER_OUT, Fault.NEAR_END}
        self.paper_mm = millimetres
        self.changed()

    def real_time_status(self, number: int) -> bytes:
        """Return the reply to DLE EOT `number` (C.3), empty for a question this printer does not know."""
        cutter = Fault.ERROR in self.faults
        bits = {
            1: 0x08 * self.is_offline,
            2: 0x04 * (Fault.COVER_OPEN in self.faults) | 0x20 * self.is_out_of_paper | 0x40 * cutter,
            3: 0x08 * cutter,
            4: 0x0C * self.is_near_end | 0x60 * self.is_out_of_paper,
        }.get(number)
        return b"" if bits is None else bytes((0x12 | bits,))

    def automatic_status(self) -> bytes:
        """Return the four bytes of ASB (C.3)."""
        first = 0x10 | 0x08 * self.is_offline | 0x20 * (Fault.COVER_OPEN in self.faults)
        second = 0x08 * (Fault.ERROR in self.faults)
        return bytes((first, second, self._paper_bits(), 0))

    def _paper_bits(self) -> int:
        return 0x03 * self.is_near_end | 0x0C * self.is_out_of_paper

    def _answer(self, data: bytes) -> None:
        if data and self.build.answers_status and Fault.SILENT not in self.faults:
            self.reply(data)

    def _use(self, dots: int) -> float:
        millimetres = dots / DOTS_PER_MM
        was_near, was_out = self.is_near_end, self.is_out_of_paper
        self.paper_mm -= millimetres
        if (was_near, was_out) != (self.is_near_end, self.is_out_of_paper):
            self.changed()
        self.errors += self.paper.complaints
        self.paper.complaints.clear()
        return millimetres

    def _in_rom(self, char: str) -> str:
        if self.build.charset == "gb2312" and not char.isascii():
            try:
                char.encode("gbk").decode("gb2312")
            except UnicodeDecodeError:
                self.errors.append(f"字库里没有这个字：U+{ord(char):04X}")
                return "　"
        return char

    def _carry_out(self, command: Command) -> int:
        """Do what a command says and return the dots of paper fed."""
        looks, paper = self.paper.looks, self.paper
        first = command.arguments[0] if command.arguments else 0
        match command.name:
            case "LF":
                return paper.line_feed()
            case "ESC @":
                paper.looks, self._chinese, self._qr = Looks(), True, NativeQr()
            case "FS &" | "FS .":
                self._chinese = command.name == "FS &"
            case "ESC a":
                self._align(first)
            case "ESC E" | "ESC G":
                looks.bold = bool(first & 1)
            case "GS !":
                looks.width, looks.height = (first >> 4 & 7) + 1, (first & 7) + 1
            case "ESC 2":
                looks.spacing = Looks().spacing
            case "ESC 3":
                looks.spacing = self._dots(first)
            case "ESC J":
                return (0 if paper.at_line_start else paper.line_feed()) + paper.feed(self._dots(first))
            case "ESC d":
                return sum(paper.line_feed() for _ in range(first))
            case "GS v":
                return self._picture(command)
            case "GS V" | "ESC i" | "ESC m":
                return self._cut(command)
            case "GS ( k":
                return self._native_qr(command.data)
            case "GS r":
                self._answer(bytes((self._paper_bits() if first in (1, 49) else 0,)))
            case "GS I":
                self._answer(_IDENTITY.get(first, b""))
            case "GS a":
                self._automatic, self._last_automatic = first, b""
                self.changed()
            case _:
                pass  # known, and without effect on the picture
        return 0

    def _align(self, argument: int) -> None:
        if not self.paper.at_line_start:
            self.errors.append("ESC a 不在行首，打印机不理会")
            return
        self.paper.looks.align = argument % 48 % 3

    def _picture(self, command: Command) -> int:
        if any(hidden in command.data for hidden in _HIDDEN_IN_PICTURE):
            self.errors.append("图片数据里有实时命令")
        if not self.paper.at_line_start:
            self.errors.append("GS v 0 不在行首")
        return self.paper.picture(command.arguments[1] | command.arguments[2] << 8, command.data)

    def _native_qr(self, data: bytes) -> int:
        if not self.build.draws_qr:
            self.errors.append("这台打印机不会画二维码")
            return 0
        picture = self._qr.take(data)
        return self.paper.picture(*picture) if picture else 0

    def _cut(self, command: Command) -> int:
        feeds = command.arguments[:1] in (b"\x41", b"\x42")
        fed = self.paper.feed(15 * DOTS_PER_MM + command.arguments[1]) if feeds else 0
        sheet = self.paper.end_sheet(was_cut=True)
        if sheet is not None:
            self.print_sheet(sheet)
        return fed

    def _forget_job(self) -> None:
        self._buffer.clear()
        self._tear()
        self.faults.discard(Fault.ERROR)
        self.changed()

    def _tear(self) -> None:
        sheet = self.paper.end_sheet(was_cut=False)
        if sheet is not None:
            self.print_sheet(sheet)

    def _dots(self, units: int) -> int:
        return round(units * 203 / self.build.feed_units_per_inch)
