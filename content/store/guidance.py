"""职业指导 in market.db: guidance, plans, calls, and the registrations that wait for their first guidance."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any, ClassVar

from sqlite_utils import Database

from content.clock import from_text, to_text
from content.model.guidance import CallResult, Guidance, MatchCall, ServicePlan
from content.model.own_record import Wish
from content.rules.guidance import Wishing
from content.store.chains import Entries
from content.store.mapping import Row, row_mapping
from content.store.own_records import FORGOTTEN
from content.store.whole_pages import earliest_days, newest_days

# a registration is a task until its person was guided, or did not want it; a nameless one is nobody's
_TRIES = 3  # own: so often nobody was reached, and the task rests
_OF_THEM = """FROM guidance WHERE guidance.person_index = seeker.id_number_index AND NOT guidance.void
    AND guidance.entered_at >= registration.occurred_at
    AND NOT EXISTS (SELECT 1 FROM guidance AS later WHERE later.corrects <> '' AND later.corrects = guidance.id)"""
_WAITING = f"""FROM registration JOIN seeker ON seeker.id = registration.seeker_id
    WHERE seeker.name_mask <> '{FORGOTTEN}'
    AND NOT EXISTS (SELECT 1 {_OF_THEM} AND guidance.result <> 'unreached')
    AND (SELECT count(*) {_OF_THEM}) < {_TRIES}
    AND NOT EXISTS (SELECT 1 FROM registration AS newer WHERE newer.seeker_id = registration.seeker_id
        AND (newer.occurred_at, newer.id) > (registration.occurred_at, registration.id))"""


_SAID = tuple(one.name for one in fields(Wish))
# of each person the newest registration, and the newest correction where that came later
_WISHING = f"""WITH newest AS (SELECT *, max(occurred_at) AS said_at FROM registration {{lines}} GROUP BY seeker_id),
        corrected AS (SELECT *, max(occurred_at) FROM correction {{corrections}} GROUP BY person_index)
    SELECT newest.id AS registration_id, seeker.id_number_index AS person_index, seeker.name_mask, newest.is_minor,
        newest.said_at, {', '.join(f'newest.{name}' for name in _SAID)},
        corrected.occurred_at AS corrected_at, {', '.join(f'corrected.{name} AS c_{name}' for name in _SAID)}
    FROM newest JOIN seeker ON seeker.id = newest.seeker_id
        LEFT JOIN corrected ON corrected.person_index = seeker.id_number_index
            AND corrected.occurred_at > newest.said_at
    WHERE seeker.name_mask <> '{FORGOTTEN}' AND coalesce(corrected.occurred_at, newest.said_at) >= :since"""


class Guidances(Entries[Guidance]):
    """Every 职业指导, and who still waits for one (R124)."""

    kind: ClassVar[type[Guidance]] = Guidance
    table = "guidance"
    word = "职业指导"

    def waiting(self, limit: int, offset: int) -> tuple[tuple[str, ...], int]:
        """Return the ids of the newest registrations whose persons wait, oldest first, and how many there are."""
        # few wait at any time, and to look for them twice would cost twice
        found = self._db.execute(
            f"SELECT registration.id {_WAITING} ORDER BY +registration.occurred_at, registration.id").fetchall()
        return tuple(one for (one,) in found[offset : offset + limit]), len(found)

    def waiting_before(self, instant: datetime | None) -> int:
        """Return how many wait whose registration is older than an instant; all without one."""
        # the plus keeps its index out: by person, not by time, what is asked of a person lies together
        late, values = ("AND +registration.occurred_at < ?", [to_text(instant)]) if instant is not None else ("", [])
        return int(self._db.execute(f"SELECT count(*) {_WAITING} {late}", values).fetchone()[0])

    def registered(self, registration_id: str) -> Wishing | None:
        """Return who registered, with the wish they said last; None where nobody is there any more."""
        who = "(SELECT seeker_id FROM registration WHERE id = :line)"
        person = f"(SELECT id_number_index FROM seeker WHERE id = {who})"
        one = _WISHING.format(lines=f"WHERE seeker_id = {who}", corrections=f"WHERE person_index = {person}")
        rows = self._db.query(one, {"line": registration_id, "since": ""})
        return next(map(_wishing, rows), None)

    def listed(self, limit: int, offset: int) -> tuple[tuple[Guidance, ...], int]:
        """Return one page of what was done, newest day first."""
        return newest_days(self, "day", limit, offset)


    def wishing(self, since: datetime) -> tuple[Wishing, ...]:
        """Return everybody who said what they want since an instant, with what they said last."""
        rows = self._db.query(_WISHING.format(lines="", corrections=""), {"since": to_text(since)})
        return tuple(map(_wishing, rows))


def _wishing(row: Row) -> Wishing:
    said = row
    if row["corrected_at"] is not None:
        said = row | {name: row[f"c_{name}"] for name in _SAID} | {"said_at": row["corrected_at"]}
    wish = row_mapping(Wish).from_row({name: said[name] for name in _SAID})
    return Wishing(registration_id=row["registration_id"], person_index=row["person_index"], wish=wish,
                   name_mask=row["name_mask"], is_minor=bool(row["is_minor"]),
                   said_at=from_text(said["said_at"]))  # fmt: skip


class ServicePlans(Entries[ServicePlan]):
    """Every 个性化就业服务方案 (R127)."""

    kind: ClassVar[type[ServicePlan]] = ServicePlan
    table = "service_plan"
    word = "服务方案"

    def listed(self, limit: int, offset: int) -> tuple[tuple[ServicePlan, ...], int]:
        """Return one page, those to be looked at again first coming first."""
        return earliest_days(self, "review_on", "NOT void AND length(name) > 0", limit, offset)

    def due(self, until: date) -> int:
        """Return how many are to be looked at again by a day."""
        where = f"WHERE NOT void AND length(name) > 0 AND review_on <= ? AND {self.stands}"
        return self.number(where, [until.isoformat()])


class MatchCalls:
    """Calls to seekers about new jobs."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, call: MatchCall) -> None:
        """Keep a call; twice is once."""
        row = row_mapping(MatchCall).to_row(call)
        marks = ", ".join(f":{name}" for name in row)
        names = ", ".join(f'"{name}"' for name in row)
        self._db.execute(f"INSERT INTO match_call ({names}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING", row)

    def settled(self, since: datetime) -> frozenset[tuple[str, bytes]]:
        """Return job and person of every call since an instant that somebody answered, and of what led to more."""
        values: list[Any] = [to_text(since), CallResult.UNREACHED.value, to_text(since), to_text(since)]
        found = self._db.execute(
            """SELECT job_id, person_index FROM match_call WHERE at >= ? AND result <> ?
            UNION SELECT job_id, person_index FROM referral WHERE entered_at >= ?
            UNION SELECT job_id, person_index FROM application WHERE occurred_at >= ?""",
            values).fetchall()  # fmt: skip
        return frozenset((job, person) for job, person in found)
