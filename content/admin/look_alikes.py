"""疑似重复 among the jobs that stand: an index of the moment, asked off the event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from content.errors import StoreError
from content.model.audit import Action
from content.model.codes import Stage
from content.model.jobs import Employer, JobPost
from content.model.people import Staff
from content.rules.duplicates import Duplicates, Twin, pairs_of_twins, trace_of
from content.store.database import Tables
from content.store.records import Page

_MANY = 100  # from here on all are read in one go rather than one by one
_STANDING = (Stage.APPROVED, Stage.SUBMITTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinPair:
    """Two jobs that may be one."""

    one: JobPost
    other: JobPost
    twin: Twin


def standing_jobs(tables: Tables, now: datetime) -> Iterator[JobPost]:
    """Yield the jobs that are approved and not over, and those that wait for review."""
    for stage in _STANDING:
        for job in tables.jobs.every(Page(stage=stage)):
            if job.valid_until > now:
                yield job


def twin_pairs(tables: Tables, now: datetime) -> tuple[TwinPair, ...]:
    """Return every pair of standing jobs that may be one, likest first, without those told apart before."""
    jobs = {job.id: job for job in standing_jobs(tables, now)}
    firms: dict[str, Employer | None] = {key: tables.employers.get(key)
                                         for key in {job.employer_id for job in jobs.values()}}  # fmt: skip
    traces = [trace_of(job, firms[job.employer_id]) for job in jobs.values()]
    apart = tables.not_duplicates.every()
    found = [
        TwinPair(one=jobs[one], other=jobs[twin.id], twin=twin)
        for one, twin in pairs_of_twins(Duplicates(traces), traces)
        if (min(one, twin.id), max(one, twin.id)) not in apart
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.twin.score, pair.one.number)))


def twins_of(wanted: tuple[JobPost, ...], tables: Tables, now: datetime) -> dict[str, tuple[Twin, ...]]:
    """Return for each of some jobs the standing ones that may be the same, by id; those told apart are left out."""
    jobs = {job.id: job for job in (*standing_jobs(tables, now), *wanted)}
    firms = {key: tables.employers.get(key) for key in {job.employer_id for job in jobs.values()}}
    index = Duplicates(trace_of(job, firms[job.employer_id]) for job in jobs.values())
    return {job.id: index.twins(trace_of(job, firms[job.employer_id]), tables.not_duplicates.of(job.id))
            for job in wanted}  # fmt: skip


class LookAlikes:
    """The standing jobs indexed once for the hub and kept in step: asked at every pause of somebody's typing.

    For any thread; what changed since the last question is read then.
    """

    def __init__(self) -> None:
        self._index = Duplicates()
        self._held: dict[str, tuple[int, int]] = {}  # versions of job and employer
        self._lock = Lock()

    def twins(self, job: JobPost, tables: Tables, now: datetime) -> tuple[Twin, ...]:
        """Return the standing jobs that may be the same as this one, stored or not, likest first."""
        firm = tables.employers.get(job.employer_id)
        with self._lock:
            self._keep_in_step(job.id, tables, now)
            return self._index.twins(trace_of(job, firm), tables.not_duplicates.of(job.id))

    def _keep_in_step(self, asked: str, tables: Tables, now: datetime) -> None:
        # the job asked about may stand in a write that is not committed yet: it is never taken in as it is now
        stand = {key: versions for key, versions in tables.jobs.standing(now).items() if key != asked}
        for gone in self._held.keys() - stand.keys():
            self._index.remove(gone)
            del self._held[gone]
        new = {key for key, versions in stand.items() if self._held.get(key) != versions}
        every = standing_jobs(tables, now) if len(new) > _MANY else (tables.jobs.get(key) for key in new)
        firms: dict[str, Employer | None] = {}
        for job in every:
            if job is None or job.id not in new:
                continue
            if job.employer_id not in firms:
                firms[job.employer_id] = tables.employers.get(job.employer_id)
            self._index.add(trace_of(job, firms[job.employer_id]))
            self._held[job.id] = stand[job.id]


def tell_apart(pair: str, now: datetime) -> Callable[[Tables, Staff], None]:
    """Return the use case that remembers that two jobs are two."""

    def act(tables: Tables, staff: Staff) -> None:
        one, _, other = pair.partition("/")
        tables.not_duplicates.remember(one, other, staff.id, now)
        tables.audit.note(staff, now, Action.SAVED, subject="job", subject_id=one, words="标明不是重复")

    return act


def merge_pair(pair: str, now: datetime) -> Callable[[Tables, Staff], JobPost]:
    """Return the use case that merges the newer of two jobs into the older, whose number people know."""

    def act(tables: Tables, staff: Staff) -> JobPost:
        jobs = [found for key in pair.split("/") if (found := tables.jobs.get(key)) is not None]
        if len(jobs) != 2:
            raise StoreError("这两条里有一条已经不在了，请刷新再看。")
        kept, gone = sorted(jobs, key=lambda job: (job.stage is not Stage.APPROVED, job.number))
        merged = tables.jobs.merge(kept.id, gone.id, staff.id, now)
        tables.audit.note(staff, now, Action.MERGED, subject="job", subject_id=kept.id,
                          words=f"{gone.number} 号并入 {kept.number} 号")  # fmt: skip
        return merged

    return act
