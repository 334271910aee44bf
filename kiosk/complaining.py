"""What a walk-in chose while reporting a job or a firm, and the filing it becomes; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from content.model.findings import Finding
from content.model.published import PublicJob
from content.model.walk_in import ComplaintKind, ReportBody
from kiosk.registering import phone_finding

NOTICE_VERSION = "举报告知-2"  # goes with the filing; a new wording is a new version
LONGEST_TEXT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDraft:
    """The choices so far; `key` makes filing it twice the same filing, `number` is set once it was filed."""

    key: str
    code: str
    kind: ComplaintKind | None = None
    job_id: str = ""
    job_number: int = 0
    job_title: str = ""
    employer_name: str = ""
    number: str = ""


def about(draft: ReportDraft, job: PublicJob) -> ReportDraft:
    """Return the draft of a report about a job."""
    return replace(draft, job_id=job.id, job_number=job.number, job_title=job.title, employer_name=job.employer_name)


def with_kind(draft: ReportDraft, value: str) -> ReportDraft:
    """Return the draft with what it is about; an unknown kind changes nothing."""
    return replace(draft, kind=ComplaintKind(value)) if value in set(ComplaintKind) else draft


def with_number(draft: ReportDraft, typed: str, job: PublicJob | None) -> ReportDraft:
    """Return the draft with a job number as typed, "" for none; the job may have left the edition already."""
    if job is not None:
        return about(draft, job)
    return replace(draft, job_id="", job_title="", employer_name="", job_number=int(typed) if typed.isdecimal() else 0)


def caller_finding(phone: str) -> Finding | None:
    """Say what is wrong with the phone for a call back; none is an anonymous report."""
    return phone_finding(phone) if phone else None


def report_body(draft: ReportDraft, text: str, phone: str, number: str) -> ReportBody:
    """Return the body to be filed under a receipt number."""
    return ReportBody(
        number=number, code=draft.code, kind=draft.kind or ComplaintKind.OTHER, job_id=draft.job_id,
        job_number=draft.job_number, employer_name=draft.employer_name, text=text[:LONGEST_TEXT], phone=phone,
        notice_version=NOTICE_VERSION,
    )  # fmt: skip
