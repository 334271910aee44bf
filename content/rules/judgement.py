"""Everything the rules say of one job, and what of it a reviewer has yet to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from content.model.editorial import Release
from content.model.findings import Finding, Severity
from content.model.jobs import Employer, JobPost
from content.model.market import MinimumWage
from content.rules.completeness import check_job
from content.rules.duplicates import Twin
from content.rules.hazards import check_hazards
from content.rules.pay import Kind, PayMedian, check_pay
from content.rules.screening import WordFinding, job_facts, job_texts, screen

_TWIN = "TWIN"


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinFinding(Finding):
    """A finding that a job may be another one again."""

    twin: str  # id of the other job


def judge_job(
    job: JobPost,
    employer: Employer | None,
    now: datetime,
    wage: MinimumWage | None,
    medians: Mapping[Kind, PayMedian],
) -> tuple[Finding, ...]:
    """Return all findings on a job: what it lacks, its words, its pay, its hazards; duplicates are asked for apart."""
    return (
        *check_job(job, employer, now),
        *screen(job_texts(job), job_facts(job)),
        *check_pay(job, wage, medians),
        *check_hazards(job),
    )


def twin_findings(twins: Iterable[Twin], numbers: Mapping[str, int]) -> tuple[TwinFinding, ...]:
    """Return a finding for each twin whose job number is known: the same fingerprint blocks, likeness asks.

    Neither is released with a reason: they end by merging, or by a person's word that it is no duplicate.
    """
    return tuple(
        TwinFinding(field="title", code=_TWIN, severity=Severity.BLOCK if twin.same_fingerprint else Severity.WARN,
                    sentence=f"和岗位 {numbers[twin.id]} 疑似重复（相似 {round(twin.score * 100)}%）。"
                             "请并排看一看，合并成一个，或者标明“不是重复”。", twin=twin.id)
        for twin in twins if twin.id in numbers
    )  # fmt: skip


def may_be_released(finding: Finding) -> bool:
    """Say whether a reviewer may let a finding pass with a reason (domain B1)."""
    if isinstance(finding, WordFinding):
        return finding.override_allowed
    return finding.severity is not Severity.BLOCK and finding.code != _TWIN


def undecided(findings: Iterable[Finding], releases: Iterable[Release]) -> tuple[Finding, ...]:
    """Return the findings that keep a job from being published: those no reviewer has released or may release.

    A release holds for the same rule, field and word as typed: a text that says it otherwise is decided anew.
    """
    released = {(one.code, one.field, one.word) for one in releases}
    return tuple(
        finding for finding in findings
        if finding.severity is not Severity.INFO
        and not (may_be_released(finding) and (finding.code, finding.field, word_of(finding)) in released)
    )  # fmt: skip


def word_of(finding: Finding) -> str:
    """Return the word a finding stands on, as a release of it keeps it; "" for one that stands on no word."""
    return finding.word if isinstance(finding, WordFinding) else ""
