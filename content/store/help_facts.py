"""What the score counts of 推荐, 就业, 帮扶 and 职业指导: the standing rows of a year, in order of day (docs/score.md).

A row's id is the root of its file, so that what the 考核组 found about it (put in by `score_ledgers`) stays with it
whatever was corrected since. Persons are the digests by which the ledger finds them again, never names.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlite_utils import Database

from content.clock import from_text
from content.kpi.facts import Aid, Hardship, Placement, Referral, Service, ServiceKind
from content.model.codes import Channel
from content.store.entries import standing
from content.store.mapping import Row


class HelpFacts:
    """The facts of one market's help ledgers."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _rows(self, table: str, columns: str, condition: str, values: list[str], order: str,
              join: str = "") -> list[Row]:  # fmt: skip
        where = f"{standing(table)} AND {condition}"
        sql = f"SELECT {table}.root, {columns} FROM {table} {join} WHERE {where} ORDER BY {order}, {table}.root"
        return list(self._db.query(sql, values))

    def placements(self, year: int) -> tuple[Placement, ...]:
        """Return 新增就业; one without a paper is among them and the score leaves it out with its reason."""
        rows = self._rows("placement", "started_on, entered_at, channel, person_index, evidence",
                          "started_on BETWEEN ? AND ?", _days(year), "started_on")  # fmt: skip
        return tuple(Placement(**_kept(row, "started_on"), person=row["person_index"].hex(),
                               evidence=row["evidence"]) for row in rows)  # fmt: skip

    def referrals(self, year: int) -> tuple[Referral, ...]:
        """Return 推荐, confirmed or not; what counts is written down when staff confirm it.

        劳务外包 begins the day work began and counts months later, so that of the year before is among them.
        """
        rows = self._rows(
            "referral", """CASE WHEN outsourced THEN placed_on ELSE day END AS "on", channel, person_index, job_id,
            max(entered_at, coalesce(confirmed_at, '')) AS entered_at, confirmed_at, placed_on, is_workshop, outsourced,
            worked_until""",
            """(CASE WHEN outsourced THEN placed_on ELSE day END BETWEEN ? AND ?
            OR (outsourced AND placed_on BETWEEN ? AND ?))""", [*_days(year), *_days(year - 1)], '"on"')  # fmt: skip
        return tuple(Referral(
            **_kept(row, "on"), person=row["person_index"].hex(), job=row["job_id"],
            confirmed=row["confirmed_at"] is not None, placed=row["placed_on"] is not None,
            is_workshop=bool(row["is_workshop"]), outsourced=bool(row["outsourced"]),
            worked_until=date.fromisoformat(row["worked_until"]) if row["worked_until"] is not None else None,
        ) for row in rows)  # fmt: skip

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
        return tuple(Aid(**_kept(row, "day"), person=row["person_index"].hex(),
                         hardship=Hardship(row["hardship"]), reemployed=bool(row["reemployed"]))
                     for row in rows)  # fmt: skip

    def guidance(self, year: int) -> tuple[Service, ...]:
        """Return 职业指导 that was given; who did not want it or was not reached was not served."""
        rows = self._rows("guidance", "day, entered_at, channel, person_index",
                          "result = 'done' AND day BETWEEN ? AND ?", _days(year), "day")  # fmt: skip
        return tuple(Service(**_kept(row, "day"), person=row["person_index"].hex(),
                             kind=ServiceKind.GUIDANCE) for row in rows)  # fmt: skip


def _kept(row: Row, on: str) -> dict[str, Any]:
    return {"id": str(row["root"]), "on": date.fromisoformat(row[on]), "entered_at": from_text(row["entered_at"]),
            "channel": Channel(row["channel"])}  # fmt: skip


def _days(year: int) -> list[str]:
    return [f"{year}-01-01", f"{year}-12-31"]
