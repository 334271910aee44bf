"""What each edition changed, in words: written when it was published, since its files are cleared away in time."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlite_utils import Database


class EditionChanges:
    """The lines by order of the edition."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, order: int, lines: tuple[str, ...]) -> None:
        """Keep what an edition changed against the one before."""
        self._db.execute('INSERT OR REPLACE INTO edition_change ("order", lines) VALUES (?, ?)',
                         [order, json.dumps(lines, ensure_ascii=False)])  # fmt: skip

    def of(self, orders: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Return the lines of some editions; one of before they were kept is missing."""
        wanted = tuple(orders)
        marks = ",".join("?" * len(wanted))
        rows = self._db.execute(f'SELECT "order", lines FROM edition_change WHERE "order" IN ({marks})', wanted)
        return {order: tuple(json.loads(lines)) for order, lines in rows.fetchall()}
