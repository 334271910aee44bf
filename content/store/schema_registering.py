"""What registrations say since version 2 of their body, released with `registration_choices`; what people change."""

from __future__ import annotations

REGISTRATION_CHOICES = tuple(
    f"ALTER TABLE registration ADD COLUMN {column}" for column in (
        "phone_of TEXT NOT NULL DEFAULT 'own'",
        "helped INTEGER NOT NULL DEFAULT 0",
        "unsure INTEGER NOT NULL DEFAULT 0",
        "education TEXT",
        "skills TEXT NOT NULL DEFAULT '[]'",
        "certificates TEXT NOT NULL DEFAULT '[]'",
        "seeker_groups TEXT NOT NULL DEFAULT '[]'",
    )
)  # fmt: skip

# released with `own_records`; no reference to seeker: what is changed may arrive before what it changes
OWN_RECORD_TABLES = (
    """CREATE TABLE correction (
        id TEXT PRIMARY KEY, person_index BLOB NOT NULL, occurred_at TEXT NOT NULL, clock_ok INTEGER NOT NULL,
        terminal_id TEXT NOT NULL, phone BLOB, phone_mask TEXT, phone_index BLOB, phone_kept INTEGER NOT NULL,
        phone_of TEXT NOT NULL, trades TEXT NOT NULL, pay_wishes TEXT NOT NULL, start_wish TEXT NOT NULL,
        township_codes TEXT NOT NULL, unsure INTEGER NOT NULL, education TEXT, skills TEXT NOT NULL,
        certificates TEXT NOT NULL, seeker_groups TEXT NOT NULL) STRICT""",
    "CREATE INDEX correction_by_person ON correction (person_index, occurred_at)",
    """CREATE TABLE consent_withdrawal (
        id TEXT PRIMARY KEY, person_index BLOB NOT NULL, withdrawn_at TEXT NOT NULL) STRICT""",
    "CREATE INDEX consent_withdrawal_by_person ON consent_withdrawal (person_index, withdrawn_at)",
)
