"""公示, appeals and daily reviews in market.db: lines wait by themselves, entries stay, old files are upgraded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from content.clock import SetClock
from content.errors import StoreError
from content.model.line_reviews import Ledger, ReviewDeed
from content.store import driver, migrations
from content.store.database import Market
from content.store.mapping import row_mapping
from content.store.seekers import _seeker_row
from tests.unit.content.store.samples import KEYS, NOW, registration, seeker

LINE = (Ledger.REGISTRATION, "filing-1")


@pytest.fixture
def filled(market: Market) -> Market:
    """One line that came from a kiosk."""
    market.write(lambda tables: tables.seekers.put(seeker(NOW)))
    market.write(lambda tables: tables.seekers.add_registration(replace(registration(), id="filing-1")))
    return market


def _waiting(market: Market) -> list[tuple[Ledger, str]]:
    with market.reading() as tables:
        return [(one.ledger, one.line_id) for one in tables.line_reviews.waiting()]


def test_a_new_line_waits_till_somebody_checked_it_and_who_did_is_kept(filled: Market) -> None:
    assert _waiting(filled) == [LINE]
    assert filled.write(lambda tables: tables.line_reviews.check([LINE], "staff-1", NOW)) == 1
    assert _waiting(filled) == []
    with filled.reading() as tables:
        (one,) = tables.line_reviews.of(*LINE)
        assert tables.line_reviews.checked_between(NOW, NOW + timedelta(seconds=1)) == 1
    assert (one.by, one.at, one.deed, one.since) == ("staff-1", NOW, ReviewDeed.CHECKED, registration().occurred_at)


def test_the_same_filing_told_again_does_not_wait_again(filled: Market) -> None:
    filled.write(lambda tables: tables.line_reviews.check([LINE], "staff-1", NOW))
    filled.write(lambda tables: tables.seekers.add_registration(replace(registration(), id="filing-1")))
    assert _waiting(filled) == []


def test_several_are_checked_together_or_none_of_them(filled: Market) -> None:
    with pytest.raises(StoreError, match="刚被别人核实过"):
        filled.write(lambda tables: tables.line_reviews.check([LINE, (Ledger.HIRING, "gone")], "staff-1", NOW))
    assert _waiting(filled) == [LINE]
    with filled.reading() as tables:
        assert tables.line_reviews.of(*LINE) == ()


def test_taking_a_check_back_is_an_entry_with_its_reason_and_the_line_waits_since_it_came(filled: Market) -> None:
    def back(reason: str) -> None:
        filled.write(lambda tables: tables.line_reviews.take_back(*LINE, reason, "staff-2", NOW + timedelta(hours=1)))

    with pytest.raises(StoreError, match="没有核实过"):
        back("看错行")
    filled.write(lambda tables: tables.line_reviews.check([LINE], "staff-1", NOW))
    with pytest.raises(StoreError, match="请写明为什么"):
        back(" ")
    back("看错行")
    with filled.reading() as tables:
        (waiting,) = tables.line_reviews.waiting()
        told = [(one.deed, one.by, one.reason) for one in tables.line_reviews.of(*LINE)]
        assert tables.line_reviews.checked_between(NOW, NOW + timedelta(days=1)) == 0
    assert waiting.since == registration().occurred_at
    assert told == [(ReviewDeed.TAKEN_BACK, "staff-2", "看错行"), (ReviewDeed.CHECKED, "staff-1", "")]


@pytest.mark.parametrize("statement", ["UPDATE line_review SET \"by\" = 'another'", "DELETE FROM line_review"])
def test_a_review_can_neither_be_changed_nor_removed(filled: Market, statement: str) -> None:
    filled.write(lambda tables: tables.line_reviews.check([LINE], "staff-1", NOW))
    with pytest.raises((StoreError, sqlite3.Error), match="never changed"):
        filled.write(lambda tables: tables._db.execute(statement))


def test_a_line_an_offline_kiosk_brings_late_waits_since_it_arrived(market: Market) -> None:
    late = NOW + timedelta(days=3)
    market.write(lambda tables: tables.seekers.put(seeker(NOW)))
    market.write(lambda tables: tables._db.execute(
        """INSERT INTO inbox (id, site_id, terminal, seq, kind, version, occurred_at, clock_ok, sealed,
        received_at, state, sentence)
        VALUES ('filing-1', 's', 't', 1, 'registration', 2, ?, 1, 'x', ?, 'pending', '')""",
        [NOW.strftime("%Y-%m-%dT%H:%M:%S.000Z"), late.strftime("%Y-%m-%dT%H:%M:%S.000Z")]))  # fmt: skip
    market.write(lambda tables: tables.seekers.add_registration(replace(registration(), id="filing-1")))
    with market.reading() as tables:
        (waiting,) = tables.line_reviews.waiting()
        assert tables.line_reviews.waiting_count(late) == 0
        assert tables.line_reviews.waiting_count(late + timedelta(seconds=1)) == 1
    assert waiting.since == late


def test_lines_an_earlier_program_kept_do_not_wait_and_the_next_one_does(tmp_path: Path) -> None:
    path, person, line = tmp_path / "market.db", seeker(NOW), registration()
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="publicity_and_review")
    for table, row in (("seeker", _seeker_row(person)), ("registration", row_mapping(type(line)).to_row(line))):
        db.table(table).insert(row)
    db.close()
    market = Market.open(path, KEYS, SetClock(NOW))
    try:
        assert _waiting(market) == []
        newer = replace(line, id="newer", number="01-999999")
        market.write(lambda tables: tables.seekers.add_registration(newer))
        assert _waiting(market) == [(Ledger.REGISTRATION, "newer")]
        with market.reading() as tables:
            assert tables.seekers.registration(line.id) == line
    finally:
        market.close()
