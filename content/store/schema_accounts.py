"""Shape of passwords, failed logins and the record of who did what, released with `accounts_and_audit`."""

from __future__ import annotations

ACCOUNT_TABLES = (
    "ALTER TABLE staff ADD COLUMN pledged_on TEXT",
    "ALTER TABLE staff_session ADD COLUMN by_link INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE staff_session ADD COLUMN device TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE staff_password (
        staff_id TEXT PRIMARY KEY REFERENCES staff (id), hash TEXT NOT NULL, set_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE login_failure (subject BLOB PRIMARY KEY, count INTEGER NOT NULL, last_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE audit (
        seq INTEGER PRIMARY KEY, at TEXT NOT NULL, staff_id TEXT NOT NULL, login TEXT NOT NULL, action TEXT NOT NULL,
        subject TEXT NOT NULL, subject_id TEXT NOT NULL, words TEXT NOT NULL, mac BLOB NOT NULL) STRICT""",
    "CREATE INDEX audit_by_staff ON audit (staff_id, seq)",
    "CREATE INDEX audit_by_action ON audit (action, seq)",
    "CREATE INDEX audit_by_subject ON audit (subject, subject_id, seq)",
    """CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
        BEGIN SELECT RAISE (ABORT, 'the audit record is never changed'); END""",
    """CREATE TRIGGER audit_whole BEFORE DELETE ON audit
        BEGIN SELECT RAISE (ABORT, 'the audit record is never shortened'); END""",
)
