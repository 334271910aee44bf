"""Pictures for the print head: one bit per dot, cut into GS v 0 commands a small printer can hold."""

from dataclasses import dataclass

ROWS_PER_CHUNK = 128
"""Clones overflow on taller pictures and print garbage (python-escpos#628, #367)."""

QUIET_MODULES = 4
MODULE_DOTS = 6
_REAL_TIME_SECONDS = frozenset((0x04, 0x05, 0x14))
_DLE = 0x10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bitmap:
    """Rows of dots, 8 to a byte, the leftmost dot in the highest bit, 1 is black."""

    row_bytes: int
    data: bytes

    @property
    def rows(self) -> int:
        """Height in dots."""
        return len(self.data) // self.row_bytes


def commands(bitmap: Bitmap) -> tuple[bytes, ...]:
    """Return the GS v 0 commands of a picture, each at most 128 rows high and free of real-time sequences."""
    step = ROWS_PER_CHUNK * bitmap.row_bytes
    slices = [bitmap.data[start : start + step] for start in range(0, len(bitmap.data), step)]
    return tuple(_gs_v_0(bitmap.row_bytes, part) for part in slices)


def without_real_time(data: bytes) -> bytes:
    """Return the picture with one dot more wherever it held DLE EOT, DLE ENQ or DLE DC4.

    Printers look for these three even inside a picture: 10 04 would be answered, 10 14 could open the drawer.
    """
    if _DLE not in data:
        return data
    changed = bytearray(data)
    for at in range(1, len(changed)):
        if changed[at - 1] == _DLE and changed[at] in _REAL_TIME_SECONDS:
            changed[at] |= 0x08
    return bytes(changed)


def without_right_margin(bitmap: Bitmap) -> Bitmap:
    """Return the picture without the bytes at the right that are white in every row: most lines are short."""
    rows = [bitmap.data[start : start + bitmap.row_bytes] for start in range(0, len(bitmap.data), bitmap.row_bytes)]
    used = max((len(row.rstrip(b"\x00")) for row in rows), default=0) or 1
    return Bitmap(row_bytes=used, data=b"".join(row[:used] for row in rows))


def without_empty_ends(bitmap: Bitmap) -> tuple[int, Bitmap, int]:
    """Return how many white rows the picture begins with, the picture without its white ends, how many it ends with.

    Feeding costs three bytes where white rows cost their whole width.
    """
    inked = bitmap.data.strip(b"\x00")
    if not inked:
        return bitmap.rows, Bitmap(row_bytes=bitmap.row_bytes, data=b""), 0
    above = (len(bitmap.data) - len(bitmap.data.lstrip(b"\x00"))) // bitmap.row_bytes
    below = (len(bitmap.data) - len(bitmap.data.rstrip(b"\x00"))) // bitmap.row_bytes
    rows = bitmap.data[above * bitmap.row_bytes : len(bitmap.data) - below * bitmap.row_bytes]
    return above, Bitmap(row_bytes=bitmap.row_bytes, data=rows), below


def dashes(width_dots: int) -> Bitmap:
    """Return a dashed line two dots high, ten dots on and six off, the same at both edges."""
    row = (b"\x1f\xf8" * (width_dots // 16 + 1))[: width_dots // 8]
    return Bitmap(row_bytes=len(row), data=row * 2)


def qr_module_dots(modules: int, width_dots: int) -> int:
    """Return the side of one module in dots for a code of so many modules; 0 when it does not fit.

    Six dots are 0.75 mm, which old phones read; larger would only cost time on a serial line.
    """
    return MODULE_DOTS if (modules + 2 * QUIET_MODULES) * MODULE_DOTS <= width_dots else 0


def qr_bitmap(data: str, width_dots: int) -> Bitmap | None:
    """Return a QR code of level M with its quiet zone, centred on the paper; None when it is too long for it.

    The margin is part of the picture: whether ESC a moves a raster differs between printers.
    """
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.exceptions import DataOverflowError

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(data)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        return None
    module = qr_module_dots(code.modules_count, width_dots)
    return _enlarged(code.get_matrix(), module, width_dots) if module else None


def _enlarged(matrix: list[list[bool]], module: int, width_dots: int) -> Bitmap:
    side = len(matrix) * module
    left = (width_dots - side) // 2
    row_bytes = (left + side + 7) // 8
    spare = row_bytes * 8 - left - side
    rows = bytearray()
    for line in matrix:
        bits = "".join(("1" if dark else "0") * module for dark in line)
        row = (int(bits, 2) << spare).to_bytes(row_bytes, "big")
        rows += row * module
    return Bitmap(row_bytes=row_bytes, data=bytes(rows))


def _gs_v_0(row_bytes: int, data: bytes) -> bytes:
    rows = len(data) // row_bytes
    header = bytes((0x1D, 0x76, 0x30, 0x00)) + row_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little")
    return header + without_real_time(data)
