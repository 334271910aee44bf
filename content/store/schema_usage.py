"""Shape of the use of kiosks by day and task, released with `kiosk_usage`; no terminal and no person is in it."""

from __future__ import annotations

USAGE_TABLES = (
    """CREATE TABLE usage (day TEXT NOT NULL, task TEXT NOT NULL, started INTEGER NOT NULL, finished INTEGER NOT NULL,
        pages INTEGER NOT NULL, touches INTEGER NOT NULL, seconds INTEGER NOT NULL, PRIMARY KEY (day, task)
        ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE usage_step (day TEXT NOT NULL, task TEXT NOT NULL, step TEXT NOT NULL, given_up INTEGER NOT NULL,
        PRIMARY KEY (day, task, step)) STRICT, WITHOUT ROWID""",
)
