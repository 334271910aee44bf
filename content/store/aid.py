"""帮扶档案 in market.db: the files, what was done in each, and the weekly sweeps."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from sqlite_utils import Database

from content.clock import SHANGHAI, calendar_day, from_text, to_text
from content.model.aid import AidEvent, AidFile, LedgerSweep
from content.model.codes import Labelled
from content.rules.aid import SweepLine
from content.rules.workdays import day_of
from content.store.chains import Entries
from content.store.mapping import Row, row_mapping
from content.store.own_records import FORGOTTEN

_OPEN = "NOT aid_file.void AND aid_file.state <> 'closed' AND length(aid_file.name) > 0"


# of each person the newest registration, and since when they look for work: after the last work they had
_SWEPT = f"""
    WITH asked AS (SELECT id_number_index AS person_index FROM seeker WHERE id IN {{whose}}),
        worked AS (SELECT person_index, max(started_on) AS worked_on FROM placement WHERE NOT void {{theirs}}
            AND NOT EXISTS (
                SELECT 1 FROM placement AS later WHERE later.corrects <> '' AND later.corrects = placement.id)
            GROUP BY person_index),
        failed AS (SELECT person_index, count(*) AS times FROM referral WHERE NOT void {{theirs}}
            AND outcome IN ('absent', 'refused', 'some-days')
            AND NOT EXISTS (SELECT 1 FROM referral AS later WHERE later.corrects <> '' AND later.corrects = referral.id)
            GROUP BY person_index),
        newest AS (SELECT *, max(occurred_at) FROM registration {{lines}} GROUP BY seeker_id)
    SELECT newest.id AS registration_id, newest.number, seeker.id_number_index AS person_index, seeker.name_mask,
        coalesce((SELECT min(occurred_at) FROM registration AS own WHERE own.seeker_id = seeker.id
            AND own.occurred_at > coalesce(worked.worked_on, '')), newest.occurred_at) AS since,
        seeker.birth_year, seeker.sex, newest.seeker_groups AS groups, coalesce(failed.times, 0) AS failed,
        worked.worked_on
    FROM newest JOIN seeker ON seeker.id = newest.seeker_id
        LEFT JOIN worked ON worked.person_index = seeker.id_number_index
        LEFT JOIN failed ON failed.person_index = seeker.id_number_index
    WHERE seeker.name_mask <> '{FORGOTTEN}' AND NOT EXISTS (SELECT 1 FROM aid_file
        WHERE aid_file.person_index = seeker.id_number_index AND {_OPEN}
        AND NOT EXISTS (SELECT 1 FROM aid_file AS later WHERE later.corrects <> '' AND later.corrects = aid_file.id))"""


_WHOSE = "(SELECT seeker_id FROM registration WHERE id IN (SELECT value FROM json_each(:lines)))"
_ALL_SWEPT = _SWEPT.format(whose="(SELECT '')", theirs="", lines="")
_SOME_SWEPT = _SWEPT.format(whose=_WHOSE, theirs="AND person_index IN (SELECT person_index FROM asked)",
                            lines=f"WHERE seeker_id IN {_WHOSE}")  # fmt: skip
_OPENED = "NOT void AND entered_at >= ? AND entered_at < ?"


def _span(first: date, last: date) -> list[str]:
    """Return the instants between which days lie, the second one excluded."""
    return [to_text(datetime.combine(day, time.min, SHANGHAI)) for day in (first, last + timedelta(days=1))]


def _line(row: Row) -> SweepLine:
    return row_mapping(SweepLine).from_row(row | {"registered_on": calendar_day(from_text(row["since"])).isoformat()})


class AidView(Labelled):
    """Which files a list shows."""

    OPEN = "open", "办理中的"
    DUE = "due", "该联系的"
    MINE = "mine", "我负责的"
    CLOSED = "closed", "已结案的"
    ALL = "all", "全部"


class AidFiles(Entries[AidFile]):
    """Every 帮扶档案."""

    kind: ClassVar[type[AidFile]] = AidFile
    table = "aid_file"
    word = "帮扶档案"

    def listed(self, view: AidView, today: date, staff: str, limit: int,
               offset: int) -> tuple[tuple[AidFile, ...], int]:  # fmt: skip
        """Return one page of a view; who is to be spoken to first comes first."""
        asked: dict[AidView, tuple[str, list[str]]] = {
            AidView.OPEN: (_OPEN, []), AidView.DUE: (f"{_OPEN} AND next_on <= ?", [today.isoformat()]),
            AidView.MINE: (f"{_OPEN} AND owner = ?", [staff]), AidView.CLOSED: ("NOT void AND state = 'closed'", []),
            AidView.ALL: ("1", []),
        }  # fmt: skip
        condition, values = asked[view]
        order = "closed_on DESC, id DESC" if view is AidView.CLOSED else "next_on IS NULL, next_on, id"
        return self.page(condition, values, limit, offset, order)

    def due_count(self, first: date | None, last: date) -> int:
        """Return how many open files have their next date in those days; all up to `last` without a first."""
        since = first.isoformat() if first is not None else ""
        return self.number(f"WHERE {_OPEN} AND next_on BETWEEN ? AND ? AND {self.stands}", [since, last.isoformat()])

    def open_of(self, index: bytes) -> AidFile | None:
        """Return the open file of a person."""
        return next(iter(self.select(f"WHERE person_index = ? AND {_OPEN} AND {self.stands}", [index])), None)

    def opened_in(self, week: str) -> int:
        """Return how many files were opened in an ISO week."""
        return self.opened_between(day_of(week, 1), day_of(week, 7))

    def opened_between(self, first: date, last: date) -> int:
        """Return how many files were opened on days from `first` to `last`."""
        return self.number(f"WHERE {_OPENED} AND {self.stands}", _span(first, last))

    def opened(self, first: date, last: date) -> tuple[AidFile, ...]:
        """Return the files opened on days from `first` to `last`, oldest first."""
        return self.select(f"WHERE {_OPENED} AND {self.stands} ORDER BY entered_at, id", _span(first, last))


class AidEvents(Entries[AidEvent]):
    """What was done in the files."""

    kind: ClassVar[type[AidEvent]] = AidEvent
    table = "aid_event"
    word = "帮扶记录"

    def of_file(self, root: str) -> tuple[AidEvent, ...]:
        """Return what stands in one file, newest day first."""
        return self.select(f"WHERE file = ? AND NOT void AND {self.stands} ORDER BY day DESC, id DESC", [root])


class LedgerSweeps:
    """每周台账梳理, one an ISO week; a later one of the same week is another line."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def lines(self) -> tuple[SweepLine, ...]:
        """Return everybody registered who has no open file, for the rule to choose from."""
        return tuple(map(_line, self._db.query(_ALL_SWEPT)))

    def lines_of(self, registration_ids: Iterable[str]) -> tuple[SweepLine, ...]:
        """Return the same of those who registered under some ids, as it stands now; who has a file meanwhile is out."""
        return tuple(map(_line, self._db.query(_SOME_SWEPT, {"lines": json.dumps(tuple(registration_ids))})))

    def add(self, sweep: LedgerSweep) -> None:
        """Keep a sweep; a week may have several, the last one counts."""
        self._db.table("ledger_sweep").insert(row_mapping(LedgerSweep).to_row(sweep))

    def of_week(self, week: str) -> LedgerSweep | None:
        """Return the last one of an ISO week."""
        rows = self._db.query("SELECT * FROM ledger_sweep WHERE week = ? ORDER BY at DESC LIMIT 1", [week])
        return next((row_mapping(LedgerSweep).from_row(row) for row in rows), None)
