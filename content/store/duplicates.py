"""Pairs of records that somebody looked at and found to be two."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from content.clock import to_text


class NotDuplicates:
    """The remembered pairs, of any kind; ids are unique across kinds."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def remember(self, one: str, other: str, by: str, now: datetime) -> None:
        """Note that two records are no duplicates of each other, in either order."""
        first, second = sorted((one, other))
        self._db.execute("INSERT OR IGNORE INTO not_duplicate VALUES (?, ?, ?, ?)", [first, second, by, to_text(now)])

    def forget(self, one: str, other: str) -> None:
        """Take that back."""
        self._db.execute("DELETE FROM not_duplicate WHERE one = ? AND other = ?", sorted((one, other)))

    def of(self, record_id: str) -> frozenset[str]:
        """Return the ids a record was told apart from."""
        rows = self._db.execute(
            "SELECT other FROM not_duplicate WHERE one = :id UNION SELECT one FROM not_duplicate WHERE other = :id",
            {"id": record_id},
        )
        return frozenset(other for (other,) in rows)

    def every(self) -> frozenset[tuple[str, str]]:
        """Return all pairs, the lower id first."""
        return frozenset(self._db.execute("SELECT one, other FROM not_duplicate").fetchall())
