"""Shape of 公示, appeals and the daily review of ledger lines, released with `publicity_and_review`.

A new line of 求职台账 or 用工台账 waits from the moment it is written, whoever writes it; lines of before this step do
not. What waits is a working list that a review empties; the reviews themselves only grow (R181).
"""

from __future__ import annotations

_KEPT = ("publicity", "appeal_step", "line_review")
# a line counts from its arrival: what an offline kiosk brings three days late is not late at the desk
_ARRIVED = "coalesce(NEW.entered_at, (SELECT received_at FROM inbox WHERE id = NEW.id), NEW.occurred_at)"

PUBLICITY_TABLES = (
    """CREATE TABLE publicity (
        place INTEGER PRIMARY KEY, assessment_id TEXT NOT NULL, notice_id TEXT NOT NULL UNIQUE, "by" TEXT NOT NULL,
        at TEXT NOT NULL) STRICT""",
    "CREATE INDEX publicity_of ON publicity (assessment_id, place)",
    """CREATE TABLE appeal_step (
        place INTEGER PRIMARY KEY, case_id TEXT NOT NULL, deed TEXT NOT NULL, assessment_id TEXT NOT NULL,
        "by" TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX appeal_step_of ON appeal_step (case_id, place)",
    "CREATE INDEX hall_case_about ON hall_case (subject_id, occurred_at) WHERE subject_id <> ''",
    """CREATE TABLE line_review (
        place INTEGER PRIMARY KEY, ledger TEXT NOT NULL, line_id TEXT NOT NULL, since TEXT NOT NULL,
        deed TEXT NOT NULL, reason TEXT NOT NULL, "by" TEXT NOT NULL, at TEXT NOT NULL,
        CHECK (deed <> 'taken_back' OR reason <> '')) STRICT""",
    "CREATE INDEX line_review_of ON line_review (ledger, line_id, place)",
    "CREATE INDEX line_review_by_time ON line_review (at)",
    """CREATE TABLE line_waiting (
        ledger TEXT NOT NULL, line_id TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY (ledger, line_id)) STRICT""",
    "CREATE INDEX line_waiting_since ON line_waiting (since, line_id)",
    *(f"""CREATE TRIGGER {ledger}_waits AFTER INSERT ON {ledger}
        BEGIN INSERT OR IGNORE INTO line_waiting VALUES ('{ledger}', NEW.id, {_ARRIVED}); END"""
      for ledger in ("registration", "hiring")),
    *(f"""CREATE TRIGGER {table}_{word} BEFORE {deed} ON {table}
        BEGIN SELECT RAISE (ABORT, 'an entry is followed by another, never changed'); END"""
      for table in _KEPT for word, deed in (("kept", "UPDATE"), ("stays", "DELETE"))),
)  # fmt: skip
