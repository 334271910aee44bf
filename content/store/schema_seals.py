"""Shape of the seals of the ledgers, released with `ledger_seals`; which ledgers they cover is in `sealed_ledgers`."""

from __future__ import annotations

SEAL_TABLES = (
    """CREATE TABLE ledger_seal (
        seq INTEGER PRIMARY KEY, ledger TEXT NOT NULL, row_id TEXT NOT NULL, kind TEXT NOT NULL, digest BLOB NOT NULL,
        at TEXT NOT NULL, mac BLOB NOT NULL) STRICT""",
    "CREATE INDEX ledger_seal_of ON ledger_seal (ledger, row_id, seq)",
    """CREATE TRIGGER ledger_seal_kept BEFORE UPDATE ON ledger_seal
        BEGIN SELECT RAISE (ABORT, 'a seal is followed by another, never changed'); END""",
    """CREATE TRIGGER ledger_seal_stays BEFORE DELETE ON ledger_seal
        BEGIN SELECT RAISE (ABORT, 'a seal is followed by another, never removed'); END""",
    # apart from its seal, so that it can be destroyed: what is left of the seal tells nobody what it sealed
    "CREATE TABLE ledger_salt (seq INTEGER PRIMARY KEY REFERENCES ledger_seal (seq), salt BLOB NOT NULL) STRICT",
    # the end of the chain, bound by the key, so that a cut shows
    """CREATE TABLE ledger_seal_head (
        one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, last BLOB NOT NULL, mac BLOB NOT NULL) STRICT""",
    # what triggers list within one transaction; empty whenever nothing is being written
    """CREATE TABLE ledger_unsealed (
        place INTEGER PRIMARY KEY, ledger TEXT NOT NULL, row_id TEXT NOT NULL, stored_at INTEGER, deed TEXT NOT NULL,
        before TEXT) STRICT""",
)
