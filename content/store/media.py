"""素材 in market.db; their bytes lie in a folder beside it, by sha256 (`content.store.media_files`)."""

from __future__ import annotations

from typing import ClassVar

from content.model.media import MediaItem
from content.store.editorial import EditorialTable
from content.store.records import Named, equal_to, looked_after, sorted_by


class MediaItems(EditorialTable[MediaItem]):
    """The pictures, films and recordings."""

    kind = MediaItem
    table = "media"
    word = "素材"
    over = "(media.shown_until IS NOT NULL AND media.shown_until <= :now)"
    sorts: ClassVar[Named] = sorted_by("media", "title kind size updated_at stage")
    filters: ClassVar[Named] = {
        **looked_after("media"), **equal_to("media", "kind page_of prompt"),
        "spoken": "(media.prompt <> '') = (:value = '1')",
    }  # fmt: skip
    newest_first = "media.rowid DESC"
    living = "(media.shown_until IS NULL OR media.shown_until > :now)"

    def by_sha256(self, sha256: str) -> tuple[MediaItem, ...]:
        """Return the records of one file."""
        return self._select("WHERE sha256 = :sha256 ORDER BY rowid", {"sha256": sha256})

    def some(self, ids: tuple[str, ...]) -> tuple[MediaItem, ...]:
        """Return the records of those ids that there are, in that order."""
        return tuple(found for one in ids if (found := self.get(one)) is not None)

    def pages_of(self, media_id: str) -> tuple[MediaItem, ...]:
        """Return the pictures of a PDF's pages in order."""
        return self._select("WHERE page_of = :id ORDER BY page", {"id": media_id})

    def clips(self) -> dict[str, MediaItem]:
        """Return the newest recording of each spoken prompt, whatever its stage, by the prompt's key."""
        found = self._select("WHERE prompt <> '' AND stage <> 'withdrawn' ORDER BY updated_at, rowid", {})
        return {one.prompt: one for one in found}
