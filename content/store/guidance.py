"""职业指导 in market.db: guidance, plans, calls, and the registrations that wait for their first guidance."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlite_utils import Database

from content.clock import to_text
from content.model.guidance import CallResult, Guidance, MatchCall, ServicePlan
from content.store.entries import Entries
from content.store.mapping import row_mapping
from content.store.own_records import FORGOTTEN

# a registration is a task until its person was guided, or did not want it; a nameless one is nobody's
_WAITING = f"""FROM registration JOIN seeker ON seeker.id = registration.seeker_id
    WHERE length(seeker.name) > 0 AND seeker.name_mask <> '{FORGOTTEN}' AND NOT EXISTS (
        SELECT 1 FROM guidance WHERE guidance.person_index = seeker.id_number_index AND NOT guidance.void
        AND guidance.entered_at >= registration.occurred_at
        AND NOT EXISTS (SELECT 1 FROM guidance AS later WHERE later.corrects = guidance.id))
    AND NOT EXISTS (SELECT 1 FROM registration AS newer WHERE newer.seeker_id = registration.seeker_id
        AND (newer.occurred_at, newer.id) > (registration.occurred_at, registration.id))"""


class Guidances(Entries[Guidance]):
    """Every 职业指导, and who still waits for one (R124)."""

    kind: ClassVar[type[Guidance]] = Guidance
    table = "guidance"
    word = "职业指导"

    def waiting(self, limit: int, offset: int) -> tuple[tuple[str, ...], int]:
        """Return the ids of the newest registrations whose persons wait, oldest first, and how many there are."""
        found = self._db.execute(
            f"SELECT registration.id {_WAITING} ORDER BY registration.occurred_at, registration.id LIMIT ? OFFSET ?",
            [limit, offset]).fetchall()  # fmt: skip
        return tuple(one for (one,) in found), self.waiting_before(None)

    def waiting_before(self, instant: datetime | None) -> int:
        """Return how many wait whose registration is older than an instant; all without one."""
        late, values = ("AND registration.occurred_at < ?", [to_text(instant)]) if instant is not None else ("", [])
        return int(self._db.execute(f"SELECT count(*) {_WAITING} {late}", values).fetchone()[0])

    def listed(self, limit: int, offset: int) -> tuple[tuple[Guidance, ...], int]:
        """Return one page of what was done, newest day first."""
        return self.page("1", [], limit, offset, "day DESC, id DESC")


class ServicePlans(Entries[ServicePlan]):
    """Every 个性化就业服务方案 (R127)."""

    kind: ClassVar[type[ServicePlan]] = ServicePlan
    table = "service_plan"
    word = "服务方案"

    def due(self, until: str) -> int:
        """Return how many are to be looked at again by a day."""
        return self.number(f"WHERE NOT void AND length(name) > 0 AND review_on <= ? AND {self.stands}", [until])


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
        """Return job and person of every call since an instant that somebody answered."""
        values: list[Any] = [to_text(since), CallResult.UNREACHED.value]
        found = self._db.execute("SELECT DISTINCT job_id, person_index FROM match_call WHERE at >= ? AND result <> ?",
                                 values).fetchall()  # fmt: skip
        return frozenset((job, person) for job, person in found)
