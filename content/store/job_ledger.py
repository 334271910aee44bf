"""用工台账: every job asked for, with the 用工登记 it came from; filtered, paged and read out whole (R181)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlite_utils import Database

from content.clock import from_text
from content.errors import StoreError
from content.model.codes import Channel
from content.model.jobs import JobPost
from content.model.ledgers import JobLine
from content.store.jobs import Jobs
from content.store.mapping import row_mapping
from content.store.records import Page
from content.store.seeker_ledger import span_bounds

STAFF = "staff"  # the channel of what staff wrote themselves
_AT_ONCE = 500
_HIRED = "SELECT 1 FROM hiring WHERE hiring.job_id = job.id"
_ORDER = "ORDER BY job.created_at DESC, job.id DESC"
_FILTERS = {
    "trade": "job.trade_code = :value", "group": "job.trade_code GLOB :value || '[0-9]*'",
    "township": "job.township_code = :value", "source": "job.source = :value",
    "late": f"EXISTS ({_HIRED} AND hiring.late) = (:value = '1')",
}  # fmt: skip


class JobLedger:
    """The ledger over jobs and hirings; what was merged into another job is no line of its own."""

    table = "job"

    def __init__(self, db: Database, jobs: Jobs) -> None:
        self._db, self._jobs = db, jobs

    def _asked(self, page: Page) -> tuple[str, dict[str, Any]]:
        parts, values = ["job.merged_into IS NULL"], dict[str, Any]()
        if page.text.strip():
            condition, words = self._jobs.found_by(page.text)
            parts += [condition] if condition else []
            values |= words
        for place, (name, value) in enumerate(page.filters):
            key = f"filter_{place}"
            if name == "month":
                values[f"{key}_a"], values[f"{key}_b"] = span_bounds(value)
                parts.append(f"job.created_at >= :{key}_a AND job.created_at < :{key}_b")
            elif name == "channel" and value == STAFF:
                parts.append(f"NOT EXISTS ({_HIRED})")
            elif name == "channel":
                parts.append(f"EXISTS ({_HIRED} AND hiring.channel = :{key})")
                values[key] = value
            elif name in _FILTERS:
                parts.append(_FILTERS[name].replace(":value", f":{key}"))
                values[key] = value
            else:
                raise StoreError(f"用工台账没有“{name}”这个筛选，请用页面上的筛选条件。")
        return " AND ".join(parts), values

    def page(self, page: Page) -> tuple[tuple[JobLine, ...], int]:
        """Return one page, newest first, and how many lines there are; StoreError for an unknown filter."""
        where, values = self._asked(page)
        found = self._db.execute(f"SELECT job.id FROM job WHERE {where} {_ORDER} LIMIT :limit OFFSET :offset",
                                 values | {"limit": page.limit, "offset": page.offset}).fetchall()  # fmt: skip
        total = self._db.execute(f"SELECT count(*) FROM job WHERE {where}", values).fetchone()[0]
        return self._lines([key for (key,) in found]), int(total)

    def every(self, page: Page) -> Iterator[JobLine]:
        """Yield all lines asked for, whatever the page's limit."""
        where, values = self._asked(page)
        keys = (key for (key,) in self._db.execute(f"SELECT job.id FROM job WHERE {where} {_ORDER}", values))
        while batch := list(islice(keys, _AT_ONCE)):
            yield from self._lines(batch)

    def _lines(self, keys: list[str]) -> tuple[JobLine, ...]:
        marks = ",".join("?" * len(keys))
        jobs: dict[str, JobPost] = {
            row["id"]: row_mapping(JobPost).from_row(row)
            for row in self._db.query(f"SELECT * FROM job WHERE id IN ({marks})", keys)
        }
        asked = {row["job_id"]: row for row in self._db.query(
            f"SELECT job_id, number, channel, late, entered_at FROM hiring WHERE job_id IN ({marks})", keys)}
        return tuple(_line(jobs[key], asked.get(key)) for key in keys)


def _line(job: JobPost, asked: dict[str, Any] | None) -> JobLine:
    if asked is None:
        return JobLine(job=job)
    entered = asked["entered_at"]
    return JobLine(job=job, receipt=asked["number"], channel=Channel(asked["channel"]), late=bool(asked["late"]),
                   entered_at=from_text(entered) if entered else None)  # fmt: skip
