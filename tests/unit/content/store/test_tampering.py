"""T31: five ways to tamper with the two chains of market.db, each found; a cut only by an end noted elsewhere.

The forger has the file and its shape and takes the triggers down and puts them up again; what they lack is the key.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from content.clock import SetClock
from content.model.audit import Action
from content.model.seals import Fault
from content.store.database import Market
from content.store.seal_check import check_ledgers, sealed_head
from tests.unit.content.store.samples import KEYS, NOW
from tests.unit.content.store.test_hall_ledgers import asked
from tests.unit.content.store.test_people import STAFF

# what is done, by its name, to both chains alike
TAMPERING = {
    "edit": ("UPDATE {table} SET at = '2020-01-01T00:00:00.000Z' WHERE seq = {last} - 1",),
    "delete": ("DELETE FROM {table} WHERE seq = {last} - 1",),
    "insert": ("INSERT INTO {table} SELECT seq + 1, {columns} FROM {table} WHERE seq = {last}",),
}  # fmt: skip
COLUMNS = {"audit": "at, staff_id, login, action, subject, subject_id, words, mac",
           "ledger_seal": "ledger, row_id, kind, digest, at, mac"}  # fmt: skip


@pytest.fixture
def filled(market: Market) -> Iterator[Market]:
    """Four entries in the record of who did what, four sealed rows."""
    for number in range(4):
        market.write(lambda tables, number=number: (
            tables.audit.note(STAFF, NOW, Action.SAVED, words=f"第 {number} 次"),
            tables.consultations.add(asked(f"q-{number}"))))  # fmt: skip
    yield market


def _outside(market: Market, *statements: str) -> None:
    db = sqlite3.connect(market._path)
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        db.execute(statement)
    for _, sql in triggers:
        db.execute(sql)
    db.commit()
    db.close()


def _done(how: str, table: str) -> tuple[str, ...]:
    last = f"(SELECT max(seq) FROM {table})"
    return tuple(one.format(table=table, last=last, columns=COLUMNS[table]) for one in TAMPERING[how])


def _audit_fault(market: Market, anchor: tuple[int, bytes] | None = None) -> int | None:
    with market.reading() as tables:
        return tables.audit.first_fault(anchor)


def _seal_faults(market: Market, anchor: tuple[int, bytes] | None = None) -> set[Fault]:
    with market.reading() as tables:
        return {one.fault for one in check_ledgers(tables._db, KEYS.audit, anchor).findings}


def _ends(market: Market) -> tuple[tuple[int, bytes], tuple[int, bytes]]:
    with market.reading() as tables:
        return tables.audit.head(), sealed_head(tables._db)


def test_untouched_chains_hold_against_every_end_noted_so_far(filled: Market) -> None:
    audit, seal = _ends(filled)
    filled.write(lambda tables: tables.audit.note(STAFF, NOW, Action.SAVED, words="后来"))
    filled.write(lambda tables: tables.consultations.add(asked("q-later")))
    assert _audit_fault(filled) is _audit_fault(filled, audit) is None
    assert _seal_faults(filled) == _seal_faults(filled, seal) == set()


@pytest.mark.parametrize("how", ["edit", "delete", "insert"])
def test_the_record_of_who_did_what_shows_it(filled: Market, how: str) -> None:
    (last, _), _ = _ends(filled)
    _outside(filled, *_done(how, "audit"))
    assert _audit_fault(filled) == (last + 1 if how == "insert" else last - 1)


@pytest.mark.parametrize("how", ["edit", "delete", "insert"])
def test_the_seals_of_the_ledgers_show_it(filled: Market, how: str) -> None:
    _outside(filled, *_done(how, "ledger_seal"))
    assert Fault.CHAIN in _seal_faults(filled)


@pytest.mark.parametrize("table", ["audit", "ledger_seal"])
def test_two_entries_that_change_places_show(filled: Market, table: str) -> None:
    (last, _), (sealed, _) = _ends(filled)
    number = last if table == "audit" else sealed
    _outside(filled, f"UPDATE {table} SET seq = 9999 WHERE seq = {number}",
             f"UPDATE {table} SET seq = {number} WHERE seq = {number - 1}",
             f"UPDATE {table} SET seq = {number - 1} WHERE seq = 9999")  # fmt: skip
    assert (_audit_fault(filled) == last - 1) if table == "audit" else (Fault.CHAIN in _seal_faults(filled))


def test_a_cut_of_the_record_shows_only_against_an_end_noted_elsewhere(filled: Market) -> None:
    (last, mac), _ = _ends(filled)
    _outside(filled, f"DELETE FROM audit WHERE seq > {last - 2}")
    assert _audit_fault(filled) is None  # the control: what is left is a chain that holds
    assert _audit_fault(filled, (last, mac)) == last - 1
    # and goes on showing when the program has filled the place again
    for _ in range(3):
        filled.write(lambda tables: tables.audit.note(STAFF, NOW, Action.SAVED, words="接着写"))
    assert _audit_fault(filled) is None
    assert _audit_fault(filled, (last, mac)) == last


def test_a_file_cut_with_rows_seals_and_end_put_back_shows_only_against_an_end_noted_elsewhere(
    filled: Market, tmp_path: Path
) -> None:
    before = tmp_path / "earlier.db"
    with filled.reading() as tables:
        tables._db.execute("COMMIT")
        tables._db.execute("VACUUM INTO ?", [str(before)])
        tables._db.begin()
    filled.write(lambda tables: tables.consultations.add(asked("q-cut")))
    _, noted = _ends(filled)
    # the most a forger can do without the key: the whole file as it once was, which the program itself had sealed
    cut = Market.open(before, KEYS, SetClock(NOW))
    try:
        assert _seal_faults(cut) == set()  # the control
        assert _seal_faults(cut, noted) == {Fault.CUT}
    finally:
        cut.close()


def test_a_cut_of_the_seals_alone_shows_at_once(filled: Market) -> None:
    _, (last, _) = _ends(filled)
    _outside(filled, f"DELETE FROM ledger_seal WHERE seq > {last - 1}")
    assert Fault.CUT in _seal_faults(filled)
