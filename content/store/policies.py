"""政策公告 in market.db."""

from __future__ import annotations

from datetime import datetime

from content.clock import to_text
from content.model.notices import PolicyNotice
from content.store.records import AuthoredTable


class Policies(AuthoredTable[PolicyNotice]):
    """The policies."""

    kind = PolicyNotice
    table = "policy"
    word = "政策"
    searched = ("policy.title", "policy.document_number", "policy.issuer")
    newest_first = "policy.updated_at DESC, policy.id DESC"
    living = "policy.reviewed_at IS NOT NULL AND (policy.expires_on IS NULL OR policy.expires_on >= :today)"

    def updated_between(self, start: datetime, end: datetime) -> int:
        """Return how many approved policies changed from `start` up to `end` (本周政策 n/2, R141)."""
        return self._number(
            "SELECT count(*) FROM policy WHERE stage = 'approved' AND updated_at >= :start AND updated_at < :end",
            {"start": to_text(start), "end": to_text(end)},
        )
