"""Numbers that are given out once and never again."""

from __future__ import annotations

from sqlite_utils import Database


def next_value(db: Database, name: str, first: int) -> int:
    """Take the next number of a series inside the running transaction; a rolled-back one was never given."""
    db.execute(
        "INSERT INTO counter (name, last) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = last + 1",
        [name, first],
    )
    return int(db.execute("SELECT last FROM counter WHERE name = ?", [name]).fetchone()[0])


def not_below(db: Database, name: str, used: int) -> None:
    """Keep the series from ever giving out a number that came in from elsewhere."""
    db.execute(
        """INSERT INTO counter (name, last) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)""",
        [name, used],
    )
