"""定稿 of reports in market.db: every version stays, the last one of its kind and subject holds (R206)."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

from sqlite_utils import Database

from content.errors import StoreError
from content.model.reports import FrozenReport, ReportKind
from content.store.mapping import row_mapping

_TABLE = "frozen_report"


class FrozenReports:
    """The reports as they were submitted."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _select(self, clause: str, values: list[Any]) -> tuple[FrozenReport, ...]:
        rows = self._db.query(f"SELECT * FROM {_TABLE} {clause}", values)
        return tuple(row_mapping(FrozenReport).from_row(row) for row in rows)

    def freeze(self, report: FrozenReport) -> FrozenReport:
        """Keep a report as the next version of its subject and return it with its number.

        StoreError where one is frozen and no reason is given for another, and where content and digest disagree.
        """
        if sha256(report.content.encode()).hexdigest() != report.sha256:
            raise StoreError("报告内容和指纹对不上，没有定稿。请重新生成一次再定稿。")
        before = self.versions(report.kind, report.subject)
        if before and not report.reason.strip():
            raise StoreError("这份报告已经定稿。要再出一稿，请写明原因，以前的那一稿留着。")
        kept = replace(report, version=before[0].version + 1 if before else 1, reason=report.reason.strip())
        row = row_mapping(FrozenReport).to_row(kept)
        names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        self._db.execute(f"INSERT INTO {_TABLE} ({names}) VALUES ({marks})", row)
        return kept

    def versions(self, kind: ReportKind, subject: str) -> tuple[FrozenReport, ...]:
        """Return the versions of one report, the last one first."""
        return self._select("WHERE kind = ? AND subject = ? ORDER BY version DESC", [kind.value, subject])

    def get(self, report_id: str) -> FrozenReport | None:
        """Return a version as it was frozen, None when there is none of that id."""
        return next(iter(self._select("WHERE id = ?", [report_id])), None)

    def standing(self, kind: ReportKind) -> dict[str, int]:
        """Return the last version of every subject of a kind that has one."""
        rows = self._db.execute(f"SELECT subject, max(version) FROM {_TABLE} WHERE kind = ? GROUP BY subject",
                                [kind.value])  # fmt: skip
        return {str(subject): int(version) for subject, version in rows.fetchall()}


def whole(report: FrozenReport) -> bool:
    """Say whether the kept text still has the digest it was frozen with."""
    return sha256(report.content.encode()).hexdigest() == report.sha256
