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
from content.model.published import LicenceDisplay
from content.store.database import Market
from content.store.media_files import MediaFiles
from content.store.records import Page
from content.store.tables import Tables
from tests.unit.content.store.samples import ARTICLE, COURSE, FAIR, NOTICE, NOW

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


PDF = replace(PICTURE, id="pdf-1", title="补贴公示", kind=MediaKind.PDF, mime="application/pdf")


def _pages(number: int) -> tuple[MediaItem, ...]:
    return tuple(replace(PICTURE, id=f"pdf-1-{page}", page_of="pdf-1", page=page) for page in range(1, number + 1))


def test_pages_follow_their_pdf_and_stand_in_no_list_of_their_own(market: Market) -> None:
    def put(tables: Tables) -> None:
        tables.media.save(PDF, None, "甲")
        tables.media.put_pages("pdf-1", _pages(3))
        for stage in (Stage.SUBMITTED, Stage.APPROVED):
            tables.media.set_stage("pdf-1", stage, "乙", NOW)

    market.write(put)
    with market.reading() as tables:
        assert {one.stage for one in tables.media.pages_of("pdf-1")} == {Stage.APPROVED}
        assert [one.id for one in tables.media.page(Page())[0]] == ["pdf-1"]
        assert tables.media.counts()[Stage.APPROVED] == 1
        stored = tables.media.get("pdf-1")
    assert stored is not None
    # what the hall sees has changed, so the pages go back to the reviewer with it
    market.write(lambda tables: tables.media.save(replace(stored, title="改名"), stored.version, "甲"))
    market.write(lambda tables: tables.media.put_pages("pdf-1", _pages(2)))
    with market.reading() as tables:
        assert [(one.page, one.stage) for one in tables.media.pages_of("pdf-1")] == [
            (1, Stage.SUBMITTED), (2, Stage.SUBMITTED)]  # fmt: skip


def test_an_edition_that_carries_the_pages_carries_the_pdf(market: Market) -> None:
    def put(tables: Tables) -> None:
        tables.media.save(replace(PDF, stage=Stage.APPROVED), None, "甲")
        tables.media.save(replace(PICTURE, stage=Stage.APPROVED), None, "甲")
        tables.media.put_pages("pdf-1", _pages(1))
        tables.media.mark_published(["pdf-1-1"], NOW)

    market.write(put)
    with market.reading() as tables:
        carried = {one.id: one.published_at for one in tables.media.page(Page())[0]}
    assert carried == {"pdf-1": NOW, "media-1": None}


def test_a_pdf_with_another_file_does_not_go_back_to_pages_it_has_no_more(market: Market) -> None:
    market.write(lambda tables: tables.media.save(PDF, None, "甲"))
    market.write(lambda tables: tables.media.save(replace(PDF, title="二"), 1, "甲"))
    assert market.write(lambda tables: tables.media.restore("pdf-1", 1, "甲", NOW)).title == "补贴公示"
    market.write(lambda tables: tables.media.save(replace(PDF, sha256="1" * 64), 3, "甲"))
    with pytest.raises(StoreError, match="重新上传"):
        market.write(lambda tables: tables.media.restore("pdf-1", 1, "甲", NOW))


def test_where_a_picture_is_shown_is_known(market: Market) -> None:
    licences = LicenceDisplay(business_licence_media="media-1", supervisor="样例局")

    def put(tables: Tables) -> None:
        tables.media.save(PICTURE, None, "甲")
        tables.notices.save(replace(NOTICE, media=("media-1", "pdf-1")), None, "甲")
        tables.fairs.save(replace(FAIR, media=("media-1",)), None, "甲")
        tables.courses.save(replace(COURSE, media=("media-1",), stage=Stage.WITHDRAWN), None, "甲")
        tables.articles.save(ARTICLE, None, "甲")
        tables.market.save(replace(tables.market.get(), licences=licences), 0, "甲")

    market.write(put)
    with market.reading() as tables:
        found = tables.media.used_in(["media-1", "pdf-1", "nobody"])
        assert tables.media.used_in([]) == {}
    assert {use.title for use in found["media-1"]} == {NOTICE.title, FAIR.name, "证照公示"}
    assert [(use.table, use.id) for use in found["pdf-1"]] == [("notice", NOTICE.id)]
    assert found["nobody"] == ()


def test_recordings_are_listed_newest_first_without_the_withdrawn(market: Market) -> None:
    for place, stage in enumerate((Stage.APPROVED, Stage.SUBMITTED, Stage.WITHDRAWN)):
        clip = replace(PICTURE, id=f"clip-{place}", kind=MediaKind.AUDIO, prompt="welcome", stage=stage,
                       updated_at=NOW + timedelta(hours=place))  # fmt: skip
        market.write(lambda tables, clip=clip: tables.media.save(clip, None, "甲"))
    with market.reading() as tables:
        assert [one.id for one in tables.media.recordings()] == ["clip-1", "clip-0"]
