"""What is still to mend before a record may go to review, as the rules of `content.rules` say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from content.model.findings import Finding, Severity
from content.model.jobs import Employer
from content.model.notices import JobFair, PolicyNotice, WageGuide
from content.rules.completeness import check_employer, check_policy
from content.rules.hall_completeness import check_fair, check_wage_guide
from content.rules.judgement import may_be_released
from content.rules.papers import employer_papers, guide_papers
from content.store.database import Tables

VERIFICATION = "verified_at"  # the rules' field for who verified, when and how


def employer_findings(employer: Employer, tables: Tables, now: datetime) -> tuple[Finding, ...]:
    """Return the findings of an employer, and which papers were seen and are not kept."""
    attached = tables.attachments.roles_of("employer", employer.id)
    return (*check_employer(employer, now), *employer_papers(employer, attached))


def policy_findings(policy: PolicyNotice, tables: Tables, now: datetime) -> tuple[Finding, ...]:
    """Return the findings of a policy."""
    return check_policy(policy, now)


def fair_findings(fair: JobFair, tables: Tables, now: datetime) -> tuple[Finding, ...]:
    """Return the findings of a fair, its plans written or attached."""
    return check_fair(fair, now, tables.attachments.roles_of("fair", fair.id))


def guide_findings(guide: WageGuide, tables: Tables, now: datetime) -> tuple[Finding, ...]:
    """Return the findings of a wage guide."""
    return (*check_wage_guide(guide, now), *guide_papers(guide, tables.attachments.roles_of("wage_guide", guide.id)))


def blocking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that stop a record from being submitted: no reviewer could let it pass with them."""
    return tuple(one for one in findings if one.severity is Severity.BLOCK and not may_be_released(one))


def all_wrong(typed: tuple[Finding, ...], judged: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what does not fit and what is wrong beside it; a field that does not fit is not judged on top."""
    unfit = {one.field for one in typed}
    return (*typed, *(one for one in judged if one.field not in unfit))
