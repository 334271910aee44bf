"""What the score counts of 推荐, 就业, 帮扶 and 职业指导: the standing rows of a year, in order of day (docs/score.md).

A row's id is the root of its file, so that what the 考核组 found about it (put in by `score_ledgers`) stays with it
whatever was corrected since. Persons are the digests by which the ledger finds them again, never names.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from content.kpi.facts import Aid, Hardship, Placement, Referral, Service, ServiceKind
from content.store.entries import standing
from content.store.fact_rows import FactRows, by_value

_HARDSHIPS = by_value(Hardship)


class HelpFacts:
    """The facts of one market's help ledgers, made by `rows`."""

    def __init__(self, db: Database, rows: FactRows | None = None) -> None:
        self._db, self._made = db, rows or FactRows()

    def _rows(self, table: str, columns: str, condition: str, values: list[str], order: str,
              join: str = "") -> list[Any]:  # fmt: skip
        where = f"{standing(table)} AND {condition}"
        sql = f"SELECT {table}.root, {columns} FROM {table} {join} WHERE {where} ORDER BY {order}, {table}.root"
        return self._db.execute(sql, values).fetchall()

    def placements(self, year: int) -> tuple[Placement, ...]:
        """Return 新增就业; one without a paper is among them and the score leaves it out with its reason."""
        rows = self._rows("placement", "started_on, entered_at, channel, person_index, evidence",
                          "started_on BETWEEN ? AND ?", _days(year), "started_on")  # fmt: skip
        return tuple(Placement(**self._made.said("placement", key, day, at, channel), person=person.hex(),
                               evidence=evidence) for key, day, at, channel, person, evidence in rows)  # fmt: skip

    def referrals(self, year: int) -> tuple[Referral, ...]:
        """Return 推荐, confirmed or not; what counts is written down when staff confirm it.

        劳务外包 begins the day work began and counts months later, so that of the year before is among them.
        """
        rows = self._rows(
            "referral", """CASE WHEN outsourced THEN placed_on ELSE day END AS "on",
            max(entered_at, coalesce(confirmed_at, '')), channel, person_index, job_id, confirmed_at, placed_on,
            is_workshop, outsourced, worked_until""",
            """(CASE WHEN outsourced THEN placed_on ELSE day END BETWEEN ? AND ?
            OR (outsourced AND placed_on BETWEEN ? AND ?))""", [*_days(year), *_days(year - 1)], '"on"')  # fmt: skip
        return tuple(Referral(
            **self._made.said("referral", key, day, at, channel), person=person.hex(), job=job,
            confirmed=confirmed is not None, placed=placed is not None, is_workshop=bool(workshop),
            outsourced=bool(outsourced), worked_until=None if until is None else self._made.day(until),
        ) for key, day, at, channel, person, job, confirmed, placed, workshop, outsourced, until in rows)  # fmt: skip

    def aids(self, year: int) -> tuple[Aid, ...]:
        """Return 帮扶: what was done for people of whom a paper shows that they belong to a group.

        The group is that of the file as it stands; closing a file helps nobody, and work found again needs its paper.
        """
        join = f"JOIN aid_file ON aid_file.root = aid_event.file AND {standing('aid_file')}"
        rows = self._rows(
            "aid_event", """aid_event.day, aid_event.entered_at, aid_event.channel, aid_event.person_index,
            aid_file."group" AS hardship, aid_event.deed = 'reemployed' AND aid_event.evidence <> '' AS reemployed""",
            "aid_event.deed <> 'closing' AND aid_file.paper <> 'none' AND aid_event.day BETWEEN ? AND ?", _days(year),
            "aid_event.day", join)  # fmt: skip
        return tuple(Aid(**self._made.said("aid_event", key, day, at, channel), person=person.hex(),
                         hardship=_HARDSHIPS[hardship], reemployed=bool(reemployed))
                     for key, day, at, channel, person, hardship, reemployed in rows)  # fmt: skip

    def guidance(self, year: int) -> tuple[Service, ...]:
        """Return 职业指导 that was given; who did not want it or was not reached was not served."""
        rows = self._rows("guidance", "day, entered_at, channel, person_index",
                          "result = 'done' AND day BETWEEN ? AND ?", _days(year), "day")  # fmt: skip
        return tuple(Service(**self._made.said("guidance", key, day, at, channel), person=person.hex(),
                             kind=ServiceKind.GUIDANCE) for key, day, at, channel, person in rows)  # fmt: skip


def _days(year: int) -> list[str]:
    return [f"{year}-01-01", f"{year}-12-31"]
