"""First shape of applications, released with `applications`; change it by a new migration."""

from __future__ import annotations

APPLICATION_TABLES = (
    # no reference to job: an application is kept even where its job was never known to this hub
    """CREATE TABLE application (
        id TEXT PRIMARY KEY, number TEXT NOT NULL, code_digest BLOB NOT NULL, person_index BLOB NOT NULL,
        name BLOB NOT NULL, name_mask TEXT NOT NULL, phone BLOB NOT NULL, phone_mask TEXT NOT NULL,
        job_id TEXT NOT NULL, job_number INTEGER NOT NULL, employer_name TEXT NOT NULL, id_entry TEXT NOT NULL,
        is_minor INTEGER NOT NULL, terminal_id TEXT NOT NULL, occurred_at TEXT NOT NULL, clock_ok INTEGER NOT NULL,
        consent_version TEXT NOT NULL, consented_at TEXT NOT NULL, state TEXT NOT NULL, state_at TEXT,
        state_by TEXT NOT NULL) STRICT""",
    "CREATE INDEX application_by_time ON application (occurred_at, id)",
    "CREATE INDEX application_by_person ON application (person_index)",
    "CREATE INDEX application_by_job ON application (job_id)",
    """CREATE TABLE withdrawal (
        id TEXT PRIMARY KEY, application_number TEXT NOT NULL, person_index BLOB NOT NULL,
        withdrawn_at TEXT NOT NULL) STRICT""",
    "CREATE INDEX withdrawal_by_application ON withdrawal (application_number, person_index)",
)
