"""The mark of time in market.db: up to when the hub has come, and whether the machine's clock agrees (T5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from content.clock import to_text
from content.rules.clock import ClockState
from content.store.mapping import row_mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMark:
    """The time last kept; `since` is when the state was first seen, by the kept time."""

    at: datetime
    state: ClockState
    clock_ok: bool
    since: datetime


class ClockMarks:
    """The hub's mark of the time that is kept, a single row (T5)."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self) -> ClockMark | None:
        """Return the mark; None before the first."""
        rows = self._db.query("SELECT at, state, clock_ok, since FROM clock_mark")
        return next((row_mapping(ClockMark).from_row(row) for row in rows), None)

    def clock_ok(self) -> bool:
        """Say whether the machine's clock was right when the time was last kept; what is filed meanwhile says so."""
        mark = self.get()
        return mark is None or mark.clock_ok

    def put(self, at: datetime, state: ClockState) -> bool:
        """Keep a time; say whether the state is another than before."""
        before = self.get()
        changed = state is not (before.state if before else ClockState.RIGHT)
        since = before.since if before is not None and not changed else at
        self._db.execute("INSERT OR REPLACE INTO clock_mark VALUES (1, ?, ?, ?, ?)",
                         [to_text(at), state.value, int(state is ClockState.RIGHT), to_text(since)])  # fmt: skip
        return changed
