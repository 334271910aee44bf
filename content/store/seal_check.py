"""The check of the ledgers against their seals: whatever was done to a row or a seal outside the program is found.

Asks nothing of the writer and reads one committed state; about two seconds for 100,000 rows.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from itertools import islice

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from content.clock import from_text
from content.model.seals import Fault, SealFinding, SealKind, SealVerdict
from content.store.chained import START, first_break, mac_after
from content.store.sealed_ledgers import (
    BY_TABLE,
    LEDGERS,
    SealedLedger,
    body_of,
    columns_of,
    digest_of,
    selected,
    shape_digest,
    triggers_amiss,
    triggers_there,
)

MOST = 100  # findings told
Head = tuple[int, bytes]  # number and digest of a seal


def check_ledgers(db: Database, key: bytes, anchor: Head | None = None) -> SealVerdict:
    """Check every row and every seal; `anchor` is number and digest of a seal as noted elsewhere, in a backup say."""
    head = sealed_head(db)
    found, found_at = db.execute("SELECT count(*), min(at) FROM ledger_seal WHERE kind = 'found'").fetchone()
    return SealVerdict(seq=head[0], head=head[1], found=found, found_at=from_text(found_at) if found_at else None,
                       findings=tuple(islice(_findings(db, key, anchor), MOST)))  # fmt: skip


def head_mac(key: bytes, seq: int, last: bytes) -> bytes:
    """Return the digest that binds the end of the chain."""
    return mac_after(key, START, ("head", seq, last.hex()))


def sealed_shape(db: Database, ledger: SealedLedger) -> bytes | None:
    """Return the digest of the columns a ledger is sealed by, None where it is not sealed yet."""
    row = db.execute(
        "SELECT digest FROM ledger_seal WHERE ledger = ? AND row_id = '' ORDER BY seq DESC LIMIT 1", [ledger.table]
    ).fetchone()
    return None if row is None else bytes(row[0])


def sealed_head(db: Database) -> Head:
    """Return number and digest of the last seal; (0, zeros) before the first."""
    row = db.execute("SELECT seq, mac FROM ledger_seal ORDER BY seq DESC LIMIT 1").fetchone()
    return (0, START) if row is None else (row[0], row[1])


def _findings(db: Database, key: bytes, anchor: Head | None) -> Iterator[SealFinding]:
    fault = first_break(key, db.execute(
        "SELECT seq, ledger, row_id, kind, lower(hex(digest)), at, mac FROM ledger_seal ORDER BY seq"))  # fmt: skip
    if fault is not None:
        yield SealFinding(fault=Fault.CHAIN, seq=fault)
    if not _ends_whole(db, key, anchor):
        yield SealFinding(fault=Fault.CUT, seq=sealed_head(db)[0])
    for seq, table, row_id in db.execute("SELECT seq, ledger, row_id FROM ledger_seal WHERE kind = 'altered'"):
        ledger = BY_TABLE.get(table)
        yield SealFinding(fault=Fault.ALTERED, seq=seq, ledger=table, word=ledger.word if ledger else table,
                          row_id=row_id)  # fmt: skip
    for ledger in LEDGERS:
        try:
            yield from _rows_that_do_not_fit(db, key, ledger)
            yield from _rows_gone(db, ledger)
        except sqlite3.OperationalError:  # text that is none, a table without its columns
            yield SealFinding(fault=Fault.UNCOVERED, ledger=ledger.table, word=ledger.word)


def _ends_whole(db: Database, key: bytes, anchor: Head | None) -> bool:
    last = sealed_head(db)
    head = db.execute("SELECT seq, last, mac FROM ledger_seal_head").fetchone()
    whole = last[0] == 0 if head is None else (
        (head[0], head[1]) == last and hmac.compare_digest(head[2], head_mac(key, *last)))  # fmt: skip
    if anchor is None or anchor[0] == 0:
        return whole
    noted = db.execute("SELECT mac FROM ledger_seal WHERE seq = ?", [anchor[0]]).fetchone()
    return whole and noted is not None and hmac.compare_digest(noted[0], anchor[1])


def _rows_that_do_not_fit(db: Database, key: bytes, ledger: SealedLedger) -> Iterator[SealFinding]:
    columns = columns_of(db, ledger)
    if sealed_shape(db, ledger) != shape_digest(columns):
        yield SealFinding(fault=Fault.UNCOVERED, ledger=ledger.table, word=ledger.word)
        return
    if triggers_amiss(ledger, columns, triggers_there(db)):
        yield SealFinding(fault=Fault.UNCOVERED, ledger=ledger.table, word=ledger.word)
    rows = db.execute(
        f"""SELECT {ledger.name_in("own")}, seal.seq, seal.kind, seal.digest, salt, {selected(columns, "own")}
        FROM {ledger.table} AS own LEFT JOIN ledger_seal AS seal ON seal.seq = (
            SELECT max(newest.seq) FROM ledger_seal AS newest
            WHERE newest.ledger = ? AND newest.row_id = {ledger.name_in("own")})
        LEFT JOIN ledger_salt ON ledger_salt.seq = seal.seq""", [ledger.table])  # fmt: skip
    for row_id, seq, kind, digest, salt, *values in rows:
        if seq is None or kind == SealKind.GONE:
            yield SealFinding(fault=Fault.STRANGER, seq=seq or 0, ledger=ledger.table, word=ledger.word, row_id=row_id)
        elif digest != digest_of(salt or b"", body_of(values), key):
            yield SealFinding(fault=Fault.CHANGED, seq=seq, ledger=ledger.table, word=ledger.word, row_id=row_id)


def _rows_gone(db: Database, ledger: SealedLedger) -> Iterator[SealFinding]:
    gone = db.execute(
        f"""SELECT row_id, max(seq), kind FROM ledger_seal WHERE ledger = ?1 AND row_id IN (
            SELECT row_id FROM ledger_seal WHERE ledger = ?1 AND row_id <> ''
            EXCEPT SELECT {ledger.name_in("own")} FROM {ledger.table} AS own)
        GROUP BY row_id""", [ledger.table])  # fmt: skip
    for row_id, seq, kind in gone:
        if kind != SealKind.GONE:
            yield SealFinding(fault=Fault.MISSING, seq=seq, ledger=ledger.table, word=ledger.word, row_id=row_id)
