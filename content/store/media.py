"""素材 in market.db; their bytes lie in a folder beside it, by sha256 (`content.store.media_files`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from content.errors import StoreError
from content.model.codes import MediaKind, Stage
from content.model.media import MediaItem
from content.store.editorial import EditorialTable
from content.store.listing import Listed
from content.store.mapping import Row
from content.store.market_settings import MarketBook
from content.store.records import Named, Page, equal_to, looked_after, sorted_by

# what shows 配图, and what it is called there
_SHOWING = {"job": "title", "policy": "title", "course": "name", "fair": "name", "article": "title", "notice": "title"}
# what a page has from its PDF, so that one decision is for all of them
_FOLLOWED = ("stage", "shown_from", "shown_until", "reviewed_by", "reviewed_at", "carried_at", "updated_at", "owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One place that shows a 素材: the table it stands in ("licences" for 证照公示), its id and what it is called."""

    table: str
    id: str
    title: str


class MediaItems(EditorialTable[MediaItem]):
    """The pictures, films and recordings; a list has the pages of a PDF only where it asks for them by `page_of`."""

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
    # what follows from the bytes, whose digest changes with them
    unpublished = EditorialTable.unpublished | {
        "mime", "size", "width", "height", "length_ms", "file_name", "page_of", "page"}  # fmt: skip
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

    def recordings(self) -> tuple[MediaItem, ...]:
        """Return every recording of a spoken prompt that was not withdrawn, newest first."""
        return self._select("WHERE prompt <> '' AND stage <> 'withdrawn' ORDER BY updated_at DESC, rowid DESC", {})

    def used_in(self, ids: Iterable[str]) -> dict[str, tuple[Use, ...]]:
        """Return where each of some 素材 is shown, by its id; what was withdrawn shows nothing."""
        wanted = tuple(ids)
        found: dict[str, list[Use]] = {one: [] for one in wanted}
        if not wanted:
            return {}
        marks = ",".join("?" * len(wanted))
        for table, name in _SHOWING.items():
            rows = self._db.execute(
                f"SELECT shown.value, {table}.id, {table}.{name} FROM {table}, json_each({table}.media) AS shown "
                f"WHERE {table}.media <> '[]' AND {table}.stage <> 'withdrawn' AND shown.value IN ({marks}) "
                f"ORDER BY {table}.rowid DESC", wanted,
            )  # fmt: skip
            for media_id, record_id, title in rows.fetchall():
                found[media_id].append(Use(table=table, id=record_id, title=title))
        licences = MarketBook(self._db, self._clock).get().licences
        for media_id in (licences.business_licence_media, licences.agency_licence_media):
            if media_id in found:
                found[media_id].append(Use(table="licences", id="", title="证照公示"))
        return {one: tuple(uses) for one, uses in found.items()}

    def digests(self) -> frozenset[str]:
        """Return every file that a record names or named in an earlier version, which one may go back to."""
        rows = self._db.execute(
            "SELECT sha256 FROM media UNION "
            "SELECT json_extract(changed, '$.sha256') FROM history WHERE kind = 'media'"
        )
        return frozenset(sha256 for (sha256,) in rows.fetchall() if sha256)

    def put_pages(self, pdf_id: str, pages: Iterable[MediaItem]) -> None:
        """Make these the pages of a PDF in place of those it had."""
        pdf = self._needed(pdf_id)
        self._db.execute("DELETE FROM media WHERE page_of = ?", [pdf_id])
        for page in pages:
            self._insert(replace(page, page_of=pdf_id), pdf.updated_by or pdf.created_by)
        self._stored(self._row_of(pdf))

    def restore(self, record_id: str, version: int, by: str, now: datetime) -> MediaItem:
        """Make an earlier version the newest one; StoreError for a PDF whose file was changed since."""
        stored, past = self._needed(record_id), self.at_version(record_id, version)
        if stored.kind is MediaKind.PDF and past is not None and past.sha256 != stored.sha256:
            raise StoreError("这份 PDF 换过文件，旧文件的各页已经不在了，请把旧文件重新上传一次。")
        return super().restore(record_id, version, by, now)

    def counts(self) -> dict[Stage, int]:
        """Return how many stand at each stage; a PDF counts once."""
        rows = self._db.execute("SELECT stage, count(*) FROM media WHERE page_of = '' GROUP BY stage").fetchall()
        found = {Stage(stage): number for stage, number in rows}
        return {stage: found.get(stage, 0) for stage in Stage}

    def mark_published(self, ids: Iterable[str], now: datetime) -> None:
        """Note what an edition carries; a PDF is carried by its pages."""
        carried = tuple(ids)
        super().mark_published(carried, now)
        marks = ",".join("?" * len(carried))
        pdfs = self._db.execute(f"SELECT DISTINCT page_of FROM media WHERE page_of <> '' AND id IN ({marks})", carried)
        super().mark_published((pdf for (pdf,) in pdfs.fetchall()), now)

    def _listed(self, page: Page) -> Listed:
        if all(name != "page_of" for name, _ in page.filters):
            page = replace(page, filters=(*page.filters, ("page_of", "")))
        return super()._listed(page)

    def _stored(self, row: Row) -> None:
        if row["kind"] == MediaKind.PDF.value:
            followed = ", ".join(f"{name} = :{name}" for name in _FOLLOWED)
            self._db.execute(f"UPDATE media SET {followed} WHERE page_of = :id", row)
