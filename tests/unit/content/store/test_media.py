"""素材: bytes lie once by their digest, recordings are known by what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from content.errors import StoreError
from content.model.codes import MediaKind, Stage
from content.model.media import MediaItem
from content.model.prompts import PROMPTS, missing_prompts
from content.store.database import Market
from content.store.media_files import MediaFiles
from tests.unit.content.store.samples import NOW

PICTURE = MediaItem(
    id="media-1", title="市场大门", kind=MediaKind.IMAGE, mime="image/png", sha256="0" * 64, size=3, width=4, height=3,
    stage=Stage.DRAFT, created_at=NOW, created_by="staff-1", updated_at=NOW,
)  # fmt: skip


def test_bytes_lie_once_by_their_digest(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path / "media")
    digest = sha256(b"abc").hexdigest()
    assert files.put([b"a", b"bc"]) == (digest, 3)
    (tmp_path / "upload").write_bytes(b"abc")
    assert files.put_file(tmp_path / "upload") == (digest, 3)
    assert [one.name for one in (tmp_path / "media").iterdir()] == [digest]
    assert files.path_of(digest).read_bytes() == b"abc"
    assert files.has(digest, 3)
    assert not files.has(digest, 4)


def test_a_broken_upload_leaves_nothing(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path / "media")

    def broken() -> Iterator[bytes]:
        yield b"abc"
        raise ConnectionResetError("线断了")

    with pytest.raises(StoreError):
        files.put(broken())
    assert list((tmp_path / "media").iterdir()) == []


def test_what_no_record_names_is_swept(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path / "media")
    kept, _ = files.put([b"kept"])
    files.put([b"gone"])
    assert files.sweep(frozenset({kept})) == 1
    assert files.has(kept, 4)


def test_pages_of_a_pdf_come_in_order(market: Market) -> None:
    for page in (2, 1, 3):
        item = replace(PICTURE, id=f"page-{page}", page_of="pdf-1", page=page)
        market.write(lambda tables, item=item: tables.media.save(item, None, "甲"))
    with market.reading() as tables:
        assert [one.page for one in tables.media.pages_of("pdf-1")] == [1, 2, 3]
        assert tables.media.by_sha256("0" * 64)[0].id == "page-2"


def test_the_newest_recording_of_a_prompt_counts_and_the_missing_are_named(market: Market) -> None:
    for place, stage in enumerate((Stage.DRAFT, Stage.DRAFT, Stage.WITHDRAWN)):
        clip = replace(PICTURE, id=f"clip-{place}", kind=MediaKind.AUDIO, prompt="welcome", stage=stage,
                       updated_at=NOW + timedelta(hours=place))  # fmt: skip
        market.write(lambda tables, clip=clip: tables.media.save(clip, None, "甲"))
    with market.reading() as tables:
        clips = tables.media.clips()
    assert {key: clip.id for key, clip in clips.items()} == {"welcome": "clip-1"}
    assert missing_prompts(frozenset(clips)) == tuple(key for key in PROMPTS if key != "welcome")
