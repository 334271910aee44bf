"""统计 over both ledgers by SQL (R002, R183): persons of a month by age, sex, group, skill, wish; what firms asked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from content.store.seeker_ledger import span_bounds

_PERSON = "iif(seeker.merged_into = '', seeker.id, seeker.merged_into)"
_LINES = """FROM registration JOIN seeker INDEXED BY seeker_facts ON seeker.id = registration.seeker_id
    WHERE registration.occurred_at >= :start AND registration.occurred_at < :end"""
_JOBS = "FROM job WHERE merged_into IS NULL AND created_at >= :start AND created_at < :end"
# what a line says of a list column now: its newest correction where it has one
_STANDING = """json_each(coalesce((SELECT {column} FROM correction WHERE registration_id = registration.id
    AND registration_id <> '' ORDER BY occurred_at DESC, id DESC LIMIT 1), registration.{column})) AS said"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFigures:
    """How many different people registered in a month, and how many were asked for in how many jobs."""

    month: str
    persons: int
    wanted: int
    jobs: int


class PeopleFigures:
    """The questions; a month is `2026-11`, or a week `2026-W48` (R183), and two records of one person count once."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _counted(self, sql: str, month: str) -> dict[str, int]:
        start, end = span_bounds(month)
        rows = self._db.execute(sql, {"start": start, "end": end}).fetchall()
        return {str(key): int(number) for key, number in rows}

    def ages(self, month: str) -> dict[int, int]:
        """Return persons by their age in the year of the month; who took back their consent has none."""
        year = int(month[:4])
        born = self._counted(f"SELECT seeker.birth_year, count(DISTINCT {_PERSON}) {_LINES} AND seeker.birth_year > 0"
                             " GROUP BY 1", month)  # fmt: skip
        return {year - int(birth): number for birth, number in born.items()}

    def sexes(self, month: str) -> dict[str, int]:
        """Return persons by sex (GB/T 2261.1)."""
        return self._counted(f"SELECT seeker.sex, count(DISTINCT {_PERSON}) {_LINES} AND seeker.sex <> '' GROUP BY 1",
                             month)  # fmt: skip

    def skills(self, month: str) -> dict[str, int]:
        """Return persons by what they can do; who can do three things counts under each."""
        source = _LINES.replace("WHERE", f", {_STANDING.format(column='skills')} WHERE", 1)
        return self._counted(f"SELECT said.value, count(DISTINCT {_PERSON}) {source} GROUP BY 1", month)

    def groups(self, month: str) -> dict[str, int]:
        """Return persons by the groups they said they belong to (R002); who belongs to two counts under each."""
        source = _LINES.replace("WHERE", f", {_STANDING.format(column='seeker_groups')} WHERE", 1)
        return self._counted(f"SELECT said.value, count(DISTINCT {_PERSON}) {source} GROUP BY 1", month)

    def wishes(self, month: str) -> dict[str, int]:
        """Return persons by the group of trades they want (A to K)."""
        source = _LINES.replace("WHERE", f", {_STANDING.format(column='trades')} WHERE", 1)
        return self._counted(f"SELECT substr(said.value, 1, 1), count(DISTINCT {_PERSON}) {source} GROUP BY 1", month)

    def demand(self, month: str) -> dict[str, int]:
        """Return how many people employers asked for, by the group of trades."""
        return self._counted(f"SELECT substr(trade_code, 1, 1), sum(headcount) {_JOBS} AND trade_code <> '' GROUP BY 1",
                             month)  # fmt: skip

    def months(self, months: tuple[str, ...]) -> tuple[MonthFigures, ...]:
        """Return the figures of each month named."""
        found = []
        for month in months:
            start, end = span_bounds(month)
            values = {"start": start, "end": end}
            persons = self._db.execute(f"SELECT count(DISTINCT {_PERSON}) {_LINES}", values).fetchone()[0]
            jobs, wanted = self._db.execute(f"SELECT count(*), coalesce(sum(headcount), 0) {_JOBS}", values).fetchone()
            found.append(MonthFigures(month=month, persons=int(persons), wanted=int(wanted), jobs=int(jobs)))
        return tuple(found)
