"""定稿 of reports: nothing changes or goes, another version needs its reason, a text that was touched is found."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from content.clock import SetClock
from content.errors import StoreError
from content.model.reports import FrozenReport, ReportKind
from content.store import driver, migrations
from content.store.database import Market
from content.store.frozen_reports import whole
from tests.unit.content.store.samples import DAY, EMPLOYER, KEYS, NOW

CONTENT = '{"title":"2026年10月运营数据报告"}'
REPORT = FrozenReport(
    id="r-1", kind=ReportKind.MONTH, subject="2026-10", version=1, content=CONTENT, rows_sha256="ab" * 32,
    sha256=sha256(CONTENT.encode()).hexdigest(), reason="", frozen_by="staff-1", frozen_at=NOW,
)  # fmt: skip


def test_a_second_version_needs_a_reason_and_the_first_stays(market: Market) -> None:
    first = market.write(lambda tables: tables.frozen_reports.freeze(REPORT))
    again = replace(REPORT, id="r-2", frozen_at=NOW + DAY)
    with pytest.raises(StoreError, match="请写明原因"):
        market.write(lambda tables: tables.frozen_reports.freeze(replace(again, reason="  ")))
    second = market.write(lambda tables: tables.frozen_reports.freeze(replace(again, reason="补录三条走访")))
    with market.reading() as tables:
        assert tables.frozen_reports.versions(ReportKind.MONTH, "2026-10") == (second, first)
        assert tables.frozen_reports.get("r-1") == first == REPORT
        assert (second.version, second.reason) == (2, "补录三条走访")
        assert tables.frozen_reports.standing(ReportKind.MONTH) == {"2026-10": 2}
        assert tables.frozen_reports.standing(ReportKind.FAIR) == {}


def test_a_digest_that_is_not_the_contents_is_not_kept(market: Market) -> None:
    with pytest.raises(StoreError, match="对不上"):
        market.write(lambda tables: tables.frozen_reports.freeze(replace(REPORT, content=CONTENT + " ")))
    with market.reading() as tables:
        assert tables.frozen_reports.versions(ReportKind.MONTH, "2026-10") == ()


@pytest.mark.parametrize("deed", ("UPDATE frozen_report SET content = 'x'", "DELETE FROM frozen_report"))
def test_the_program_itself_can_neither_change_nor_remove_one(market: Market, deed: str) -> None:
    market.write(lambda tables: tables.frozen_reports.freeze(REPORT))
    with pytest.raises((sqlite3.Error, StoreError)):
        market.write(lambda tables: tables._db.execute(deed))
    with market.reading() as tables:
        assert tables.frozen_reports.get("r-1") == REPORT


def test_a_text_touched_outside_the_program_is_found(market: Market) -> None:
    market.write(lambda tables: tables.frozen_reports.freeze(REPORT))

    def forge(tables: object) -> None:
        db = tables._db  # type: ignore[attr-defined]
        db.execute("DROP TRIGGER frozen_report_kept")
        db.execute("UPDATE frozen_report SET content = replace(content, '10', '11')")

    assert whole(REPORT)
    market.write(forge)
    with market.reading() as tables:
        found = tables.frozen_reports.get("r-1")
    assert found is not None
    assert not whole(found)


def test_a_file_of_an_earlier_program_gets_the_table_and_keeps_its_records(tmp_path: Path) -> None:
    path = tmp_path / "market.db"
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="frozen_reports")
    assert not db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'frozen_report'").fetchone()[0]
    db.execute("INSERT INTO setting (name, value, updated_at) VALUES ('old', '1', '2026-11-23T01:30:00.000Z')")
    db.close()
    market = Market.open(path, KEYS, SetClock(NOW))
    try:
        market.write(lambda tables: tables.employers.save(EMPLOYER, None))
        market.write(lambda tables: tables.frozen_reports.freeze(REPORT))
        with market.reading() as tables:
            assert tables.frozen_reports.get("r-1") == REPORT
            assert tables._db.execute("SELECT value FROM setting WHERE name = 'old'").fetchone() == ("1",)
    finally:
        market.close()
