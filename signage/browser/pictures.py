"""Screenshots made small enough to travel and faithful enough to prove: PNG for the record, JPEG for a look."""

from __future__ import annotations

import io

from PIL import Image

PNG_LIMIT = 2 * 1024 * 1024
JPEG_LIMIT = 300 * 1024
_LIVE_LONG_SIDE = 1280
_COLOURS = 256


def opened(png: bytes) -> Image.Image:
    """Decode a screenshot; ValueError when it is none."""
    try:
        picture = Image.open(io.BytesIO(png))
        return picture.convert("RGB")
    except OSError as error:
        raise ValueError("not a picture") from error


def as_record(picture: Image.Image, limit: int = PNG_LIMIT) -> bytes:
    """Return the picture as PNG of at most `limit` bytes: exact where that fits, else of 256 colours, else halved."""
    exact = picture.getcolors(_COLOURS) is not None
    data = _png(picture.quantize(_COLOURS, dither=Image.Dither.NONE) if exact else picture)
    while len(data) > limit:
        data = _png(picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE))
        if len(data) > limit:
            picture = picture.resize((max(1, picture.width // 2), max(1, picture.height // 2)))
            data = _png(picture)
    return data


def as_live(picture: Image.Image, limit: int = JPEG_LIMIT) -> bytes:
    """Return the picture as JPEG of at most `limit` bytes, its long side 1280 pixels at most."""
    small = picture.copy()
    small.thumbnail((_LIVE_LONG_SIDE, _LIVE_LONG_SIDE))
    for quality in (80, 60, 40):
        data = _jpeg(small, quality)
        if len(data) <= limit:
            return data
    while len(data) > limit:
        small = small.resize((max(1, small.width // 2), max(1, small.height // 2)))
        data = _jpeg(small, 60)
    return data


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()
