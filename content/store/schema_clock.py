"""Shape of the hub's mark of time, released with `clock_marks`: one row, the time last kept and how the clock stood."""

from __future__ import annotations

CLOCK_TABLES = (
    """CREATE TABLE clock_mark (one INTEGER PRIMARY KEY CHECK (one = 1), at TEXT NOT NULL, state TEXT NOT NULL,
        clock_ok INTEGER NOT NULL, since TEXT NOT NULL) STRICT""",
)
