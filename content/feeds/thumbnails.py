"""Small pictures for the desk's lists, made from what the workshop wrote and kept in memory."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from content.feeds.recognise import MOST_PIXELS

_SIDE = 320  # drawn at 160, so sharp at twice the density
_KEPT = 400  # some 10 KB each


@lru_cache(maxsize=_KEPT)
def thumbnail(path: Path) -> bytes | None:
    """Return a picture as a JPEG of at most 320 px a side; None where it is none. The bytes of a path never change."""
    try:
        with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.draft("RGB", (_SIDE, _SIDE))
            image.thumbnail((_SIDE, _SIDE))
            flat = Image.new("RGB", image.size, "white")
            clear = image.convert("RGBA")
            flat.paste(clear, mask=clear.getchannel("A"))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=80)
    return out.getvalue()
