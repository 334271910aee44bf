"""From laid-out lines to the bytes on the wire (hardware reference, C.4).

Text is GBK in the printer's Chinese mode; a line with a character outside the ROM goes out as a picture. Sizes are
set by GS !, which scales hanzi too (ESC ! does not on many models); drawn pictures stand at ESC a 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from printer import raster
from printer.charset import Finding, for_paper, in_rom
from printer.fonts import Glyphs
from printer.layout import CutHere, Gap, Placed, QrBlock, RuleLine, TextLine, lay_out, wrap
from printer.profiles import CutMode, Profile
from printer.receipt import Align, Receipt

START = b"\x1b\x40\x1c\x26"
"""ESC @ FS &: defaults and Chinese mode, first in every job, whatever the last one left behind."""

CHUNK_BYTES = 1024
"""Text commands are gathered up to this size; the printer is asked for its state between chunks."""

_LINE_GAP_DOTS = {1: 0, 2: 12, 3: 16, 4: 20}
_RASTER_LINE_GAP_DOTS = 10
_RULE_MARGIN_DOTS = 12
_QR_MARGIN_DOTS = 6
_ALIGN = {Align.LEFT: 0, Align.CENTER: 1, Align.RIGHT: 2}
_TOO_LONG_FOR_QR = Finding(sentence="二维码内容太长，小票上改印了文字，请系统管理员把网址改短。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A slip ready for the wire: chunks that end between two commands, and what staff should know."""

    chunks: tuple[bytes, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Mode:
    """What the printer is set to at this point of the stream."""

    size: int = 1
    align: Align = Align.LEFT
    bold: bool = False


def encode(receipt: Receipt, profile: Profile, glyphs: Glyphs) -> Encoded:
    """Return the bytes of a whole slip for a printer of this profile."""
    placed, findings = lay_out(receipt, profile.columns, profile.charset, glyphs.covers)
    found = list(findings)
    mode = _Mode()
    commands = [START]
    for part in placed:
        commands += _commands(part, mode, profile, glyphs, found)
    return Encoded(chunks=tuple(_gathered(commands)), findings=tuple(found))


def reprint_mark(profile: Profile) -> bytes:
    """Return the chunk that heads a slip printed again by staff."""
    mode = _Mode()
    line = TextLine(text="【补打】", align=Align.CENTER, bold=True)
    return START + _settings(line, mode) + line.text.encode("gbk") + b"\n"


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


def _commands(
    part: Placed, mode: _Mode, profile: Profile, glyphs: Glyphs, found: list[Finding]
) -> list[bytes]:
    match part:
        case TextLine():
            return _line(part, mode, profile, glyphs)
        case RuleLine():
            margin = feed(_RULE_MARGIN_DOTS, profile)
            return [margin, *_picture(raster.dashes(profile.width_dots), mode), margin]
        case QrBlock(data=data):
            return _qr(data, mode, profile, glyphs, found)
        case Gap(dots=dots):
            return [feed(dots, profile)]
        case CutHere():
            return [cut(profile)]


def _line(line: TextLine, mode: _Mode, profile: Profile, glyphs: Glyphs) -> list[bytes]:
    gap = feed(_LINE_GAP_DOTS[line.size], profile)
    if all(in_rom(char, profile.charset) for char in line.text):
        return [_settings(line, mode) + line.text.encode("gbk") + b"\n", gap]
    drawn = glyphs.line(
        line.text, size=line.size, align=line.align, bold=line.bold, width_dots=profile.width_dots
    )
    return [*_picture(drawn, mode), feed(_RASTER_LINE_GAP_DOTS, profile), gap]


def _qr(data: str, mode: _Mode, profile: Profile, glyphs: Glyphs, found: list[Finding]) -> list[bytes]:
    margin = feed(_QR_MARGIN_DOTS, profile)
    if profile.native_qr:
        from printer.escpos_driver import native_qr, native_qr_module

        module = native_qr_module(data, profile.width_dots)
        if module:
            return [margin, _settings(TextLine(text=""), mode), native_qr(data, module), margin]
    elif (picture := raster.qr_bitmap(data, profile.width_dots)) is not None:
        return [margin, *_picture(picture, mode), margin]
    found.append(_TOO_LONG_FOR_QR)
    written, _ = for_paper(data, profile.charset, glyphs.covers)
    lines = (TextLine(text=line) for line in wrap(written, profile.columns))
    return [command for line in lines for command in _line(line, mode, profile, glyphs)]


def _picture(bitmap: raster.Bitmap, mode: _Mode) -> tuple[bytes, ...]:
    return (_settings(TextLine(text=""), mode), *raster.commands(bitmap))


def _settings(line: TextLine, mode: _Mode) -> bytes:
    """Return the commands that bring the printer to this line's looks, and note that it is there."""
    wanted = b""
    if line.align is not mode.align:
        wanted += bytes((0x1B, 0x61, _ALIGN[line.align]))
    if line.size != mode.size:
        wanted += bytes((0x1D, 0x21, (line.size - 1) << 4 | (line.size - 1)))
    if line.bold is not mode.bold:
        wanted += bytes((0x1B, 0x45, line.bold))
    mode.align, mode.size, mode.bold = line.align, line.size, line.bold
    return wanted


def _gathered(commands: list[bytes]) -> Iterator[bytes]:
    chunk = b""
    for command in commands:
        if chunk and len(chunk) + len(command) > CHUNK_BYTES:
            yield chunk
            chunk = b""
        chunk += command
    if chunk:
        yield chunk
