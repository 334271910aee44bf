"""公示 of assessments and steps on their appeals in market.db: entries only (R210, R211)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from content.model.publicities import AppealStep, Publicity
from content.store.mapping import Row, row_mapping


class PublicityBook:
    """Which notice makes which signed sheet public, and what was done with appeals."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _insert(self, table: str, row: Row) -> None:
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
        self._db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)

    def add(self, publicity: Publicity) -> None:
        """Note that a notice makes a signed sheet public."""
        self._insert("publicity", row_mapping(Publicity).to_row(publicity))

    def of_assessments(self, assessment_ids: Iterable[str]) -> tuple[Publicity, ...]:
        """Return the 公示 of some signed sheets, newest first."""
        wanted = list(assessment_ids)
        rows = self._db.query(f"SELECT * FROM publicity WHERE assessment_id IN ({', '.join('?' * len(wanted))}) "
                              "ORDER BY place DESC", wanted)  # fmt: skip
        return tuple(map(row_mapping(Publicity).from_row, rows))

    def of_notice(self, notice_id: str) -> Publicity | None:
        """Return what a notice makes public, None for a notice of something else."""
        rows = self._db.query("SELECT * FROM publicity WHERE notice_id = ?", [notice_id])
        return next(map(row_mapping(Publicity).from_row, rows), None)

    def add_step(self, step: AppealStep) -> None:
        """Note what the 考核小组 did with an appeal."""
        self._insert("appeal_step", row_mapping(AppealStep).to_row(step))

    def steps(self, case_id: str) -> tuple[AppealStep, ...]:
        """Return the steps on one appeal, oldest first."""
        rows = self._db.query("SELECT * FROM appeal_step WHERE case_id = ? ORDER BY place", [case_id])
        return tuple(map(row_mapping(AppealStep).from_row, rows))
