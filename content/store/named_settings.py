"""Settings kept as JSON by name."""

from __future__ import annotations

from sqlite_utils import Database

from content.clock import Clock, to_text


class Settings:
    """Named JSON texts with the time of their last change."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def get(self, name: str) -> str | None:
        """Return the JSON text of that name."""
        row = self._db.execute("SELECT value FROM setting WHERE name = ?", [name]).fetchone()
        return None if row is None else str(row[0])

    def put(self, name: str, value: str) -> None:
        """Set the JSON text of that name."""
        self._db.execute(
            """INSERT INTO setting (name, value, updated_at) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at""",
            [name, value, to_text(self._clock.now())],
        )
