"""素材: pictures, films, recordings; the bytes lie by their sha256, the record says what they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.codes import MediaKind
from content.model.editorial import Editorial


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaItem(Editorial):
    """One 素材; sizes in pixels and milliseconds, 0 where there is none."""

    title: str
    kind: MediaKind
    mime: str  # as the content says, not the name
    sha256: str  # lower-case hex; where the bytes lie
    size: int
    width: int = 0
    height: int = 0
    length_ms: int = 0
    file_name: str = ""  # as it was uploaded
    page_of: str = ""  # id of the PDF this picture is a page of
    page: int = 0
    prompt: str = ""  # key of the spoken prompt this recording says (`content.model.prompts`)
    on_screens: bool = False  # a picture or film of its own in the round
    shown_from: datetime | None = None
    shown_until: datetime | None = None
