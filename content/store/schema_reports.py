"""Shape of frozen reports, released with `frozen_reports`; the table only grows (R206, R213)."""

from __future__ import annotations

REPORT_TABLES = (
    """CREATE TABLE frozen_report (
        place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, subject TEXT NOT NULL,
        version INTEGER NOT NULL CHECK (version > 0), content TEXT NOT NULL, sha256 TEXT NOT NULL,
        rows_sha256 TEXT NOT NULL, reason TEXT NOT NULL CHECK (version = 1 OR reason <> ''),
        frozen_by TEXT NOT NULL, frozen_at TEXT NOT NULL, UNIQUE (kind, subject, version)) STRICT""",
    *(f"""CREATE TRIGGER frozen_report_{word} BEFORE {deed} ON frozen_report
        BEGIN SELECT RAISE (ABORT, 'a frozen report stays as it was'); END"""
      for word, deed in (("kept", "UPDATE"), ("stays", "DELETE"))),
)  # fmt: skip
