"""Shape of the papers kept with a record, released with `attachments`."""

from __future__ import annotations

ATTACHMENT_TABLES = (
    """CREATE TABLE attachment (
        id TEXT PRIMARY KEY, subject TEXT NOT NULL, subject_id TEXT NOT NULL, role TEXT NOT NULL, mime TEXT NOT NULL,
        size INTEGER NOT NULL, sha256 TEXT NOT NULL, added_at TEXT NOT NULL, added_by TEXT NOT NULL,
        removed_at TEXT, removed_by TEXT NOT NULL DEFAULT '', removed_why TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX attachment_of ON attachment (subject, subject_id)",
    # of 100,000 jobs a few show a picture
    "CREATE INDEX job_pictured ON job (id) WHERE media <> '[]'",
)
