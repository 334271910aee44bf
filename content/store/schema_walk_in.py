"""Shape of complaints and of what employers registered at the kiosk, released with `complaints_and_hirings`."""

from __future__ import annotations

_FILED = """
    id TEXT PRIMARY KEY, number TEXT NOT NULL, code_digest BLOB NOT NULL, terminal_id TEXT NOT NULL,
    occurred_at TEXT NOT NULL, clock_ok INTEGER NOT NULL, channel TEXT NOT NULL
"""
_ANSWERED = """
    answer TEXT NOT NULL, answered_at TEXT, handled_by TEXT NOT NULL, version INTEGER NOT NULL
"""

WALK_IN_TABLES = (
    # why a job may not be shown at present, "" when it may: it keeps its stage, so that one click brings it back
    "ALTER TABLE job ADD COLUMN suspended TEXT NOT NULL DEFAULT ''",
    # no reference to job: a kiosk may name one that a restored backup does not know yet
    f"""CREATE TABLE complaint ({_FILED}, kind TEXT NOT NULL, job_id TEXT NOT NULL, job_number INTEGER NOT NULL,
        employer_name TEXT NOT NULL, text BLOB, phone BLOB, phone_mask TEXT, state TEXT NOT NULL, outcome TEXT,
        suspended_job TEXT NOT NULL, {_ANSWERED},
        CHECK (state <> 'answered' OR (outcome IS NOT NULL AND answer <> ''))) STRICT""",
    "CREATE INDEX complaint_by_time ON complaint (occurred_at, id)",
    "CREATE INDEX complaint_open ON complaint (state) WHERE state <> 'answered'",
    "CREATE INDEX complaint_by_number ON complaint (number)",
    "CREATE INDEX complaint_by_job ON complaint (job_id)",
    f"""CREATE TABLE hiring ({_FILED}, employer_id TEXT NOT NULL REFERENCES employer (id),
        job_id TEXT NOT NULL REFERENCES job (id), known_employer INTEGER NOT NULL, contact_name BLOB NOT NULL,
        contact_name_mask TEXT NOT NULL, contact_phone BLOB NOT NULL, contact_phone_mask TEXT NOT NULL,
        consent_version TEXT NOT NULL,
        {_ANSWERED}) STRICT""",
    "CREATE INDEX hiring_by_time ON hiring (occurred_at, id)",
    "CREATE INDEX hiring_by_number ON hiring (number)",
    "CREATE INDEX hiring_by_job ON hiring (job_id)",
)
