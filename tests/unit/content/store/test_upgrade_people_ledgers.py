"""A file from before `people_ledgers` keeps its people, lines and corrections, and none of them is late or merged."""

from __future__ import annotations

from pathlib import Path

from content.clock import SetClock
from content.model.seekers import Correction
from content.store import driver, migrations
from content.store.database import Market
from content.store.mapping import row_mapping
from content.store.records import Page
from content.store.seekers import _seeker_row
from tests.unit.content.store.samples import KEYS, NOW, registration, seeker
from tests.unit.content.store.test_people_ledgers import _correction


def test_what_an_earlier_program_kept_is_all_there(tmp_path: Path) -> None:
    path, person, line = tmp_path / "market.db", seeker(NOW), registration()
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="people_ledgers")
    told = _correction("c-1", "", person.id_number.index or b"", reason="", corrected_by="")
    for table, row in (
        ("seeker", _seeker_row(person)), ("registration", row_mapping(type(line)).to_row(line)),
        ("correction", row_mapping(Correction, ("phone",)).to_row(told)),
    ):  # fmt: skip
        known = {column[1] for column in db.execute(f"PRAGMA table_info({table})").fetchall()}
        assert not known & {"entered_at", "merged_into", "reason"}
        db.table(table).insert({name: value for name, value in row.items() if name in known})
    db.close()
    market = Market.open(path, KEYS, SetClock(NOW))
    try:
        with market.reading() as tables:
            (found,), total = tables.seeker_ledger.page(Page())
            assert tables.seekers.get(person.id) == person
            assert tables.seekers.registration(line.id) == line
            (kept,) = tables.own_records.corrections(person.id_number.index or b"")
    finally:
        market.close()
    assert (kept.id, kept.registration_id, kept.corrected_by) == ("c-1", "", "")
    # what the person changed at a kiosk is no correction of the line
    assert (total, found.trades, found.corrected_at, found.late, found.merged_into) == (1, line.trades, None, False, "")
