"""安全检查, 信息安全培训 and 安全事件 in market.db (R186, R188, R189); triggers keep what was written as it was."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlite_utils import Database

from content.clock import from_text, to_text
from content.model.security import SecurityCheck, SecurityIncident, SecurityTraining
from content.store.entries import EntryTable, standing
from content.store.mapping import row_mapping


class SecurityChecks:
    """The 安全检查 that were closed (R186); triggers refuse to change or delete one."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, check: SecurityCheck) -> None:
        """Keep a closed check for good."""
        row = row_mapping(SecurityCheck).to_row(check)
        names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        self._db.execute(f"INSERT INTO security_check ({names}) VALUES ({marks})", row)

    def get(self, check_id: str) -> SecurityCheck | None:
        """Return a check as it was closed, None when there is none of that id."""
        rows = self._db.query("SELECT * FROM security_check WHERE id = ?", [check_id])
        return next((row_mapping(SecurityCheck).from_row(row) for row in rows), None)

    def page(self, limit: int = 50, offset: int = 0) -> tuple[tuple[SecurityCheck, ...], int]:
        """Return one page, newest first, and how many checks there are."""
        rows = self._db.query("SELECT * FROM security_check ORDER BY closed_at DESC, rowid DESC LIMIT ? OFFSET ?",
                              [limit, offset])  # fmt: skip
        found = tuple(row_mapping(SecurityCheck).from_row(row) for row in rows)
        return found, int(self._db.execute("SELECT count(*) FROM security_check").fetchone()[0])

    def closed_between(self, start: datetime, end: datetime) -> tuple[datetime, ...]:
        """Return when checks were closed from `start` to before `end`, in order."""
        rows = self._db.execute("SELECT closed_at FROM security_check WHERE closed_at >= ? AND closed_at < ? "
                                "ORDER BY closed_at", [to_text(start), to_text(end)]).fetchall()  # fmt: skip
        return tuple(from_text(at) for (at,) in rows)


class SecurityTrainings(EntryTable[SecurityTraining]):
    """The 信息安全培训 that were held (R188)."""

    kind = SecurityTraining
    table = "security_training"
    word = "安全培训"


class SecurityIncidents(EntryTable[SecurityIncident]):
    """The 安全事件 (R189); what happened and what was done about it are ciphertext."""

    kind = SecurityIncident
    table = "security_incident"
    word = "安全事件"
    sealed: ClassVar[tuple[str, ...]] = ("what", "measures")

    def every(self) -> tuple[SecurityIncident, ...]:
        """Return what stands of all of them, what is not dealt with first, then by when it was found."""
        return self._select(f"WHERE {standing(self.table)} ORDER BY closed, found_at DESC", {})

    def open_ones(self) -> tuple[SecurityIncident, ...]:
        """Return what is not dealt with yet, the oldest first."""
        return self._select(f"WHERE NOT closed AND {standing(self.table)} ORDER BY found_at", {})
