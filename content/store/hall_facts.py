"""Rows of the hall's ledgers of one year as the score reads them, in order of day; nobody's name or number is in them.

Ids are those of entries, which corrections keep; what counts is the row that stands, entered when the first one was.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlite_utils import Database

from content.clock import from_text
from content.kpi.facts import Service, ServiceKind
from content.model.codes import Channel
from content.store.entries import standing


def _year(year: int) -> list[str]:
    return [date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat()]


class HallFacts:
    """The facts of `content.kpi` that the hall's ledgers give."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _rows(self, sql: str, year: int) -> Iterator[dict[str, Any]]:
        return iter(self._db.query(sql, _year(year)))

    def services(self, year: int) -> Iterator[Service]:
        """Yield every consultation of a year; one without an answer is not done (A3.6).

        A question nobody answered counts nothing, whatever channel it came by; those left at kiosks are cases.
        """
        rows = self._rows(
            f"""SELECT entry_id, day, entered_at, channel, topic, hex(person_index) AS person, EXISTS
            (SELECT 1 FROM consult_step WHERE subject_id = consultation.entry_id AND kind = 'answered') AS done
            FROM consultation WHERE day BETWEEN ? AND ? AND {standing("consultation")}
            ORDER BY day, entered_at, entry_id""", year)  # fmt: skip
        for row in rows:
            yield Service(id=row["entry_id"], on=date.fromisoformat(row["day"]), done=bool(row["done"]),
                          entered_at=from_text(row["entered_at"]), channel=Channel(row["channel"]),
                          kind=ServiceKind(row["topic"]), person=row["person"].lower())  # fmt: skip
