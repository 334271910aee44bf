"""A picture is known by its bytes (ISO/IEC 15948, ITU-T T.81), whatever its sender says."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from content.hubapi.picture_bytes import is_jpeg, png_size


def made(form: str, size: tuple[int, int] = (64, 36)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, form)
    return out.getvalue()


PNG = made("PNG")


def test_a_whole_png_tells_its_size() -> None:
    assert png_size(PNG) == (64, 36)


@pytest.mark.parametrize("data", [
    b"", PNG[:-1], PNG + b"x", made("JPEG"), made("GIF"), b"<svg/>", PNG[:8] + PNG[8 + 25 :],
    PNG.replace(PNG[40:44], bytes(255 - byte for byte in PNG[40:44])),
], ids=["empty", "cut", "more behind", "jpeg", "gif", "svg", "no head", "a flipped byte"])  # fmt: skip
def test_anything_else_is_no_png(data: bytes) -> None:
    assert png_size(data) is None


def test_a_png_that_claims_a_million_pixels_a_side_is_refused() -> None:
    head = struct.pack(">IIBBBBB", 1_000_000, 36, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    huge = PNG[:8] + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + PNG[33:]
    assert png_size(huge) is None


def test_a_jpeg_begins_and_ends_as_one() -> None:
    whole = made("JPEG")
    assert is_jpeg(whole)
    assert not any(is_jpeg(one) for one in (whole[:-2], PNG, b"\xff\xd8\xff", b""))
