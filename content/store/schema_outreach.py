"""Shape of 信息源登记, 走访 and of what brought policies to the hall, released with `cadence_records`."""

from __future__ import annotations

OUTREACH_TABLES = (
    """CREATE TABLE source_watch (
        id TEXT PRIMARY KEY, day TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL, url TEXT NOT NULL,
        seen INTEGER NOT NULL, taken INTEGER NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL, "by" TEXT NOT NULL,
        corrects TEXT NOT NULL, reason TEXT NOT NULL, void INTEGER NOT NULL) STRICT""",
    "CREATE INDEX source_watch_by_day ON source_watch (day)",
    "CREATE UNIQUE INDEX source_watch_corrected ON source_watch (corrects) WHERE corrects <> ''",
    """CREATE TRIGGER source_watch_kept BEFORE UPDATE ON source_watch
        BEGIN SELECT RAISE (ABORT, 'an entry is corrected by another, never changed'); END""",
    """CREATE TRIGGER source_watch_stays BEFORE DELETE ON source_watch
        BEGIN SELECT RAISE (ABORT, 'an entry is corrected by another, never removed'); END""",
    # whom one spoke to is a person, as at employers
    """CREATE TABLE visit (
        id TEXT PRIMARY KEY, day TEXT NOT NULL, mode TEXT NOT NULL,
        employer_id TEXT NOT NULL REFERENCES employer (id), industry TEXT NOT NULL,
        contact_name BLOB NOT NULL, contact_name_mask TEXT NOT NULL,
        contact_phone BLOB NOT NULL, contact_phone_mask TEXT NOT NULL, contact_phone_index BLOB NOT NULL,
        needs_workers INTEGER NOT NULL, note TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL,
        updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL) STRICT""",
    "CREATE INDEX visit_by_day ON visit (day, employer_id, industry)",
    "CREATE INDEX visit_by_employer ON visit (employer_id, day)",
    # each time an edition brought words of a policy that the hall had not read
    """CREATE TABLE policy_update (
        place INTEGER PRIMARY KEY, policy_id TEXT NOT NULL REFERENCES policy (id), at TEXT NOT NULL,
        digest TEXT NOT NULL) STRICT""",
    "CREATE INDEX policy_update_by_time ON policy_update (at)",
    "CREATE INDEX policy_update_of ON policy_update (policy_id, place)",
    """INSERT INTO policy_update (policy_id, at, digest)
        SELECT id, published_at, '' FROM policy WHERE published_at IS NOT NULL
        UNION SELECT id, carried_at, '' FROM policy WHERE carried_at IS NOT NULL ORDER BY 2""",
    "CREATE INDEX job_by_publication ON job (published_at, merged_into) WHERE published_at IS NOT NULL",
)
