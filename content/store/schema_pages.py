"""By what the desk's pages find their rows at 100,000 in a ledger, released with `ledger_pages`."""

from __future__ import annotations

# a question waits from its first entry until its first answer: the few among 100,000 are read, not sought (R149)
_TAKEN_UP = "state IN ('contacted', 'hired', 'refused')"
_REFERRED = "EXISTS (SELECT 1 FROM referral WHERE source_id = NEW.id AND source_id <> '' AND corrects = '')"
_UNREFERRED = f"""WHEN NEW.{_TAKEN_UP} AND NOT {_REFERRED}
        BEGIN INSERT OR IGNORE INTO application_unreferred VALUES (NEW.id); END"""
# an application waits from when its employer was spoken to until a 推荐 is made of it
WAITING_APPLICATIONS = (
    "CREATE TABLE application_unreferred (application_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    f"""INSERT INTO application_unreferred SELECT id FROM application WHERE {_TAKEN_UP}
        EXCEPT SELECT source_id FROM referral WHERE source_id <> '' AND corrects = ''""",
    f"CREATE TRIGGER application_taken_up AFTER UPDATE OF state ON application {_UNREFERRED}",
    f"CREATE TRIGGER application_came_taken_up AFTER INSERT ON application {_UNREFERRED}",
    """CREATE TRIGGER application_referred AFTER INSERT ON referral WHEN NEW.source_id <> '' AND NEW.corrects = ''
        BEGIN DELETE FROM application_unreferred WHERE application_id = NEW.source_id; END""",
)
WAITING_QUESTIONS = (
    "CREATE TABLE consult_waiting (entry_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    """INSERT INTO consult_waiting SELECT entry_id FROM consultation
        EXCEPT SELECT subject_id FROM consult_step WHERE kind = 'answered'""",
    """CREATE TRIGGER consultation_waits AFTER INSERT ON consultation WHEN NEW.corrects = ''
        AND NOT EXISTS (SELECT 1 FROM consult_step WHERE subject_id = NEW.entry_id AND kind = 'answered')
        BEGIN INSERT OR IGNORE INTO consult_waiting VALUES (NEW.entry_id); END""",
    """CREATE TRIGGER consultation_answered AFTER INSERT ON consult_step WHEN NEW.kind = 'answered'
        BEGIN DELETE FROM consult_waiting WHERE entry_id = NEW.subject_id; END""",
)

PAGE_INDEXES = (
    "CREATE INDEX fair_by_stage ON fair (stage)",
    "CREATE INDEX fair_by_start ON fair (starts_at)",
    "CREATE INDEX application_by_state ON application (state, occurred_at, id, number, person_index)",
    "CREATE INDEX consult_step_answered ON consult_step (subject_id) WHERE kind = 'answered'",
    "CREATE INDEX referral_pages ON referral (day, id)",
    "CREATE INDEX referral_unconfirmed ON referral (day, id) WHERE confirmed_at IS NULL",
    "CREATE INDEX referral_followed_up ON referral (day, id) WHERE outcome = 'waiting'",
    "CREATE INDEX referral_placed ON referral (day, id, void) WHERE placed_on IS NOT NULL",
    "CREATE INDEX placement_pages ON placement (started_on, id)",
    "CREATE INDEX guidance_pages ON guidance (day, id)",
    "CREATE INDEX service_plan_pages ON service_plan (review_on, id)",
    "CREATE INDEX aid_file_pages ON aid_file (next_on IS NULL, next_on, id)",
    "CREATE INDEX aid_file_closed ON aid_file (closed_on, id, void) WHERE state = 'closed'",
    "CREATE INDEX hall_case_pages ON hall_case (kind, state IN ('new', 'handling'), occurred_at, id)",
    "CREATE INDEX complaint_pages ON complaint (state = 'answered', occurred_at DESC, id DESC)",
    """CREATE INDEX tool_loan_pages ON tool_loan (
        returned_at IS NOT NULL, iif(returned_at IS NULL, due_at, ''), returned_at DESC, id DESC)""",
    "CREATE INDEX visit_pages ON visit (day, created_at)",
    "CREATE INDEX service_plan_due ON service_plan (review_on, void, length(name) > 0, id)",
    "CREATE INDEX seeker_answer_once ON seeker_answer (once) WHERE once <> x''",
    "CREATE INDEX hall_case_once ON hall_case (once) WHERE kind = 'satisfaction'",
    "CREATE INDEX employer_answer_of ON employer_answer (employer_id, day)",
    "CREATE INDEX guidance_tasks ON guidance (person_index, entered_at, result, void, id)",
)

# released with `covered_pages`: a page asks these of every row of a month, and reads no wide row for it
COVERING_INDEXES = (
    *(step for table, subject in (("employer_answer", "employer_id"), ("seeker_answer", "once")) for step in (
        f"DROP INDEX {table}_by_day",
        f"CREATE INDEX {table}_said ON {table} (day, entered_at, void, {subject}, face, awareness, id)")),
    "CREATE INDEX service_plan_open ON service_plan (review_on, id) WHERE NOT void AND length(name) > 0",
    "CREATE INDEX hall_case_faces ON hall_case (occurred_at, once, choice, awareness) WHERE kind = 'satisfaction'",
)  # fmt: skip
