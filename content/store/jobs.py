"""岗位 in market.db."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from content.clock import to_text
from content.model.jobs import JobPost
from content.store.counters import next_value, not_below
from content.store.records import AuthoredTable, Page, like

_FIRST_NUMBER = 1001


class Jobs(AuthoredTable[JobPost]):
    """The jobs, by number and stage."""

    kind = JobPost
    table = "job"
    word = "岗位"
    searched = ("job.title",)
    newest_first = "job.number DESC"
    unpublished = AuthoredTable.unpublished | {"verified_by"}
    living = """job.valid_until > :now AND job.verified_at IS NOT NULL AND job.reviewed_at IS NOT NULL
        AND EXISTS (SELECT 1 FROM employer WHERE employer.id = job.employer_id AND employer.verified_at IS NOT NULL)"""

    def next_number(self) -> int:
        """Take the next job number: short, digits only, never given twice."""
        return next_value(self._db, "job", _FIRST_NUMBER)

    def by_number(self, number: int) -> JobPost | None:
        """Return the job with the number printed on slips."""
        return next(iter(self._select("WHERE number = :number", {"number": number})), None)

    def of_employer(self, employer_id: str, limit: int = 50) -> tuple[JobPost, ...]:
        """Return an employer's jobs, newest first."""
        return self._select(
            "WHERE employer_id = :employer ORDER BY number DESC LIMIT :limit",
            {"employer": employer_id, "limit": limit},
        )

    def _insert(self, record: JobPost) -> JobPost:
        not_below(self._db, "job", max(record.number, _FIRST_NUMBER - 1))
        return super()._insert(record)

    def _where(self, page: Page) -> tuple[str, dict[str, Any]]:
        parts, values = ["1"], {"text": like(page.text.strip()), "stage": page.stage and page.stage.value}
        if page.text.strip():
            parts.append(
                """(job.title LIKE :text ESCAPE '\\' OR CAST(job.number AS TEXT) LIKE :text ESCAPE '\\'
                OR job.employer_id IN (SELECT id FROM employer WHERE employer.name LIKE :text ESCAPE '\\'))"""
            )
        if page.stage is not None:
            parts.append("job.stage = :stage")
        return "WHERE " + " AND ".join(parts), values

    def added_between(self, start: datetime, end: datetime) -> int:
        """Return how many jobs first stood in an edition from `start` up to, not including, `end` (R111, A3-8)."""
        return self._number(
            "SELECT count(*) FROM job WHERE published_at >= :start AND published_at < :end",
            {"start": to_text(start), "end": to_text(end)},
        )

    def expiring(self, now: datetime, until: datetime) -> tuple[JobPost, ...]:
        """Return approved jobs whose time ends after `now` and not after `until`, soonest first."""
        return self._select(
            "WHERE stage = 'approved' AND valid_until > :now AND valid_until <= :until ORDER BY valid_until",
            {"now": to_text(now), "until": to_text(until)},
        )
