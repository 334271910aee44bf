"""First shape of people and filings, released with `people_and_filings`; change it by a new migration."""

from __future__ import annotations

LEDGER_TABLES = (
    """CREATE TABLE staff (
        id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, roles TEXT NOT NULL,
        enabled INTEGER NOT NULL) STRICT""",
    """CREATE TABLE staff_link (
        digest BLOB PRIMARY KEY, staff_id TEXT NOT NULL REFERENCES staff (id), expires_at TEXT NOT NULL,
        used_at TEXT) STRICT""",
    """CREATE TABLE staff_session (
        digest BLOB PRIMARY KEY, staff_id TEXT NOT NULL REFERENCES staff (id), created_at TEXT NOT NULL,
        last_used_at TEXT NOT NULL, expires_at TEXT NOT NULL) STRICT""",
    "CREATE INDEX staff_session_by_staff ON staff_session (staff_id)",
    """CREATE TABLE terminal (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, prefix TEXT NOT NULL UNIQUE,
        token_digest BLOB NOT NULL UNIQUE, paired_at TEXT NOT NULL, revoked_at TEXT, last_seen_at TEXT,
        edition_order INTEGER, report TEXT NOT NULL) STRICT""",
    """CREATE TABLE pairing_code (
        digest BLOB PRIMARY KEY, kind TEXT NOT NULL, expires_at TEXT NOT NULL, used_at TEXT) STRICT""",
    # no reference to terminal: a filing is kept even when a restored backup does not know its terminal yet
    """CREATE TABLE inbox (
        place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, site_id TEXT NOT NULL, terminal TEXT NOT NULL,
        seq INTEGER NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, occurred_at TEXT NOT NULL,
        clock_ok INTEGER NOT NULL, sealed TEXT NOT NULL, received_at TEXT NOT NULL,
        state TEXT NOT NULL, sentence TEXT NOT NULL, UNIQUE (terminal, seq)) STRICT""",
    "CREATE INDEX inbox_by_state ON inbox (state, place)",
    """CREATE TABLE inbox_reach (terminal TEXT PRIMARY KEY, contiguous_seq INTEGER NOT NULL) STRICT""",
    # filings whose id or number was already taken by another: kept whole for a person to judge
    """CREATE TABLE inbox_conflict (
        place INTEGER PRIMARY KEY, id TEXT NOT NULL, site_id TEXT NOT NULL, terminal TEXT NOT NULL,
        seq INTEGER NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, occurred_at TEXT NOT NULL,
        clock_ok INTEGER NOT NULL, sealed TEXT NOT NULL, received_at TEXT NOT NULL, sentence TEXT NOT NULL,
        UNIQUE (id, terminal, seq, sealed)) STRICT""",
    """CREATE TABLE seeker (
        id TEXT PRIMARY KEY, name BLOB NOT NULL, name_mask TEXT NOT NULL,
        id_number BLOB NOT NULL, id_number_mask TEXT NOT NULL, id_number_index BLOB NOT NULL UNIQUE,
        phone BLOB, phone_mask TEXT, phone_index BLOB, phone_given_at TEXT,
        birth_year INTEGER NOT NULL, sex TEXT NOT NULL, township_code TEXT NOT NULL,
        first_seen_at TEXT NOT NULL, last_seen_at TEXT NOT NULL) STRICT""",
    "CREATE INDEX seeker_by_phone ON seeker (phone_index)",
    """CREATE TABLE registration (
        id TEXT PRIMARY KEY, seeker_id TEXT NOT NULL REFERENCES seeker (id), number TEXT NOT NULL,
        code_digest BLOB NOT NULL, terminal_id TEXT NOT NULL, occurred_at TEXT NOT NULL, clock_ok INTEGER NOT NULL,
        channel TEXT NOT NULL, id_entry TEXT NOT NULL, trades TEXT NOT NULL, pay_wishes TEXT NOT NULL,
        start_wish TEXT NOT NULL, township_codes TEXT NOT NULL, is_minor INTEGER NOT NULL,
        consent_version TEXT NOT NULL, late INTEGER NOT NULL) STRICT""",
    "CREATE INDEX registration_by_time ON registration (occurred_at, id)",
    "CREATE INDEX registration_by_seeker ON registration (seeker_id)",
    "CREATE INDEX registration_by_number ON registration (number)",
)
