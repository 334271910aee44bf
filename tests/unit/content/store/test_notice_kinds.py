"""Notices of a file from before there were kinds, and their history."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from content.clock import SetClock, to_text
from content.model.codes import NoticeKind
from content.store import driver, migrations
from content.store.database import Market
from content.store.mapping import row_mapping
from tests.unit.content.store.samples import KEYS, NOTICE, NOW


def test_an_older_notice_and_its_versions_are_plain_notices(tmp_path: Path) -> None:
    path = tmp_path / "market.db"
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="notice_kinds")
    row = {name: value for name, value in row_mapping(type(NOTICE)).to_row(NOTICE).items() if name != "kind"}
    db.table("notice").insert(row | {"words": ""})
    db.execute('INSERT INTO history (kind, record_id, version, at, "by", deed, note, changed) VALUES (?,?,?,?,?,?,?,?)',
               ["notice", NOTICE.id, 1, to_text(NOW), "甲", "saved", "", json.dumps(row)])  # fmt: skip
    db.close()
    market = Market.open(path, KEYS, SetClock(NOW))
    changed = replace(NOTICE, title="改过的标题", kind=NoticeKind.PUBLICITY)
    market.write(lambda tables: tables.notices.save(changed, 1, "乙"))
    with market.reading() as tables:
        now, first = tables.notices.get(NOTICE.id), tables.notices.at_version(NOTICE.id, 1)
        (latest, _) = tables.notices.revisions(NOTICE.id)
    market.close()
    assert now is not None and first is not None
    assert (now.kind, first.kind) == (NoticeKind.PUBLICITY, NoticeKind.NOTICE)
    assert {change.field for change in latest.changes} == {"title", "kind"}
