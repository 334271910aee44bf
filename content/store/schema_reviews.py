"""Shape of the Friday reviews and of what each edition changed, released with `friday_reviews`."""

from __future__ import annotations

REVIEW_TABLES = (
    "CREATE TABLE friday_review (week TEXT PRIMARY KEY, closed_at TEXT, body TEXT NOT NULL) STRICT",
    """CREATE TRIGGER friday_review_closed BEFORE UPDATE ON friday_review WHEN OLD.closed_at IS NOT NULL
        BEGIN SELECT RAISE (ABORT, 'a closed review is never changed'); END""",
    """CREATE TABLE edition_change ("order" INTEGER PRIMARY KEY, lines TEXT NOT NULL) STRICT""",
)
