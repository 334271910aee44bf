"""政策公告 in market.db."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from content.clock import from_text, to_text
from content.model.codes import InsuranceTopic, PolicyCategory
from content.model.notices import PolicyNotice
from content.rules.coverage import Live
from content.store.editorial import EditorialTable
from content.store.records import Named, equal_to, looked_after, sorted_by


class Policies(EditorialTable[PolicyNotice]):
    """The 政策公告, with what editions and duties ask of them beside what every reviewed record has."""

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

    def mark_published(self, ids: Iterable[str], now: datetime) -> None:
        """Note that an edition carries these, and which of them brought words the hall had not read (R142)."""
        wanted = tuple(ids)
        marks = ",".join("?" * len(wanted))
        for policy in self._db.query(f"SELECT * FROM policy WHERE carried_at IS NULL AND id IN ({marks})", wanted):
            digest = self._digest(self._from_row(policy))
            last = self._db.execute(
                "SELECT digest FROM policy_update WHERE policy_id = ? ORDER BY place DESC LIMIT 1", [policy["id"]]
            ).fetchone()
            if last is None or last[0] != digest:
                self._db.execute("INSERT INTO policy_update (policy_id, at, digest) VALUES (?, ?, ?)",
                                 [policy["id"], to_text(now), digest])  # fmt: skip
        super().mark_published(wanted, now)

    def _digest(self, policy: PolicyNotice) -> str:
        row = {name: value for name, value in self._to_row(policy).items() if name not in self.unpublished}
        return hashlib.sha256(json.dumps(row, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def updates_between(self, start: datetime, end: datetime) -> tuple[tuple[datetime, str], ...]:
        """Return when, from `start` up to `end`, an edition brought new words of a policy, and its id, oldest first."""
        rows = self._db.execute("SELECT at, policy_id FROM policy_update WHERE at >= ? AND at < ? ORDER BY place",
                                [to_text(start), to_text(end)])  # fmt: skip
        return tuple((from_text(at), policy) for at, policy in rows.fetchall())

    def live_categories(self, now: datetime) -> dict[PolicyCategory, Live]:
        """Return what stands in the edition by category (R144)."""
        return {PolicyCategory(one): live for one, live in self.live_by("category", now).items()}

    def live_insurances(self, now: datetime) -> dict[InsuranceTopic, Live]:
        """Return what stands in the edition by the insurance it is about (R139)."""
        return {InsuranceTopic(one): live for one, live in self.live_by("insurance", now).items() if one}
