"""Whether bytes are a picture of the kind they are said to be: pure, by content, nothing is decoded."""

from __future__ import annotations

import struct
import zlib

_PNG = b"\x89PNG\r\n\x1a\n"
_LARGEST = 8192  # pixels a side, beyond 4K both ways


def png_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a whole PNG (ISO/IEC 15948: signature, chunks with CRC, IEND last), or None."""
    place, size = len(_PNG), None
    if not data.startswith(_PNG):
        return None
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        kind, end = data[place + 4 : place + 8], place + 12 + length
        if end > len(data) or struct.unpack_from(">I", data, end - 4)[0] != zlib.crc32(data[place + 4 : end - 4]):
            return None
        if size is None:
            if kind != b"IHDR" or length != 13:
                return None
            size = struct.unpack_from(">II", data, place + 8)
        if kind == b"IEND":
            whole = end == len(data) and 0 < size[0] <= _LARGEST and 0 < size[1] <= _LARGEST
            return (int(size[0]), int(size[1])) if whole else None
        place = end
    return None


def is_jpeg(data: bytes) -> bool:
    """Say whether the bytes begin and end as a JPEG does (ITU-T T.81: SOI, a further marker, EOI)."""
    return len(data) > 4 and data.startswith(b"\xff\xd8\xff") and data.endswith(b"\xff\xd9")
