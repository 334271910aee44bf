"""Files made to do harm: what they are called, what they hold, and where somebody would send them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from content.feeds.recognise import MEDIA, PAPERS, SHEETS, SOUND, FileSort
from tests.unit.content.feeds.test_intake import bomb, box, huge_png, mp4, pdf, picture, workbook

MARK = b"window.__pwn=1"
SCRIPT = b"<script>" + MARK + b"</script>"
NAMES = (
    "../../../evil.png", "..\\..\\evil.png", "/etc/cron.d/evil", "evil\x00.png", "a\nb\r.png", "长" * 300 + ".png",
    "x" * 300, "\u202egnp.exe", "\u2066evil\u2069.png", "CON", ".bashrc", "~root", "-rf", "%2e%2e%2fevil.png",
    "\ud800.png",    "", " ", "<img src=x onerror=" + MARK.decode() + ">.png", "=cmd|' /C calc'!A0", "a" * 119 + "/..",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """One file; made when it is wanted, since some are large."""

    what: str
    raw: Callable[[], bytes]
    wanted: frozenset[FileSort] = MEDIA


def _chunk(sort: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + sort + body + struct.pack(">I", zlib.crc32(sort + body))


def _png(width: int, height: int, *more: bytes) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = _chunk(b"IDAT", zlib.compress(bytes(1000))) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + body


def _zip_with(*parts: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    """Return a workbook with more parts in it."""
    good, out = zipfile.ZipFile(io.BytesIO(workbook([["工种"], ["搬运"]]))), io.BytesIO()
    named = {one[0] if isinstance(one[0], str) else one[0].filename for one in parts}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in good.namelist():
            if name not in named:
                archive.writestr(name, good.read(name))
        for name, body in parts:
            archive.writestr(name, body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _symlink() -> bytes:
    entry = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    return _zip_with((entry, b"/etc/passwd"))


def _sheet(xml: str) -> bytes:
    return _zip_with(("xl/worksheets/sheet1.xml", xml.encode()))


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return _sheet(f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><worksheet>&a9;</worksheet>')


def _outside() -> bytes:
    cell = '<c r="A1" t="inlineStr"><is><t>&x;</t></is></c>'
    return _sheet('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet '
                  'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                  f'<row r="1">{cell}</row><row r="2">{cell}</row></sheetData></worksheet>')  # fmt: skip


def _lying_size() -> bytes:
    """Return a workbook whose directory says that 30 MB unpack to 10 bytes."""
    raw = bytearray(bomb(30_000_000))
    at = raw.rfind(b"PK\x01\x02")
    while at >= 0:
        if struct.unpack_from("<I", raw, at + 24)[0] > 20_000_000:
            struct.pack_into("<I", raw, at + 24, 10)
        at = raw.rfind(b"PK\x01\x02", 0, at)
    return bytes(raw)


def _pdf_with(page: bytes, catalog: bytes = b"") -> bytes:
    raw = pdf(1).replace(b"/MediaBox[0 0 595 842]", page)
    return raw.replace(b"/Type/Catalog", b"/Type/Catalog" + catalog)


def _deep_boxes() -> bytes:
    body = b""
    for _ in range(20_000):
        body = struct.pack(">I4s", len(body) + 8, b"moov") + body
    return box(b"ftyp", b"isom" + bytes(4)) + body


MUST_GO: tuple[Hostile, ...] = (
    Hostile(what="bomb", raw=lambda: bomb(81_000_000), wanted=SHEETS),
    Hostile(what="bomb whose directory lies", raw=_lying_size, wanted=SHEETS),
    Hostile(what="3,000 parts", raw=lambda: _zip_with(*((f"x/{n}", b"") for n in range(3000))), wanted=SHEETS),
    Hostile(what="billion laughs", raw=_laughs, wanted=SHEETS),
    Hostile(what="entity of /etc/passwd", raw=_outside, wanted=SHEETS),
    Hostile(what="sheet that is a link to /etc/passwd", raw=_symlink, wanted=SHEETS),
    Hostile(what="zip that is no workbook", raw=lambda: b"PK\x03\x04" + bytes(6000), wanted=SHEETS),
    Hostile(what="picture of 900 Mpx", raw=huge_png),
    Hostile(what="picture of 4 Gpx in 100 bytes", raw=lambda: _png(65_535, 65_535)),
    Hostile(what="picture of no height", raw=lambda: _png(64, 0)),
    Hostile(what="picture with a text of 70 MB", raw=lambda: _png(
        64, 48, _chunk(b"zTXt", b"k\x00\x00" + zlib.compress(bytes(70_000_000))))),
    Hostile(what="SVG with a script", raw=lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"),
    Hostile(what="SVG after a mark and a comment", raw=lambda: b"\xef\xbb\xbf <!-- x --><svg onload='" + MARK + b"'/>"),
    Hostile(what="packed SVG", raw=lambda: b"\x1f\x8b\x08" + zlib.compress(b"<svg>" + SCRIPT)),
    Hostile(what="HTML called a picture", raw=lambda: b"<!DOCTYPE html>" + SCRIPT * 50),
    Hostile(what="HTML as a table", raw=lambda: b"\n\n<html>" + SCRIPT * 50, wanted=SHEETS),
    Hostile(what="GIF with a script", raw=lambda: b"GIF89a/*" + MARK + b"*/=1;" + bytes(200)),
    Hostile(what="BMP", raw=lambda: b"BM" + bytes(5000)),
    Hostile(what="program", raw=lambda: b"\x7fELF" + bytes(6000)),
    Hostile(what="PDF page of 10 by 10,000 m", raw=lambda: _pdf_with(b"/MediaBox[0 0 28346 28346000]"), wanted=PAPERS),
    Hostile(what="PDF with no end", raw=lambda: pdf(1)[:80], wanted=PAPERS),
    Hostile(what="film with a box of 16 EB", raw=lambda: mp4()[:40] + struct.pack(">I4sQ", 1, b"free", 2**64 - 1)),
    Hostile(what="film with a box of no size", raw=lambda: box(b"ftyp", b"isom" + bytes(4)) + bytes(5000)),
    Hostile(what="film of 20,000 boxes in each other", raw=_deep_boxes),
    Hostile(what="recording that says 4 GB", raw=lambda: b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff" + bytes(5000),
            wanted=SOUND),
    Hostile(what="line of 9 MB", raw=lambda: b"a\n" + b"x" * 9_000_000, wanted=SHEETS),
    Hostile(what="quotation mark that never ends", raw=lambda: b'a,b\n"' + b"1,2\n" * 100_000, wanted=SHEETS),
    Hostile(what="row of a million columns", raw=lambda: b"a\n" + b"," * 1_000_000 + b"x\n", wanted=SHEETS),
)  # fmt: skip

# these are what they say they are, with something more: they come in, and the rest of them does not
MAY_COME: tuple[Hostile, ...] = (
    Hostile(what="PNG and page in one", raw=lambda: picture() + SCRIPT),
    Hostile(what="PNG with a script in its text", raw=lambda: (
        picture()[:33] + _chunk(b"tEXt", b"c\x00" + SCRIPT) + picture()[33:])),
    Hostile(what="PNG and zip in one", raw=lambda: picture() + _zip_with(("../../evil.txt", MARK))),
    Hostile(what="JPEG with a script in its comment", raw=lambda: _commented(picture(form="JPEG"))),
    Hostile(what="workbook with a part above its folder", raw=lambda: _zip_with(("../../../evil.txt", MARK)),
            wanted=SHEETS),
    Hostile(what="workbook with a macro", raw=lambda: _zip_with(("xl/vbaProject.bin", MARK)), wanted=SHEETS),
    Hostile(what="PDF with a script", raw=lambda: _pdf_with(
        b"/MediaBox[0 0 595 842]", b"/OpenAction<</S/JavaScript/JS(" + MARK + b")>>"), wanted=PAPERS),
    Hostile(what="PDF that starts a program", raw=lambda: _pdf_with(
        b"/MediaBox[0 0 595 842]", b"/OpenAction<</S/Launch/F(/bin/sh)>>"), wanted=PAPERS),
)  # fmt: skip


def _commented(jpeg: bytes) -> bytes:
    comment = b"\xff\xfe" + struct.pack(">H", len(SCRIPT) + 2) + SCRIPT
    return jpeg[:2] + comment + jpeg[2:]
