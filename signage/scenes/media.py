"""Pictures, pages of papers and films from the desk, over the whole stage."""

from __future__ import annotations

from functools import lru_cache

from content.model.published import PublicMedia
from signage.scenes.scene import Scene, Shape, paint

PICTURE_S = 15
PAGE_S = 25  # a page of a paper is read
_FILM_S = (5, 30, 300)  # shortest, of unknown length, longest
_UPRIGHT = 1.15  # a page so much taller than wide is read in two halves on a glass that hangs across

# relative, so that the draft's preview can serve the same markup below its own path
_FOLDER = "media/"


@lru_cache(maxsize=256)
def picture(media: PublicMedia, shape: Shape) -> tuple[Scene, ...]:
    """Paint a picture; an upright page of a paper in two halves on glass that hangs across."""
    halved = bool(media.page_of) and shape is Shape.LANDSCAPE and media.height > media.width * _UPRIGHT
    parts = ("upper", "lower") if halved else ("whole",)
    return tuple(
        paint("picture", {"address": _FOLDER + media.blob, "title": media.title, "part": part},
              content_ids=(media.id,), valid_until=media.valid_until,
              seconds=PAGE_S if media.page_of else PICTURE_S)
        for part in parts
    )  # fmt: skip


@lru_cache(maxsize=64)
def film(media: PublicMedia) -> Scene:
    """Paint a film without its sound, as long as it runs; the stage puts one of its two players in."""
    shortest, unknown, longest = _FILM_S
    whole = -(-media.length_ms // 1000) if media.length_ms else unknown
    return paint("film", {"address": _FOLDER + media.blob, "title": media.title}, content_ids=(media.id,),
                 valid_until=media.valid_until, seconds=min(max(whole, shortest), longest))  # fmt: skip
