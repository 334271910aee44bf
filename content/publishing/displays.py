"""The allow-list of what hangs beside the records: pictures, films, recordings, licences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from content.edition.format import BlobRef
from content.model.codes import MediaKind, Stage
from content.model.media import MediaItem
from content.model.published import EditionContent, PublicMedia
from content.store.media_files import MediaFiles
from content.store.tables import Tables

_ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "video/mp4": ".mp4", "video/webm": ".webm",
    "audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/ogg": ".ogg", "audio/wav": ".wav", "audio/webm": ".weba",
}  # fmt: skip
_AUDIENCE = {MediaKind.IMAGE: ("kiosk", "screen", "public"), MediaKind.VIDEO: ("kiosk", "screen"),
             MediaKind.AUDIO: ("kiosk",)}  # fmt: skip
_PREFIX = "media-"
_DIGEST = 64  # characters of a sha256 in a blob's name


def blob_name(item: MediaItem) -> str:
    """Return what the file is called in the manifest; the same bytes have the same name."""
    return f"{_PREFIX}{item.sha256}{_ENDINGS.get(item.mime, '')}"


def public_media(item: MediaItem, now: datetime) -> PublicMedia | None:
    """Return the public side of a 素材, or None when it is not approved, is over, or is a PDF (its pages go)."""
    if item.stage is not Stage.APPROVED or (item.shown_until is not None and item.shown_until <= now):
        return None
    if item.kind is MediaKind.PDF:
        return None
    return PublicMedia(
        id=item.id, kind=item.kind, mime=item.mime, blob=blob_name(item), title=item.title, width=item.width,
        height=item.height, length_ms=item.length_ms, prompt=item.prompt, on_screens=item.on_screens,
        shown_from=item.shown_from, valid_until=item.shown_until, page_of=item.page_of, page=item.page,
    )  # fmt: skip


def _wanted(content: EditionContent) -> frozenset[str]:
    """Return the ids that the other records and the licences name."""
    records: tuple[tuple[str, ...], ...] = tuple(
        one.media for kind in (content.jobs, content.policies, content.courses, content.fairs, content.articles,
                               content.notices) for one in kind
    )  # fmt: skip
    licences = (content.licences.business_licence_media, content.licences.agency_licence_media)
    return frozenset(key for media in (*records, licences) for key in media) - {""}


def with_media(tables: Tables, content: EditionContent, now: datetime) -> EditionContent:
    """Add the 素材 that is shown: what records name (a PDF by its pages), what runs on screens, the newest clips."""
    wanted, items = _wanted(content), tables.media.publishable(now)
    if not items:
        return _without(content, frozenset())
    pdfs = {one.id for one in items if one.kind is MediaKind.PDF and one.id in wanted}
    clips: dict[str, MediaItem] = {}
    for item in sorted(items, key=lambda one: (one.updated_at, one.id)):
        if item.prompt:
            clips[item.prompt] = item
    shown = [one for one in items if one.id in wanted or one.page_of in pdfs or one.on_screens
             or (one.prompt and clips[one.prompt].id == one.id)]  # fmt: skip
    paged = sorted(shown, key=lambda one: one.page)
    pages = {key: tuple(one.id for one in paged if one.page_of == key) for key in pdfs}
    public = tuple(found for one in shown if (found := public_media(one, now)) is not None)
    ordered = replace(content, media=tuple(sorted(public, key=lambda one: one.id)))
    return _without(ordered, frozenset(one.id for one in public), pages)


def _without(content: EditionContent, there: frozenset[str],
             pages: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> EditionContent:  # fmt: skip
    """Let records name only what the edition holds, the pages of a PDF in its place."""

    def kept(keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for key in keys for one in pages.get(key, (key,)) if one in there)

    def lean(records: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(replace(one, media=kept(one.media)) if one.media else one for one in records)

    licences = content.licences
    return replace(
        content, jobs=lean(content.jobs), policies=lean(content.policies), courses=lean(content.courses),
        fairs=lean(content.fairs), articles=lean(content.articles), notices=lean(content.notices),
        licences=replace(licences, business_licence_media="".join(kept((licences.business_licence_media,))[:1]),
                         agency_licence_media="".join(kept((licences.agency_licence_media,))[:1])),
    )  # fmt: skip


def with_files(content: EditionContent, files: MediaFiles) -> tuple[EditionContent, tuple[str, ...]]:
    """Leave out what has lost its file, and say so: one missing picture must not keep 已招满 from the hall."""
    there = frozenset(one.id for one in content.media if files.path_of(digest_of(one)).is_file())
    lost = tuple(f"素材“{one.title}”的文件不在了，没有进这一期，请录入员重新上传。"
                 for one in content.media if one.id not in there)  # fmt: skip
    if not lost:
        return content, ()
    lean = replace(content, media=tuple(one for one in content.media if one.id in there))
    return _without(lean, there), lost


def digest_of(media: PublicMedia) -> str:
    """Return the sha256 in a blob's name."""
    return media.blob.removeprefix(_PREFIX)[:_DIGEST]


def media_refs(content: EditionContent, files: MediaFiles) -> tuple[BlobRef, ...]:
    """Return the blobs of the edition's 素材, each file once, for those who show it."""
    refs = {
        one.blob: BlobRef(name=one.blob, sha256=digest_of(one), size=files.path_of(digest_of(one)).stat().st_size,
                          audience=_AUDIENCE[one.kind])
        for one in content.media
    }  # fmt: skip
    return tuple(refs[name] for name in sorted(refs))
