"""Everything the rules say of a job while it is written: words, pay, hazards, what it lacks, and its look-alikes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from content.admin.checks import VERIFICATION
from content.admin.look_alikes import LookAlikes
from content.admin.review_kinds import judged
from content.model.findings import Finding
from content.model.jobs import JobPost
from content.rules.judgement import twin_findings
from content.store.database import Tables


def job_findings(alike: LookAlikes) -> Callable[[JobPost, Tables, datetime], tuple[Finding, ...]]:
    """Return the check of a job; its findings on verification stand at the way of verifying, which is what is typed."""

    def check(job: JobPost, tables: Tables, now: datetime) -> tuple[Finding, ...]:
        twins = alike.twins(job, tables, now)
        numbers = {twin.id: other.number for twin in twins if (other := tables.jobs.get(twin.id)) is not None}
        found: tuple[Finding, ...] = (*twin_findings(twins, numbers), *judged(job, tables, now))
        return tuple(replace(one, field="verified_how") if one.field == VERIFICATION else one for one in found)

    return check
