"""Shape of the ledgers of people, of loans and of work logs, released with `people_ledgers`."""

from __future__ import annotations

_KEPT = "CREATE TRIGGER {table}_kept BEFORE {verb} ON {table} BEGIN SELECT RAISE (ABORT, '{words}'); END"

PEOPLE_TABLES = (
    # 补录: when the desk typed it; NULL for what came from a terminal. No correction changes it
    "ALTER TABLE registration ADD COLUMN entered_at TEXT",
    "ALTER TABLE hiring ADD COLUMN late INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE hiring ADD COLUMN entered_at TEXT",
    # a correction by the desk names its line, its reason and who made it; the line itself is never overwritten
    "ALTER TABLE correction ADD COLUMN registration_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE correction ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE correction ADD COLUMN corrected_by TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX correction_of_line ON correction (registration_id, occurred_at, id) WHERE registration_id <> ''",
    _KEPT.format(table="registration", words="a line is corrected by another, never overwritten",
                 verb="UPDATE OF occurred_at, channel, trades, pay_wishes, start_wish, township_codes, late,"
                      " entered_at, education, skills, certificates, seeker_groups, handled_by"),
    _KEPT.format(table="correction", verb="UPDATE", words="a correction is followed by another, never changed"),
    # one person in two records: both stay as they are, and the one says whose it is
    "ALTER TABLE seeker ADD COLUMN merged_into TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX seeker_merged ON seeker (merged_into) WHERE merged_into <> ''",
    """CREATE TABLE person_merge (
        id TEXT PRIMARY KEY, kept TEXT NOT NULL, gone TEXT NOT NULL, at TEXT NOT NULL, merged_by TEXT NOT NULL,
        reason TEXT NOT NULL CHECK (reason <> ''), apart INTEGER NOT NULL) STRICT""",
    "CREATE INDEX person_merge_of ON person_merge (gone, at)",
    _KEPT.format(table="person_merge", verb="UPDATE", words="a merge is followed by another entry, never changed"),
    # what the two ledgers are filtered by, narrow enough to be read through at 100,000 lines
    "CREATE INDEX registration_ledger ON registration (occurred_at, id, seeker_id, channel, late, trades, skills)",
    "CREATE INDEX registration_by_person ON registration (seeker_id, occurred_at, id)",
    "CREATE INDEX seeker_facts ON seeker (id, birth_year, sex, township_code, merged_into)",
    "CREATE INDEX seeker_alike ON seeker (birth_year, sex, name_mask)",
    "CREATE INDEX job_ledger ON job (created_at, id, trade_code, township_code, source, merged_into, headcount)",
    "CREATE INDEX hiring_ledger ON hiring (job_id, channel, late)",
    # 工位/工具: a person by index where the ledger knows them, else by the mask of the name alone
    """CREATE TABLE tool_loan (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, thing TEXT NOT NULL, person_index BLOB, name_mask TEXT NOT NULL,
        lent_at TEXT NOT NULL, lent_by TEXT NOT NULL, due_at TEXT NOT NULL, returned_at TEXT,
        returned_by TEXT NOT NULL, note TEXT NOT NULL) STRICT""",
    "CREATE INDEX tool_loan_by_time ON tool_loan (lent_at, id)",
    "CREATE UNIQUE INDEX tool_loan_out ON tool_loan (thing) WHERE returned_at IS NULL",
    "CREATE INDEX tool_loan_by_person ON tool_loan (person_index) WHERE person_index IS NOT NULL",
    """CREATE TABLE work_log (
        id TEXT PRIMARY KEY, day TEXT NOT NULL, staff_id TEXT NOT NULL, figures TEXT NOT NULL, words TEXT NOT NULL,
        submitted_at TEXT NOT NULL) STRICT""",
    "CREATE INDEX work_log_by_day ON work_log (day, staff_id, submitted_at)",
    _KEPT.format(table="work_log", verb="UPDATE", words="a log is followed by a newer one, never changed"),
    """CREATE TABLE work_week (
        id TEXT PRIMARY KEY, week TEXT NOT NULL, checked_at TEXT NOT NULL, checked_by TEXT NOT NULL,
        findings TEXT NOT NULL, measures TEXT NOT NULL) STRICT""",
    "CREATE INDEX work_week_by_week ON work_week (week, checked_at)",
    _KEPT.format(table="work_week", verb="UPDATE", words="a weekly check is followed by another, never changed"),
    """CREATE INDEX history_by_day ON history (at, "by", deed, kind, record_id)""",
    "CREATE INDEX audit_by_day ON audit (at, staff_id, action, subject)",
    "CREATE INDEX ticket_event_by_day ON ticket_event (at, deed)",
)
