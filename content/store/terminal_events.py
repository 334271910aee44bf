"""What was wrong with terminals and from when to when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.clock import to_text
from content.model.ids import new_id
from content.model.terminals import TerminalEvent, Trouble
from content.store.mapping import row_mapping


class TerminalEvents:
    """Spans of trouble; of one kind at one terminal at most one is open."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _select(self, clause: str, values: list[Any]) -> tuple[TerminalEvent, ...]:
        rows = self._db.query(f"SELECT * FROM terminal_event {clause}", values)
        return tuple(row_mapping(TerminalEvent).from_row(row) for row in rows)

    def begin(self, terminal_id: str, trouble: Trouble, at: datetime) -> bool:
        """Open a span and return True; False when one is open already."""
        row = self._db.execute(
            "INSERT INTO terminal_event (id, terminal_id, trouble, began_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING RETURNING id",
            [new_id(at), terminal_id, trouble.value, to_text(at)],
        ).fetchone()
        return row is not None

    def end(self, terminal_id: str, trouble: Trouble, at: datetime) -> None:
        """Close a span; without one nothing happens."""
        self._db.execute(
            "UPDATE terminal_event SET ended_at = ? WHERE terminal_id = ? AND trouble = ? AND ended_at IS NULL",
            [to_text(at), terminal_id, trouble.value],
        )

    def open_of(self, terminal_id: str) -> frozenset[Trouble]:
        """Return what is noted as wrong with a terminal."""
        open_spans = self._select("WHERE terminal_id = ? AND ended_at IS NULL", [terminal_id])
        return frozenset(span.trouble for span in open_spans)

    def since(self, start: datetime, terminal_id: str = "", limit: int = 100) -> tuple[TerminalEvent, ...]:
        """Return the spans that began or still lasted after `start`, newest first."""
        return self._select(
            """WHERE (began_at >= ?1 OR ended_at IS NULL OR ended_at >= ?1) AND (?2 = '' OR terminal_id = ?2)
            ORDER BY began_at DESC, id DESC LIMIT ?3""",
            [to_text(start), terminal_id, limit],
        )
