"""推荐 and 就业 in market.db."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from content.model.codes import Labelled
from content.model.referrals import Placement, Referral, ReferralOutcome
from content.store.chains import Entries
from content.store.whole_pages import newest_days

_HERE = "length(name) > 0"  # whoever took their consent back is not called any more


class ReferralView(Labelled):
    """Which referrals a list shows."""

    UNCONFIRMED = "unconfirmed", "等确认的"
    FOLLOW_UP = "follow-up", "该回访的"
    PLACED = "placed", "上岗了的"
    ALL = "all", "全部"


class Referrals(Entries[Referral]):
    """Every 推荐, confirmed or not."""

    kind: ClassVar[type[Referral]] = Referral
    table = "referral"
    word = "推荐"

    def _asked(self, view: ReferralView, until: date) -> tuple[str, list[str]]:
        match view:
            case ReferralView.UNCONFIRMED:
                return f"NOT void AND confirmed_at IS NULL AND {_HERE}", []
            case ReferralView.FOLLOW_UP:
                # said out and not as a value, or its index of those that wait is not found
                waits = f"confirmed_at IS NOT NULL AND outcome = '{ReferralOutcome.WAITING.value}'"
                return f"NOT void AND {waits} AND day <= ? AND {_HERE}", [until.isoformat()]
            case ReferralView.PLACED:
                return "NOT void AND placed_on IS NOT NULL", []
        return "1", []

    def listed(self, view: ReferralView, until: date, limit: int, offset: int) -> tuple[tuple[Referral, ...], int]:
        """Return one page of a view; those to follow up are those of days up to `until`, oldest first."""
        if view is ReferralView.ALL:
            return newest_days(self, "day", limit, offset)
        condition, values = self._asked(view, until)
        waits = view in (ReferralView.UNCONFIRMED, ReferralView.FOLLOW_UP)
        return self.page(condition, values, limit, offset, "day, id" if waits else "day DESC, id DESC")

    def count(self, view: ReferralView, until: date) -> int:
        """Return how many a view shows."""
        condition, values = self._asked(view, until)
        return self.number(f"WHERE {condition} AND {self.stands}", values)

    def of_source(self, source_id: str) -> Referral | None:
        """Return the referral an application or a filing became."""
        roots = self.select("WHERE source_id = ? AND source_id <> '' AND corrects = ''", [source_id])
        return self.get(roots[0].root) if roots else None

    def to_job(self, index: bytes, job_id: str) -> Referral | None:
        """Return the standing referral of a person to a job."""
        where = f"WHERE person_index = ? AND job_id = ? AND NOT void AND {self.stands}"
        return next(iter(self.select(where, [index, job_id])), None)

    def confirmed_between(self, first: date, last: date) -> int:
        """Return how many persons and jobs were referred and confirmed, each pair once (A3.4)."""
        found = self._db.execute(
            f"""SELECT count(*) FROM (SELECT DISTINCT person_index, job_id FROM referral WHERE NOT void
            AND confirmed_at IS NOT NULL AND NOT outsourced AND day BETWEEN ? AND ? AND {self.stands})""",
            [first.isoformat(), last.isoformat()]).fetchone()  # fmt: skip
        return int(found[0])


class Placements(Entries[Placement]):
    """Every 新增就业."""

    kind: ClassVar[type[Placement]] = Placement
    table = "placement"
    word = "就业登记"

    def listed(self, limit: int, offset: int) -> tuple[tuple[Placement, ...], int]:
        """Return one page, newest first."""
        return newest_days(self, "started_on", limit, offset)
