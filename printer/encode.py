"""From laid-out lines to the bytes on the wire (hardware reference, C.4).

Text is GBK in the printer's Chinese mode; a line with a character outside the ROM goes out as a picture. Sizes are
set by GS !, which scales hanzi too (ESC ! does not on many models); drawn pictures stand at ESC a 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from printer import raster
from printer.charset import Finding, for_paper, in_rom
from printer.fonts import HANZI_DOTS, Glyphs
from printer.layout import CutHere, Gap, Placed, QrBlock, RuleLine, TextLine, lay_out
from printer.linebreaks import wrap
from printer.profiles import CutMode, Profile
from printer.receipt import Align, Receipt

START = b"\x1b\x40\x1c\x26"
"""ESC @ FS &: defaults and Chinese mode, first in every job, whatever the last one left behind."""

CHUNK_BYTES = 1024
"""Text commands are gathered up to this size; the printer is asked for its state between chunks."""

LINE_SPACING_DOTS = 34  # ESC 2: a sixth of an inch at 203 dpi, in force after ESC @
_LINE_GAP_DOTS = {1: 0, 2: 12, 3: 16, 4: 20}
_RULE_MARGIN_DOTS = 12
_QR_MARGIN_DOTS = 6
_BEEP = b"\x1b\x42\x02\x02"
_ALIGN = {Align.LEFT: 0, Align.CENTER: 1, Align.RIGHT: 2}
_TOO_LONG_FOR_QR = Finding(sentence="二维码内容太长，小票上改印了文字，请系统管理员把网址改短。")
_NO_QR_IN_TEXT = Finding(sentence="打印机设成了只打文字，二维码改印了文字，请系统管理员改打印方式。")


class Mode(StrEnum):
    """How much of a slip is drawn here and how much the printer's ROM writes."""

    TEXT = "text"
    """Nothing is drawn: dashes for rules, a box for a character the ROM lacks, a QR code only from a printer that
    draws its own (in letters where the profile says it does not). The fewest bytes, for a line of 9600 baud."""
    HYBRID = "hybrid"
    """The ROM writes what it can; lines it cannot write, rules and QR codes are drawn."""
    RASTER = "raster"
    """Everything is drawn, for a printer without a Chinese ROM; a line no installed font can draw stays text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A slip ready for the wire: chunks that end between two commands, and what staff should know.

    The last chunk begins with the last line of text: a printer that has not got it has not printed the slip whole.
    """

    chunks: tuple[bytes, ...]
    findings: tuple[Finding, ...]


def encode(receipt: Receipt, profile: Profile, glyphs: Glyphs, mode: Mode = Mode.HYBRID) -> Encoded:
    """Return the bytes of a whole slip for a printer of this profile.

    To compare the three modes take the sum of the chunks' lengths; text mode needs a profile with `native_qr`
    (`dataclasses.replace`) for its slip to say the same as the others.
    """
    drawable = _nothing if mode is Mode.TEXT else glyphs.covers
    placed, findings = lay_out(receipt, profile.columns, profile.charset, drawable)
    stream = _Stream(profile=profile, glyphs=glyphs, mode=mode, findings=list(findings))
    end = 1
    for part in placed:
        end = len(stream.commands) if isinstance(part, TextLine) else end
        stream.put(part)
    chunks = (*_gathered(stream.commands[:end]), *_gathered(stream.commands[end:]))
    return Encoded(chunks=chunks, findings=tuple(dict.fromkeys(stream.findings)))


def reprint_mark(profile: Profile) -> bytes:
    """Return the chunk that heads a slip printed again by staff."""
    centred, large, bold = b"\x1b\x61\x01", b"\x1d\x21\x11", b"\x1b\x45\x01"
    return START + feed(_RULE_MARGIN_DOTS, profile) + centred + large + bold + "【补打】".encode("gbk") + b"\n"


def feed(dots: int, profile: Profile) -> bytes:
    """Return ESC J commands for that many dots of empty paper."""
    units = round(dots * profile.feed_units_per_inch / 203)
    full, rest = divmod(units, 255)
    return b"\x1b\x4a\xff" * full + (bytes((0x1B, 0x4A, rest)) if rest else b"")


def cut(profile: Profile) -> bytes:
    """Return the end of a sheet: the paper fed past the cutter or the tear bar, then cut as the profile says."""
    tail = feed(profile.tail_dots, profile)
    return {
        CutMode.NONE: tail,
        CutMode.FULL: tail + b"\x1d\x56\x00",
        CutMode.PARTIAL: tail + b"\x1d\x56\x01",
        CutMode.FEED_PARTIAL: b"\x1d\x56\x42\x00",  # feeds to the cutter by itself
        CutMode.CLONE_FULL: tail + b"\x1b\x69",
        CutMode.CLONE_PARTIAL: tail + b"\x1b\x6d",
    }[profile.cut]


@dataclass(slots=True, kw_only=True)
class _Stream:
    """The commands written so far, and what the printer is set to at this point of them."""

    profile: Profile
    glyphs: Glyphs
    mode: Mode
    findings: list[Finding]
    commands: list[bytes] = field(default_factory=lambda: [START])
    size: int = 1
    align: Align = Align.LEFT
    bold: bool = False

    def put(self, part: Placed) -> None:
        """Write one part of the slip."""
        match part:
            case TextLine():
                self._line(part)
            case RuleLine():
                self._rule()
            case QrBlock(data=data, caption=caption):
                if self._qr(data):
                    for line in caption:
                        self._line(line)
            case Gap(dots=dots):
                self._feed(dots)
            case CutHere():
                # ESC B is the Xprinter family's beep and a left margin on others: only where the profile asks for it
                self.commands.append(cut(self.profile) + (_BEEP if self.profile.buzzer else b""))

    def _line(self, line: TextLine) -> None:
        if self._is_drawn(line.label + line.text):
            self._picture(self.glyphs.line(line, self.profile.width_dots))
            self._feed(max(0, LINE_SPACING_DOTS - HANZI_DOTS * line.size))
        else:
            label = self._settings(1, line.align, False) + line.label.encode("gbk") if line.label else b""
            text = self._settings(line.size, line.align, line.bold) + line.text.encode("gbk")
            self.commands.append(label + text + b"\n")
        self._feed(_LINE_GAP_DOTS[line.size])

    def _is_drawn(self, text: str) -> bool:
        if not all(in_rom(char, self.profile.charset) for char in text):
            return True
        return self.mode is Mode.RASTER and all(self.glyphs.covers(char) for char in text)

    def _rule(self) -> None:
        if self.mode is Mode.TEXT:
            self._line(TextLine(text="-" * self.profile.columns))
            return
        self._feed(_RULE_MARGIN_DOTS)
        self._picture(raster.dashes(self.profile.width_dots))
        self._feed(_RULE_MARGIN_DOTS)

    def _qr(self, data: str) -> bool:
        """Write a QR code, or its text where there can be none; say whether it is a code."""
        if self._draws_qr_itself(data):
            from printer.escpos_driver import native_qr, native_qr_module

            if module := native_qr_module(data, self.profile.width_dots):
                self._feed(_QR_MARGIN_DOTS)
                self.commands.append(self._settings(1, Align.LEFT, False) + native_qr(data, module))
                self._feed(_QR_MARGIN_DOTS)
                return True
        elif self.mode is Mode.TEXT:
            self._letters(data, _NO_QR_IN_TEXT)
            return False
        elif (picture := raster.qr_bitmap(data, self.profile.width_dots)) is not None:
            quiet_above, inked, quiet_below = raster.without_empty_ends(picture)
            self._feed(_QR_MARGIN_DOTS + quiet_above)
            self._picture(inked)
            self._feed(_QR_MARGIN_DOTS + quiet_below)
            return True
        self._letters(data, _TOO_LONG_FOR_QR)
        return False

    def _draws_qr_itself(self, data: str) -> bool:
        # a DLE inside the data could begin a real-time command
        return self.profile.native_qr and self.mode is not Mode.RASTER and "\x10" not in data

    def _letters(self, data: str, finding: Finding) -> None:
        self.findings.append(finding)
        drawable = _nothing if self.mode is Mode.TEXT else self.glyphs.covers
        written, _ = for_paper(data, self.profile.charset, drawable)
        for line in wrap(written, self.profile.columns):
            self._line(TextLine(text=line))

    def _picture(self, bitmap: raster.Bitmap) -> None:
        settings = self._settings(1, Align.LEFT, False)
        pieces = raster.commands(raster.without_right_margin(bitmap))
        self.commands += [settings, *pieces] if settings else pieces

    def _feed(self, dots: int) -> None:
        if dots:
            self.commands.append(feed(dots, self.profile))

    def _settings(self, size: int, align: Align, bold: bool) -> bytes:
        """Return the commands that bring the printer to these looks, and note that it is there."""
        wanted = b""
        if align is not self.align:
            wanted += bytes((0x1B, 0x61, _ALIGN[align]))
        if size != self.size:
            wanted += bytes((0x1D, 0x21, (size - 1) << 4 | (size - 1)))
        if bold is not self.bold:
            wanted += bytes((0x1B, 0x45, bold))
        self.align, self.size, self.bold = align, size, bold
        return wanted


def _nothing(char: str) -> bool:
    return False


def _gathered(commands: list[bytes]) -> Iterator[bytes]:
    chunk = b""
    for command in commands:
        if chunk and len(chunk) + len(command) > CHUNK_BYTES:
            yield chunk
            chunk = b""
        chunk += command
    if chunk:
        yield chunk
