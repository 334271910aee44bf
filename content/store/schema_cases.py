"""Shape of what walk-ins file besides work, 举报 and 用工登记, released with `hall_cases`."""

from __future__ import annotations

CASE_TABLES = (
    """CREATE TABLE hall_case (id TEXT PRIMARY KEY, kind TEXT NOT NULL, number TEXT NOT NULL, code_digest BLOB NOT NULL,
        terminal_id TEXT NOT NULL, occurred_at TEXT NOT NULL, clock_ok INTEGER NOT NULL, channel TEXT NOT NULL,
        subject TEXT NOT NULL, choice TEXT NOT NULL, subject_id TEXT NOT NULL, once BLOB NOT NULL, body BLOB NOT NULL,
        name_mask TEXT NOT NULL, phone_mask TEXT NOT NULL, state TEXT NOT NULL, answer TEXT NOT NULL,
        answered_at TEXT, handled_by TEXT NOT NULL, version INTEGER NOT NULL,
        CHECK (state <> 'answered' OR answer <> '')) STRICT""",
    "CREATE INDEX hall_case_by_time ON hall_case (occurred_at, id)",
    "CREATE INDEX hall_case_by_kind ON hall_case (kind, occurred_at)",
    "CREATE INDEX hall_case_by_number ON hall_case (number) WHERE number <> ''",
    "CREATE INDEX hall_case_open ON hall_case (occurred_at) WHERE state IN ('new', 'handling')",
)
