"""岗位 in market.db."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from content.clock import to_text
from content.errors import StoreError
from content.kpi.rulebook_file import county_rulebook
from content.model.codes import Stage, VerifyMethod
from content.model.history import Deed, Revision
from content.model.jobs import JobPost
from content.store.counters import next_value, not_below
from content.store.editorial import EditorialTable
from content.store.job_words import index_jobs, match_of
from content.store.mapping import Row
from content.store.new_jobs import new_jobs
from content.store.records import Named, Page, looked_after, sorted_by

_FIRST_NUMBER = 1001
_FEW = 1_000
_MATCHING = "SELECT rowid FROM job_words WHERE job_words MATCH :match"


class Jobs(EditorialTable[JobPost]):
    """The jobs, by number and stage."""

    kind = JobPost
    table = "job"
    word = "岗位"
    newest_first = "job.number DESC"
    over = "job.valid_until <= :now"
    sorts: ClassVar[Named] = {
        **sorted_by("job", "number title headcount valid_until updated_at published_at stage"),
        "pay": "job.pay_min_fen", "trade": "job.trade_code", "township": "job.township_code",
    }  # fmt: skip
    filters: ClassVar[Named] = {
        **looked_after("job"), "trade": "job.trade_code = :value", "group": "substr(job.trade_code, 1, 1) = :value",
        "township": "job.township_code = :value", "employer": "job.employer_id = :value",
        "source": "job.source = :value", "urgent": "job.urgent = (:value = '1')",
        "until": "job.valid_until <= :value", "over": "(job.valid_until <= :now) = (:value = '1')",
        "since": "job.published_at >= :value", "checked": "job.verified_at < :value",
    }  # fmt: skip
    unpublished = EditorialTable.unpublished | {"verified_by", "captured_at"}
    living = """job.valid_until > :now AND job.suspended = ''
        AND job.verified_at IS NOT NULL AND job.reviewed_at IS NOT NULL
        AND EXISTS (SELECT 1 FROM employer WHERE employer.id = job.employer_id AND employer.verified_at IS NOT NULL
            AND employer.suspended = '' AND (employer.licence_until IS NULL OR employer.licence_until >= :today))"""

    def next_number(self) -> int:
        """Take the next job number: short, digits only, never given twice."""
        return next_value(self._db, "job", _FIRST_NUMBER)

    def by_number(self, number: int) -> JobPost | None:
        """Return the job with the number printed on slips; a merged one's number leads to the job that was kept."""
        found = next(iter(self._select("WHERE number = :number", {"number": number})), None)
        while found is not None and found.merged_into is not None:
            found = self.get(found.merged_into)
        return found

    def standing(self, now: datetime) -> dict[str, tuple[int, int]]:
        """Return the ids of the jobs that are approved or wait for review and are not over, with the versions of each
        and of its employer."""
        rows = self._db.execute(
            """SELECT job.id, job.version, coalesce(employer.version, 0)
            FROM job LEFT JOIN employer ON employer.id = job.employer_id
            WHERE job.stage IN ('approved', 'submitted') AND job.valid_until > ?""", [to_text(now)])  # fmt: skip
        return {key: (version, firm) for key, version, firm in rows.fetchall()}

    def _insert(self, record: JobPost, by: str, deed: Deed = Deed.SAVED) -> JobPost:
        not_below(self._db, "job", max(record.number, _FIRST_NUMBER - 1))
        return super()._insert(record, by, deed)

    def _row_of(self, record: JobPost) -> Row:
        return self._to_row(record)

    def _stored(self, row: Row) -> None:
        index_jobs(self._db, "number = ?", [row["number"]])

    def found_by(self, text: str) -> tuple[str, dict[str, Any]]:
        """Return the condition by which jobs are searched: hanzi, pinyin, initials, number, trade, firm, address."""
        match = match_of(text)
        return (f"job.number IN ({_MATCHING})", {"match": match}) if match else ("", {})

    def _source(self, page: Page) -> str:
        condition, values = self.found_by(page.text)
        if not condition:
            return "job" if page.standing is None else "job INDEXED BY job_desk"
        hits = self._number(f"SELECT count(*) FROM ({_MATCHING} LIMIT {_FEW + 1})", values)
        # few hits are read one by one, many are picked out of the narrow index
        return "job" if hits <= _FEW else "job INDEXED BY job_desk"

    def added_between(self, start: datetime, end: datetime) -> frozenset[str]:
        """Return the ids of the new jobs (R111) first shown from `start`, a midnight, up to, not including, `end`."""
        return new_jobs(self._db, start, end, county_rulebook().counting.repost_days)

    def newly_shown(self, start: datetime, limit: int = 200) -> tuple[JobPost, ...]:
        """Return the jobs first shown since `start`, newest first, reposts among them."""
        return self._select(
            "WHERE published_at >= :start AND merged_into IS NULL ORDER BY published_at DESC, number DESC LIMIT :limit",
            {"start": to_text(start), "limit": limit},
        )

    def ending_between(self, now: datetime, until: datetime) -> int:
        """Return how many jobs `expiring` would return."""
        return self._number(
            "SELECT count(*) FROM job WHERE stage = 'approved' AND valid_until > :now AND valid_until <= :until",
            {"now": to_text(now), "until": to_text(until)},
        )

    def expiring(self, now: datetime, until: datetime) -> tuple[JobPost, ...]:
        """Return approved jobs whose time ends after `now` and not after `until`, soonest first."""
        return self._select(
            "WHERE stage = 'approved' AND valid_until > :now AND valid_until <= :until ORDER BY valid_until",
            {"now": to_text(now), "until": to_text(until)},
        )

    def suspend(self, job_id: str, why: str, by: str, now: datetime) -> JobPost:
        """Keep a job from the hall for a reason, whatever its stage, or with "" let it be shown again."""
        stored = self._needed(job_id)
        if stored.suspended == why:
            return stored
        deed = Deed.SUSPENDED if why else Deed.RESUMED
        return self._update(replace(stored, suspended=why, updated_at=now), stored, by, deed, why)

    def checked_again(self, job_id: str, how: VerifyMethod, by: str, now: datetime) -> JobPost:
        """Note that somebody asked after an approved job once more; what was approved stays approved (R110)."""
        stored = self._needed(job_id)
        if stored.stage is not Stage.APPROVED:
            raise StoreError("只有“已通过”的岗位在这里再核实，其他的请打开岗位填核实方式，再提交审核。")
        checked = replace(stored, verified_by=by, verified_at=now, verified_how=how, updated_at=now)
        return self._update(checked, stored, by, Deed.SAVED, f"再核实：{how.label}")

    def merge(self, kept_id: str, gone_id: str, by: str, now: datetime) -> JobPost:
        """Take one of two duplicates off and let its number lead to the other; return the one kept.

        Both keep their history, and the kept one's shows the other's lines. StoreError when one is merged already.
        """
        kept, gone = self._needed(kept_id), self._needed(gone_id)
        if kept_id == gone_id or kept.merged_into or gone.merged_into:
            raise StoreError("这两条里有一条已经合并过，请刷新查重列表再试。")
        told = f"{gone.number} 号并入 {kept.number} 号"
        self._update(replace(gone, stage=Stage.WITHDRAWN, merged_into=kept_id, updated_at=now), gone, by,
                     Deed.MERGED, told)  # fmt: skip
        return self._update(replace(kept, updated_at=now), kept, by, Deed.MERGED, told)

    def merged_into(self, job_id: str) -> tuple[JobPost, ...]:
        """Return every job that was merged into this one, at whatever remove, by number."""
        return self._select(
            """WHERE id IN (WITH RECURSIVE gone (id) AS (
                SELECT id FROM job WHERE merged_into = :id
                UNION SELECT job.id FROM job JOIN gone ON job.merged_into = gone.id) SELECT id FROM gone)
            ORDER BY number""",
            {"id": job_id},
        )

    def other_numbers(self) -> dict[str, tuple[int, ...]]:
        """Return the numbers that lead to a job beside its own, by the id of the job that was kept."""
        into = {one.id: (one.merged_into, one.number) for one in self._select("WHERE merged_into IS NOT NULL", {})}
        found: dict[str, list[int]] = {}
        for key, (target, number) in into.items():
            seen = {key}
            while target in into and target not in seen:
                seen.add(str(target))
                target = into[str(target)][0]
            found.setdefault(str(target), []).append(number)
        return {key: tuple(sorted(numbers)) for key, numbers in found.items()}

    def revisions(self, record_id: str) -> tuple[Revision, ...]:
        """Return every version of a job and of those merged into it, newest first."""
        every: Iterable[Revision] = super().revisions(record_id)
        for one in self.merged_into(record_id):
            every = (*every, *super().revisions(one.id))
        return tuple(sorted(every, key=lambda one: (one.at, one.version), reverse=True))
