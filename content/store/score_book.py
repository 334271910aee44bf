"""What people file for the score, in market.db: every entry stays, the last one of its kind holds (R207, R213)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from sqlite_utils import Database

from content.clock import to_text
from content.errors import StoreError
from content.kpi.facts import Adjustment, Facts, Violation
from content.kpi.filed import (
    Assessment,
    CountyFigure,
    FigureName,
    MoneyFiled,
    Rectification,
    RowCheck,
    Standing,
    SubsidyPayment,
    county_figures,
)
from content.kpi.periods import PeriodKind
from content.store.mapping import Row, row_mapping
from content.store.score_ledgers import read_ledgers
from content.store.score_rows import RowWords, told_rows

R = TypeVar("R")


class ScoreBook:
    """Figures, checks, corrections, payments and signed sheets, and the facts read with them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _add(self, table: str, row: Row) -> None:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join(f":{name}" for name in row)
        self._db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)

    def _select(self, kind: type[R], table: str, clause: str, values: list[Any]) -> tuple[R, ...]:
        rows = self._db.query(f"SELECT * FROM {table} {clause}", values)
        return tuple(row_mapping(kind).from_row(row) for row in rows)

    def facts(self, year: int) -> Facts:
        """Return all that is known of a year: the rows of the ledgers with their checks, figures and corrections."""
        found = self._select(RowCheck, "row_check", "ORDER BY place", [])
        checks = {f"{one.table}/{one.row_id}": one.check for one in found}
        ledgers = read_ledgers(self._db, year, checks)
        return replace(ledgers, county=county_figures(self.standing(year)),
                       adjustments=self.adjustments(year))  # fmt: skip

    # figures of the bureau

    def add_figure(self, figure: CountyFigure) -> None:
        """Keep a figure; the one told before for the same name and year stays and no longer holds."""
        self._add("county_figure", row_mapping(CountyFigure).to_row(figure))

    def figures(self, year: int) -> tuple[CountyFigure, ...]:
        """Return every figure ever told for a year, newest first."""
        return self._select(CountyFigure, "county_figure", "WHERE year = ? ORDER BY place DESC", [year])

    def standing(self, year: int) -> Standing:
        """Return what holds in a year: the last told of each name, lasting ones of years before it too."""
        rows = self._select(CountyFigure, "county_figure", "WHERE year <= ? ORDER BY year, place", [year])
        return {one.name: one for one in rows if one.year == year or FigureName(one.name).lasting}

    # what the 考核组 found out

    def add_check(self, check: RowCheck) -> None:
        """Keep what was found out about a row; the last finding holds."""
        self._add("row_check", row_mapping(RowCheck).to_row(check))

    def checks_of(self, row_ids: tuple[str, ...]) -> dict[str, RowCheck]:
        """Return the finding that holds of each row that has one."""
        found: dict[str, RowCheck] = {}
        for row_id in row_ids:
            table, _, key = row_id.partition("/")
            for one in self._select(RowCheck, "row_check", 'WHERE "table" = ? AND row_id = ? ORDER BY place',
                                    [table, key]):  # fmt: skip
                found[row_id] = one
        return found

    def add_adjustment(self, year: int, adjustment: Adjustment) -> None:
        """Keep a correction of one assessment; it is taken back by another of the opposite sign."""
        self._add("kpi_adjustment", row_mapping(Adjustment).to_row(adjustment) | {"year": year})

    def adjustments(self, year: int) -> tuple[Adjustment, ...]:
        """Return the corrections of a year in the order they came."""
        return self._select(Adjustment, "kpi_adjustment", "WHERE year = ? ORDER BY place", [year])

    # money

    def add_payment(self, payment: SubsidyPayment) -> None:
        """Keep a payment, in fen and negative where it takes a wrong one back; rows only grow."""
        self._add("subsidy_payment", row_mapping(SubsidyPayment).to_row(payment))

    def add_violation(self, violation: Violation, at: datetime) -> None:
        """Keep a grave violation as the bureau established it."""
        self._add("violation", row_mapping(Violation).to_row(violation) | {"at": to_text(at)})

    def add_rectification(self, step: Rectification) -> None:
        """Keep a step of a 整改."""
        self._add("rectification", row_mapping(Rectification).to_row(step))

    def money(self, year: int) -> MoneyFiled:
        """Return all that was filed about the money up to the end of a year."""
        last = date(year, 12, 31).isoformat()
        return MoneyFiled(
            standing=self.standing(year),
            payments=self._select(SubsidyPayment, "subsidy_payment", "WHERE year <= ? ORDER BY place", [year]),
            violations=self._select(Violation, "violation", 'WHERE "on" <= ? ORDER BY place', [last]),
            rectifications=self._select(Rectification, "rectification", "WHERE year <= ? ORDER BY place", [year]),
            assessments=self._select(Assessment, "assessment", "WHERE year <= ? ORDER BY place", [year]),
        )  # fmt: skip

    # the signed sheet

    def sign(self, assessment: Assessment) -> None:
        """Keep a signed sheet; StoreError where one was signed before and no reason is given for another."""
        if self.assessments(assessment.year, assessment.of) and not assessment.note.strip():
            raise StoreError("这一期已经签字定稿。复查后再定稿的，请写明原因（例如公示期内申诉后复查）。")
        self._add("assessment", row_mapping(Assessment).to_row(assessment))

    def assessments(self, year: int, of: PeriodKind) -> tuple[Assessment, ...]:
        """Return the signed sheets of a period, the last one first."""
        return self._select(Assessment, "assessment", 'WHERE year = ? AND "of" = ? ORDER BY place DESC',
                            [year, of.value])  # fmt: skip

    def assessment(self, assessment_id: str) -> Assessment | None:
        """Return one signed sheet."""
        return next(iter(self._select(Assessment, "assessment", "WHERE id = ?", [assessment_id])), None)

    def papers_of(self, row_ids: Iterable[str]) -> int:
        """Return of how many rows a paper is kept; a row of a firm at a fair has the papers of the fair."""
        keys: dict[str, set[str]] = {}
        for row_id in row_ids:
            table, _, key = row_id.partition("/")
            keys.setdefault(table, set()).add(key.partition("+")[0])
        return sum(self._with_paper(table, ids) for table, ids in keys.items())

    def _with_paper(self, table: str, ids: set[str]) -> int:
        of_entry = {"placement", "aid_event"}  # whose entry itself names its paper
        found = f"""SELECT count(DISTINCT root) FROM {table} WHERE evidence <> '' AND NOT void AND NOT EXISTS (
                SELECT 1 FROM {table} AS later WHERE later.corrects <> '' AND later.corrects = {table}.id)
            AND root IN (SELECT value FROM json_each(:ids))""" if table in of_entry else """
            SELECT count(DISTINCT subject_id) FROM attachment WHERE subject = :table AND removed_at IS NULL
            AND subject_id IN (SELECT value FROM json_each(:ids))"""  # fmt: skip
        values = {"ids": json.dumps(sorted(ids))} | ({} if table in of_entry else {"table": table})
        return int(self._db.execute(found, values).fetchone()[0])

    def told(self, row_ids: tuple[str, ...]) -> dict[str, RowWords]:
        """Return rows of the ledgers in words, by the id of their fact; nobody's name is among them."""
        return told_rows(self._db, row_ids)
