"""Editions that are to be published at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.clock import to_text
from content.store.mapping import row_mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEdition:
    """One publishing that was planned; `sentence` says why it failed, "" when it did not."""

    id: str
    due_at: datetime
    planned_by: str
    planned_at: datetime
    note: str
    done_at: datetime | None = None
    edition_order: int | None = None
    sentence: str = ""
    cancelled_by: str | None = None


class PlannedEditions:
    """The plans, soonest first."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _select(self, clause: str, values: list[Any]) -> tuple[PlannedEdition, ...]:
        rows = self._db.query(f"SELECT * FROM planned_edition {clause}", values)
        return tuple(row_mapping(PlannedEdition).from_row(row) for row in rows)

    def add(self, plan: PlannedEdition) -> None:
        """Plan a publishing."""
        self._db.table("planned_edition").insert(row_mapping(PlannedEdition).to_row(plan))

    def cancel(self, plan_id: str, by: str) -> bool:
        """Take a plan back; False when it is done already."""
        found = self._db.execute(
            "UPDATE planned_edition SET cancelled_by = ? WHERE id = ? AND done_at IS NULL AND cancelled_by IS NULL",
            [by, plan_id],
        )
        return bool(found.rowcount)

    def waiting(self) -> tuple[PlannedEdition, ...]:
        """Return what is still to come."""
        return self._select("WHERE done_at IS NULL AND cancelled_by IS NULL ORDER BY due_at", [])

    def due(self, now: datetime) -> tuple[PlannedEdition, ...]:
        """Return what should have been published by now."""
        return self._select(
            "WHERE done_at IS NULL AND cancelled_by IS NULL AND due_at <= ? ORDER BY due_at", [to_text(now)]
        )

    def recent(self, limit: int = 20) -> tuple[PlannedEdition, ...]:
        """Return the last plans, done or not, latest first."""
        return self._select("ORDER BY due_at DESC LIMIT ?", [limit])

    def mark_done(self, ids: Iterable[str], now: datetime, order: int | None, sentence: str = "") -> None:
        """Note that plans were carried out as an edition, or why they were not."""
        self._db.conn.executemany(
            "UPDATE planned_edition SET done_at = ?, edition_order = ?, sentence = ? WHERE id = ?",
            [(to_text(now), order, sentence, plan_id) for plan_id in ids],
        )
