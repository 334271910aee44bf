"""What is still to mend before a record may go to review, as the rules of `content.rules` say."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from content.model.findings import Finding, Severity
from content.model.jobs import Employer, JobPost
from content.model.notices import PolicyNotice
from content.rules.completeness import check_employer, check_job, check_policy
from content.store.database import Tables

VERIFICATION = "verified_at"  # the rules' field for who verified, when and how


def job_findings(job: JobPost, tables: Tables, now: datetime) -> tuple[Finding, ...]:
    """Return the findings of a job; those on verification stand at the way of verifying, which is what is typed."""
    employer = tables.employers.get(job.employer_id) if job.employer_id else None
    findings = check_job(job, employer, now)
    return tuple(replace(one, field="verified_how") if one.field == VERIFICATION else one for one in findings)


def employer_findings(employer: Employer, tables: Tables, now: datetime) -> tuple[Finding, ...]:
    """Return the findings of an employer."""
    return check_employer(employer)


def policy_findings(policy: PolicyNotice, tables: Tables, now: datetime) -> tuple[Finding, ...]:
    """Return the findings of a policy."""
    return check_policy(policy, now)


def blocking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that stop a record from being submitted."""
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCK)
