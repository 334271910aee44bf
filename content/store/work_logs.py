"""工作日志 and its weekly check in market.db: entries are added, the newest of a day or week stands (R184, R185)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlite_utils import Database

from content.clock import SHANGHAI, to_text
from content.model.worklog import WorkLog, WorkWeek
from content.store.mapping import Row, row_mapping

# every deed of a span: who, on which day of the county, what, to what; `record` tells what counts once a day
_DEEDS = """
    SELECT staff_id, date(at, '+8 hours') AS day, action AS what, subject, seq AS record
    FROM audit WHERE at >= :start AND at < :end AND staff_id <> ''
    UNION ALL SELECT "by", date(at, '+8 hours'), CASE WHEN deed IN ('approved', 'returned') THEN 'reviewed'
        WHEN deed IN ('saved', 'submitted', 'filled', 'withdrawn') THEN 'edited' ELSE '' END, kind, record_id
    FROM history WHERE at >= :start AND at < :end
    UNION ALL SELECT "by", date(at, '+8 hours'), deed, 'ticket', ticket_id
    FROM ticket_event WHERE at >= :start AND at < :end AND deed = 'served'"""


def _span(first: date, last: date) -> dict[str, str]:
    start, end = (to_text(datetime(day.year, day.month, day.day, tzinfo=SHANGHAI))
                  for day in (first, last + timedelta(days=1)))  # fmt: skip
    return {"start": start, "end": end}


class WorkLogs:
    """The logs of staff and the checks of weeks."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _insert(self, table: str, row: Row) -> None:
        names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        self._db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)

    def counts(self, staff_id: str, day: date) -> dict[tuple[str, str], int]:
        """Return how often somebody did what to what on a day; a record changed five times counts once."""
        # the plus keeps to the index of the day: one of the person would be all they ever did
        rows = self._db.execute(
            f"SELECT what, subject, count(DISTINCT record) FROM ({_DEEDS}) WHERE +staff_id = :staff GROUP BY 1, 2",
            _span(day, day) | {"staff": staff_id}).fetchall()  # fmt: skip
        return {(what, subject): int(number) for what, subject, number in rows}

    def deeds(self, first: date, last: date) -> tuple[tuple[date, str, str, str], ...]:
        """Return which kinds of deeds were done from `first` to `last`: day, staff, what, to what."""
        rows = self._db.execute(f"SELECT DISTINCT day, staff_id, what, subject FROM ({_DEEDS})", _span(first, last))
        return tuple((date.fromisoformat(day), staff, what, subject) for day, staff, what, subject in rows.fetchall())

    def add(self, log: WorkLog) -> None:
        """Keep a log; an earlier one of the same day stays beside it."""
        self._insert("work_log", row_mapping(WorkLog).to_row(log))

    def of(self, staff_id: str, day: date) -> tuple[WorkLog, ...]:
        """Return what somebody submitted for a day, newest first."""
        rows = self._db.query(
            "SELECT * FROM work_log WHERE staff_id = ? AND day = ? ORDER BY submitted_at DESC, rowid DESC",
            [staff_id, day.isoformat()])  # fmt: skip
        return tuple(row_mapping(WorkLog).from_row(row) for row in rows)

    def between(self, first: date, last: date) -> tuple[WorkLog, ...]:
        """Return the log that stands of each day and member of staff, by day and staff."""
        rows = self._db.query(
            """SELECT * FROM work_log AS log WHERE day BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM work_log AS later
                WHERE later.day = log.day AND later.staff_id = log.staff_id
                AND (later.submitted_at, later.rowid) > (log.submitted_at, log.rowid))
            ORDER BY day, staff_id""", [first.isoformat(), last.isoformat()])  # fmt: skip
        return tuple(row_mapping(WorkLog).from_row(row) for row in rows)

    def check(self, week: WorkWeek) -> None:
        """Keep the check of a week; an earlier one stays beside it."""
        self._insert("work_week", row_mapping(WorkWeek).to_row(week))

    def checks(self, week: str) -> tuple[WorkWeek, ...]:
        """Return the checks of a week, newest first."""
        rows = self._db.query("SELECT * FROM work_week WHERE week = ? ORDER BY checked_at DESC, rowid DESC", [week])
        return tuple(row_mapping(WorkWeek).from_row(row) for row in rows)
