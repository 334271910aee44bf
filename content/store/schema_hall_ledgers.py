"""Shape of the 咨询, 满意度, 维权 and 培训班 ledgers, released with `hall_ledgers`; free text is ciphertext."""

from __future__ import annotations

_ENTRY = """id TEXT PRIMARY KEY, entry_id TEXT NOT NULL, day TEXT NOT NULL, entered_at TEXT NOT NULL,
        entered_by TEXT NOT NULL, noted_at TEXT NOT NULL, noted_by TEXT NOT NULL, corrects TEXT NOT NULL,
        reason TEXT NOT NULL, void INTEGER NOT NULL"""
_OWN = {
    "consultation": "person_index BLOB NOT NULL, topic TEXT NOT NULL, channel TEXT NOT NULL, question BLOB NOT NULL",
    "employer_answer": """employer_id TEXT NOT NULL REFERENCES employer (id), face TEXT NOT NULL,
        awareness TEXT NOT NULL, channel TEXT NOT NULL, asked_by TEXT NOT NULL""",
    "seeker_answer": """once BLOB NOT NULL, face TEXT NOT NULL, awareness TEXT NOT NULL, channel TEXT NOT NULL,
        asked_by TEXT NOT NULL""",
    "dispute_event": """case_id TEXT NOT NULL REFERENCES hall_case (id), deed TEXT NOT NULL, referred_to TEXT,
        words BLOB NOT NULL""",
    "course_session": """course_id TEXT NOT NULL REFERENCES course (id), planned TEXT NOT NULL, held INTEGER NOT NULL,
        evidence TEXT NOT NULL""",
}  # fmt: skip
_BESIDE = (
    """CREATE TABLE consult_step (id TEXT PRIMARY KEY, subject_id TEXT NOT NULL, kind TEXT NOT NULL,
        whom TEXT NOT NULL, due_on TEXT, words BLOB NOT NULL, at TEXT NOT NULL, "by" TEXT NOT NULL) STRICT""",
    """CREATE TABLE consult_action (id TEXT PRIMARY KEY, month TEXT NOT NULL, words TEXT NOT NULL, content_kind TEXT,
        content_id TEXT NOT NULL, at TEXT NOT NULL, "by" TEXT NOT NULL) STRICT""",
    """CREATE TABLE session_attendance (session_id TEXT NOT NULL REFERENCES course_session (id), place INTEGER NOT NULL,
        person_index BLOB NOT NULL, PRIMARY KEY (session_id, place)) STRICT""",
    """CREATE TABLE trainee_result (id TEXT PRIMARY KEY, course_id TEXT NOT NULL REFERENCES course (id),
        person_index BLOB NOT NULL, "check" TEXT NOT NULL, outcome TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL,
        "by" TEXT NOT NULL, reason TEXT NOT NULL) STRICT""",
    """CREATE TABLE course_review (id TEXT PRIMARY KEY, course_id TEXT NOT NULL REFERENCES course (id),
        words TEXT NOT NULL, at TEXT NOT NULL, "by" TEXT NOT NULL) STRICT""",
    "CREATE INDEX consult_step_of ON consult_step (subject_id, at)",
    "CREATE INDEX consult_action_of ON consult_action (month, at)",
    "CREATE INDEX session_attendance_of ON session_attendance (person_index)",
    "CREATE INDEX trainee_result_of ON trainee_result (course_id, person_index, \"check\", at)",
    "CREATE INDEX consultation_of ON consultation (person_index)",
    "CREATE INDEX dispute_event_of ON dispute_event (case_id, day)",
    "CREATE INDEX course_session_of ON course_session (course_id, day)",
)  # fmt: skip
# a person may be taken out of these at their word (PIPL §47); nothing else of a row ever changes
_ALL_BUT_PERSON = {
    "consultation": "id, entry_id, day, entered_at, entered_by, noted_at, noted_by, corrects, reason, void, topic, "
                    "channel, question",
    "session_attendance": "session_id, place",
    "trainee_result": "id, course_id, \"check\", outcome, day, at, \"by\", reason",
}  # fmt: skip
_KEPT = (*_OWN, "consult_step", "consult_action", "session_attendance", "trainee_result", "course_review")


def _kept(table: str) -> tuple[str, str]:
    columns = f" OF {_ALL_BUT_PERSON[table]}" if table in _ALL_BUT_PERSON else ""
    told = "BEGIN SELECT RAISE (ABORT, 'what the ledger says is corrected by another row, never changed'); END"
    return (f"CREATE TRIGGER {table}_kept BEFORE UPDATE{columns} ON {table} {told}",
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {told}")  # fmt: skip


HALL_LEDGER_TABLES = (
    *(f"CREATE TABLE {table} ({_ENTRY}, {own}) STRICT" for table, own in _OWN.items()),
    *(f"CREATE INDEX {table}_by_day ON {table} (day)" for table in _OWN),
    *(f"CREATE INDEX {table}_thread ON {table} (entry_id)" for table in _OWN),
    *(f"CREATE UNIQUE INDEX {table}_corrected ON {table} (corrects) WHERE corrects <> ''" for table in _OWN),
    *_BESIDE,
    *(statement for table in _KEPT for statement in _kept(table)),
)
