"""Shape of what people file for the score, released with `score_records`; every table of it only grows (R213)."""

from __future__ import annotations

_TABLES = ("county_figure", "kpi_adjustment", "row_check", "subsidy_payment", "violation", "rectification",
           "assessment")  # fmt: skip

SCORE_TABLES = (
    # what the score asks of every job of a year, so that none of the wide rows is read for it
    """CREATE INDEX job_scored ON job (published_at, id, merged_into, employer_id, trade_code, township_code, address,
        pay_unit, headcount) WHERE published_at IS NOT NULL""",
    """CREATE TABLE county_figure (
        place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, year INTEGER NOT NULL, name TEXT NOT NULL,
        value TEXT NOT NULL, document TEXT NOT NULL CHECK (document <> ''), entered_by TEXT NOT NULL,
        entered_at TEXT NOT NULL) STRICT""",
    "CREATE INDEX county_figure_of ON county_figure (year, name, place)",
    """CREATE TABLE kpi_adjustment (
        place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, year INTEGER NOT NULL, "of" TEXT NOT NULL,
        measure TEXT NOT NULL, change INTEGER NOT NULL CHECK (change <> 0), reason TEXT NOT NULL CHECK (reason <> ''),
        "by" TEXT NOT NULL, at TEXT NOT NULL, document TEXT NOT NULL) STRICT""",
    "CREATE INDEX kpi_adjustment_of ON kpi_adjustment (year, place)",
    """CREATE TABLE row_check (
        place INTEGER PRIMARY KEY, "table" TEXT NOT NULL, row_id TEXT NOT NULL, "check" TEXT NOT NULL,
        reason TEXT NOT NULL, "by" TEXT NOT NULL, at TEXT NOT NULL,
        CHECK ("check" = 'confirmed' OR reason <> '')) STRICT""",
    'CREATE INDEX row_check_of ON row_check ("table", row_id, place)',
    """CREATE TABLE subsidy_payment (
        place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, year INTEGER NOT NULL, round TEXT NOT NULL,
        fen INTEGER NOT NULL, paid_on TEXT NOT NULL, document TEXT NOT NULL CHECK (document <> ''),
        "by" TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    """CREATE TABLE violation (
        place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "on" TEXT NOT NULL, what TEXT NOT NULL,
        document TEXT NOT NULL CHECK (document <> ''), "by" TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    """CREATE TABLE rectification (
        place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, year INTEGER NOT NULL, step TEXT NOT NULL,
        "on" TEXT NOT NULL, document TEXT NOT NULL CHECK (document <> ''), "by" TEXT NOT NULL,
        at TEXT NOT NULL) STRICT""",
    """CREATE TABLE assessment (
        place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, year INTEGER NOT NULL, "of" TEXT NOT NULL,
        as_of TEXT NOT NULL, printed TEXT NOT NULL, points TEXT NOT NULL, readings TEXT NOT NULL,
        rules_sha256 TEXT NOT NULL, rows_sha256 TEXT NOT NULL, sheet TEXT NOT NULL, signers TEXT NOT NULL,
        note TEXT NOT NULL, signed_by TEXT NOT NULL, signed_at TEXT NOT NULL) STRICT""",
    "CREATE INDEX assessment_of ON assessment (year, \"of\", place)",
    *(f"""CREATE TRIGGER {table}_{word} BEFORE {deed} ON {table}
        BEGIN SELECT RAISE (ABORT, 'what was filed for the score only grows'); END"""
      for table in _TABLES for word, deed in (("kept", "UPDATE"), ("stays", "DELETE"))),
)  # fmt: skip
