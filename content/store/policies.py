"""政策公告 in market.db."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from content.clock import to_text
from content.model.notices import PolicyNotice
from content.store.editorial import EditorialTable
from content.store.records import Named, equal_to, looked_after, sorted_by


class Policies(EditorialTable[PolicyNotice]):
    """The policies."""

    kind = PolicyNotice
    table = "policy"
    word = "政策"
    over = "(policy.expires_on IS NOT NULL AND policy.expires_on < :today)"
    sorts: ClassVar[Named] = sorted_by(
        "policy", "title level category issued_on expires_on updated_at published_at stage"
    )
    filters: ClassVar[Named] = {**looked_after("policy"), **equal_to("policy", "level category")}
    newest_first = "policy.updated_at DESC, policy.id DESC"
    living = "policy.reviewed_at IS NOT NULL AND (policy.expires_on IS NULL OR policy.expires_on >= :today)"

    def updated_between(self, start: datetime, end: datetime) -> int:
        """Return how many publishings from `start` up to `end` brought a policy the hall had not seen (R142)."""
        return self._number(
            """SELECT count(DISTINCT published_at) FROM policy
            WHERE published_at >= :start AND published_at < :end""",
            {"start": to_text(start), "end": to_text(end)},
        )
