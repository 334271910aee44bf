"""附件: kept with a record and its role, readable by this hub alone, gone for good when removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from content.clock import SetClock
from content.errors import StoreError
from content.model.attachments import Attachment, AttachmentRole
from content.privacy import KeyRing
from content.store import driver, migrations
from content.store.attachments import AttachmentFiles
from content.store.database import Market
from tests.unit.content.store.samples import KEYS, NOW

PLAIN = "委托王某某办理招聘".encode()


def _put(market: Market, key: str = "paper-1", role: AttachmentRole = AttachmentRole.AUTHORISATION) -> Attachment:
    paper = Attachment(id=key, subject="employer", subject_id="firm-1", role=role, mime="application/pdf",
                       size=len(PLAIN), sha256=market.attachment_files.put(key, PLAIN), added_at=NOW,
                       added_by="staff-1")  # fmt: skip
    market.write(lambda tables: tables.attachments.add(paper))
    return paper


def test_a_paper_is_kept_with_its_record_and_role(market: Market) -> None:
    paper = _put(market)
    _put(market, "paper-2", AttachmentRole.LICENCE)
    with market.reading() as tables:
        assert tables.attachments.get("paper-1") == paper
        assert tables.attachments.roles_of("employer", "firm-1") == {AttachmentRole.AUTHORISATION,
                                                                     AttachmentRole.LICENCE}  # fmt: skip
        assert tables.attachments.of("employer", "firm-2") == ()
        assert tables.attachments.of("fair", "firm-1") == ()
    assert market.attachment_files.read(paper) == PLAIN


def test_the_bytes_on_the_disk_say_nothing_and_open_in_one_place_only(market: Market, tmp_path: Path) -> None:
    paper = _put(market)
    (lying,) = (tmp_path / "attachments").iterdir()
    assert PLAIN not in lying.read_bytes()
    with pytest.raises(StoreError):
        market.attachment_files.read(replace(paper, id="paper-2"))
    strange = AttachmentFiles(tmp_path / "attachments", KeyRing.from_root(bytes(32)))
    with pytest.raises(StoreError):
        strange.read(paper)
    lying.write_bytes(lying.read_bytes()[:-1])
    with pytest.raises(StoreError):
        market.attachment_files.read(paper)


def test_what_is_removed_leaves_who_when_and_why(market: Market, tmp_path: Path) -> None:
    paper = _put(market)
    with pytest.raises(StoreError, match="写明为什么"):
        market.write(lambda tables: tables.attachments.remove("paper-1", "staff-2", NOW, "  "))
    at = NOW + timedelta(hours=1)
    gone = market.write(lambda tables: tables.attachments.remove("paper-1", "staff-2", at, "传错了"))
    market.attachment_files.drop(paper.sha256)
    assert list((tmp_path / "attachments").iterdir()) == []
    with market.reading() as tables:
        assert tables.attachments.get("paper-1") is None
        assert tables.attachments.roles_of("employer", "firm-1") == frozenset()
        assert tables.attachments.of("employer", "firm-1") == (gone,)
    assert (gone.removed_at, gone.removed_by, gone.removed_why) == (at, "staff-2", "传错了")
    with pytest.raises(StoreError, match="已经删除"):
        market.write(lambda tables: tables.attachments.remove("paper-1", "staff-2", at, "再来"))


def test_an_older_file_takes_papers(tmp_path: Path) -> None:
    path = tmp_path / "market.db"
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="attachments")
    assert "attachment" not in db.table_names()
    db.close()
    market = Market.open(path, KEYS, SetClock(NOW))
    paper = _put(market)
    with market.reading() as tables:
        assert tables.attachments.get("paper-1") == paper
    market.close()
