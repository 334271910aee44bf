"""素材 at the desk: what a new one starts with, what a file that was taken in makes of it, how it is said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from content.admin.fields import Field, Group, Kind
from content.feeds.intake import Taken
from content.feeds.recognise import FileSort, mime_of
from content.model.codes import MediaKind, Stage
from content.model.ids import new_id
from content.model.media import MediaItem
from content.model.people import Staff
from content.model.prompts import PROMPTS
from content.store.media_files import MediaFiles

_KINDS = {FileSort.IMAGE: MediaKind.IMAGE, FileSort.PDF: MediaKind.PDF, FileSort.VIDEO: MediaKind.VIDEO,
          FileSort.AUDIO: MediaKind.AUDIO}  # fmt: skip
_HEAD = 4096
_LONGEST_TITLE = 60


def media_groups(kind: MediaKind) -> tuple[Group, ...]:
    """Return the form of a 素材: what it is called, where and how long it is shown, and what a recording says."""
    if kind is MediaKind.AUDIO:
        return (Group(title="说什么", fields=(
            Field(name="title", label="名称", width=6, needed=True),
            Field(name="prompt", label="说的是哪一句提示", kind=Kind.CHOICE, width=6,
                  options={"": "（不是提示）", **{key: f"{words}（{key}）" for key, words in PROMPTS.items()}}),
        )),)  # fmt: skip
    return (Group(title="叫什么，在哪里放", fields=(
        Field(name="title", label="名称", width=6, needed=True, hint="例如：12 月招聘会海报"),
        Field(name="shown_from", label="从什么时候起显示", kind=Kind.INSTANT, optional=True, hint="马上就能用就不填"),
        Field(name="shown_until", label="最后一天", kind=Kind.UNTIL, optional=True, hint="过了自己下架；长期用就不填"),
        Field(name="on_screens", label="在大厅信息屏上轮播（图片、视频）", kind=Kind.FLAG, width=6),
    )),)  # fmt: skip


def blank_media(staff: Staff, now: datetime) -> MediaItem:
    """Return what a new 素材 starts with: no file yet."""
    return MediaItem(id=new_id(now), title="", kind=MediaKind.IMAGE, mime="", sha256="", size=0, stage=Stage.DRAFT,
                     created_at=now, created_by=staff.id, updated_at=now)  # fmt: skip


def media_from(base: MediaItem, values: Mapping[str, Any], staff: Staff, now: datetime) -> MediaItem:
    """Return the 素材 with typed values put in."""
    return replace(base, **values, updated_at=now)


def clip_of(prompt: str, staff: Staff, now: datetime) -> MediaItem:
    """Return what a new recording of a prompt starts with."""
    return replace(blank_media(staff, now), title=f"语音：{PROMPTS[prompt]}"[:_LONGEST_TITLE], kind=MediaKind.AUDIO,
                   prompt=prompt)  # fmt: skip


def with_file(base: MediaItem, taken: Taken, files: MediaFiles,
              now: datetime) -> tuple[MediaItem, tuple[MediaItem, ...]]:  # fmt: skip
    """Store a file that was taken in and return what it makes of a 素材, and the pages of a PDF; blocks.

    Of a picture the workshop's copy is kept, which tells nothing of where it was taken.
    """
    title = base.title or Path(taken.name).stem[:_LONGEST_TITLE]
    named = replace(base, title=title, kind=_KINDS[taken.sort], file_name=taken.name, width=0, height=0, length_ms=0)
    pictures = taken.result.get("pictures", [])
    if taken.sort is FileSort.IMAGE:
        return _pictured(named, taken.folder, pictures[0], files), ()
    whole = _laid(named, taken.source, files, taken.sort)
    seconds = (taken.result.get("clip") or {}).get("seconds")
    whole = replace(whole, length_ms=int(seconds * 1000) if seconds else 0)
    bare = replace(named, kind=MediaKind.IMAGE, page_of=base.id, prompt="", on_screens=False)
    pages = tuple(
        _pictured(replace(bare, id=new_id(now), page=number, title=f"{title} 第 {number} 页"), taken.folder, one, files)
        for number, one in enumerate(pictures, 1)
    )
    return whole, pages


def _pictured(item: MediaItem, folder: Path, picture: Mapping[str, Any], files: MediaFiles) -> MediaItem:
    laid = _laid(item, folder / picture["name"], files, FileSort.IMAGE)
    return replace(laid, width=picture["width"], height=picture["height"])


def _laid(item: MediaItem, path: Path, files: MediaFiles, sort: FileSort) -> MediaItem:
    with path.open("rb") as file:
        mime = mime_of(file.read(_HEAD), sort)
    sha256, size = files.put_file(path)
    return replace(item, mime=mime, sha256=sha256, size=size)


def size_words(size: int) -> str:
    """Return 380 KB or 2.4 MB."""
    return f"{max(size // 1000, 1)} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def facts(item: MediaItem, pages: int = 0) -> str:
    """Return what a file is in words: 1200×800，380 KB, or 3 页，2.4 MB."""
    parts = [f"{item.width}×{item.height}"] if item.width else []
    parts += [f"{pages} 页"] if pages else []
    seconds = item.length_ms / 1000
    parts += [f"{seconds / 60:.1f} 分钟" if seconds >= 90 else f"{seconds:.1f} 秒"] if item.length_ms else []
    return "，".join((*parts, size_words(item.size)))
