"""Indexes by which the desk's pages find their rows at 100,000 in a ledger, released with `ledger_pages`."""

from __future__ import annotations

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
    "CREATE INDEX guidance_tasks ON guidance (person_index, entered_at, result, void, id)",
)
