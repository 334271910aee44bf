"""What is asked since `asked_and_noted`: 政策知晓 at a kiosk (R015); what a note on a course is about (R165, R166)."""

from __future__ import annotations

ASKED_COLUMNS = (
    "ALTER TABLE hall_case ADD COLUMN awareness TEXT NOT NULL DEFAULT 'not-asked'",
    "ALTER TABLE course_review ADD COLUMN kind TEXT NOT NULL DEFAULT 'effect'",
)
