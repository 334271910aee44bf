"""The reviewer's steps as use cases: what waits, approve, send back; each on the version that was seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from content.admin.checks import blocking, job_findings, policy_findings
from content.errors import StaleRecord, StoreError
from content.model.codes import Stage
from content.model.findings import Finding
from content.model.jobs import JobPost
from content.model.notices import PolicyNotice
from content.model.people import Staff
from content.store.database import Tables
from content.store.records import Page

_SHOWN = 50  # of each sort at once; deciding on them brings up the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One record in the queue with what the rules say of it."""

    record: JobPost | PolicyNotice
    firm: str  # employer or issuer
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Which record at which version a reviewer decides on; travels in a row's id."""

    sort: str  # "job" or "policy"
    id: str
    version: int

    def text(self) -> str:
        """Return the row id."""
        return f"{self.sort}/{self.id}/{self.version}"

    @staticmethod
    def of(text: str) -> Seen:
        """Read a row id; StoreError when it is none."""
        sort, _, rest = text.partition("/")
        record_id, _, version = rest.partition("/")
        if sort not in ("job", "policy") or not version.isdigit():
            raise StoreError("页面上的这一行不对，请刷新页面再试。")
        return Seen(sort=sort, id=record_id, version=int(version))


def seen(record: JobPost | PolicyNotice) -> Seen:
    """Return what a row of the queue stands for."""
    return Seen(sort="job" if isinstance(record, JobPost) else "policy", id=record.id, version=record.version)


def queue(tables: Tables, now: datetime) -> tuple[tuple[Waiting, ...], int]:
    """Return what waits for review, jobs first, and how many there are in all."""
    jobs, job_total = tables.jobs.page(Page(stage=Stage.SUBMITTED, limit=_SHOWN))
    policies, policy_total = tables.policies.page(Page(stage=Stage.SUBMITTED, limit=_SHOWN))
    firms = tables.employers.names(job.employer_id for job in jobs)
    waiting: list[tuple[JobPost | PolicyNotice, str]]
    waiting = [(job, firms.get(job.employer_id, "")) for job in jobs] + [(one, one.issuer) for one in policies]
    shown = tuple(Waiting(record=one, firm=firm, findings=_findings(one, tables, now)) for one, firm in waiting)
    return shown, job_total + policy_total


def approve(wanted: Seen, now: datetime) -> Callable[[Tables, Staff], str]:
    """Return the use case that passes a record and answers its title; StoreError while something must be mended."""

    def step(tables: Tables, staff: Staff) -> str:
        record = _as_seen(wanted, tables)
        findings = _findings(record, tables, now)
        if stop := blocking(findings):
            raise StoreError(f"“{record.title}”还有 {len(stop)} 处必须改（{stop[0].sentence}），请修改或退回。")
        return _set(wanted, tables, Stage.APPROVED, staff, now, "")

    return step


def send_back(wanted: Seen, note: str, now: datetime) -> Callable[[Tables, Staff], str]:
    """Return the use case that returns a record to its editor with the reason, and answers its title."""

    def step(tables: Tables, staff: Staff) -> str:
        if not note.strip():
            raise StoreError("请写明退回的原因，录入员好照着改。")
        _as_seen(wanted, tables)
        return _set(wanted, tables, Stage.RETURNED, staff, now, note.strip())

    return step


def _findings(record: JobPost | PolicyNotice, tables: Tables, now: datetime) -> tuple[Finding, ...]:
    if isinstance(record, JobPost):
        return job_findings(record, tables, now)
    return policy_findings(record, tables, now)


def _as_seen(wanted: Seen, tables: Tables) -> JobPost | PolicyNotice:
    record: JobPost | PolicyNotice | None
    record = tables.jobs.get(wanted.id) if wanted.sort == "job" else tables.policies.get(wanted.id)
    if record is None or record.stage is not Stage.SUBMITTED:
        raise StaleRecord("这一条已经有人处理过了，列表已更新。")
    if record.version != wanted.version:
        raise StaleRecord(f"“{record.title}”在您看的时候被改过，请看新的内容再决定。")
    return record


def _set(wanted: Seen, tables: Tables, stage: Stage, staff: Staff, now: datetime, note: str) -> str:
    if wanted.sort == "job":
        return tables.jobs.set_stage(wanted.id, stage, staff.id, now, note).title
    return tables.policies.set_stage(wanted.id, stage, staff.id, now, note).title
