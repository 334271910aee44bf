"""What is particular to each kind of record in the reviewer's queue: its form, its findings, its two columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content.admin.checks import fair_findings, guide_findings, policy_findings
from content.admin.fields import Group
from content.admin.hall_forms import article_groups, course_groups, fair_groups, guide_groups
from content.admin.hall_kinds import ARTICLES, COURSES, FAIRS, GUIDES, MEDIA, NOTICES, HallKind, end_of
from content.admin.media_records import facts, media_groups
from content.admin.record_forms import job_groups, policy_groups
from content.admin.wording import day_words, last_day_words, pay_words
from content.errors import StoreError
from content.model.codes import MediaKind, Stage
from content.model.editorial import Release
from content.model.findings import Finding, Severity
from content.model.jobs import JobPost
from content.model.notices import PolicyNotice
from content.rules.completeness import check_course
from content.rules.hall_completeness import check_article, check_media, check_notice
from content.rules.judgement import judge_job, undecided
from content.rules.pay import pay_medians
from content.store.database import Tables
from content.store.records import Page

JOBS: HallKind[JobPost] = HallKind(
    sort="job", path="/jobs", word="岗位", table=lambda tables: tables.jobs,
    named=lambda one: one.title, ends=lambda one: one.valid_until,
)  # fmt: skip
POLICIES: HallKind[PolicyNotice] = HallKind(
    sort="policy", path="/policies", word="政策", table=lambda tables: tables.policies,
    named=lambda one: one.title, ends=lambda one: end_of(one.expires_on),
)  # fmt: skip


def judged(job: JobPost, tables: Tables, now: datetime) -> tuple[Finding, ...]:
    """Return everything the rules say of a job, its pay against the other approved jobs of its trade."""
    same_trade = tables.jobs.every(Page(stage=Stage.APPROVED, filters=(("trade", job.trade_code),)))
    medians = pay_medians(one for one in same_trade if one.id != job.id)
    return judge_job(job, tables.employers.get(job.employer_id), now, tables.market.get().minimum_wage, medians)


def still_open(sort: str, findings: Iterable[Finding], releases: Iterable[Release]) -> tuple[Finding, ...]:
    """Return what keeps a record from passing: of a job all that is not released, of the others what blocks."""
    if sort == JOBS.sort:
        return undecided(findings, releases)
    return tuple(one for one in findings if one.severity is Severity.BLOCK)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewKind:
    """One kind: where it lies, its form's words, and what the rules say of a record."""

    kind: HallKind[Any]
    groups: Callable[[], tuple[Group, ...]]
    findings: Callable[[Any, Tables, datetime], tuple[Finding, ...]]
    who: Callable[[Any], str]  # employer or issuer; of a job the employer's id
    worth: Callable[[Any], str]  # what one asks first: pay, dates, topic


REVIEW_KINDS: tuple[ReviewKind, ...] = (
    ReviewKind(kind=JOBS, groups=job_groups, findings=judged, who=lambda one: one.employer_id, worth=pay_words),
    ReviewKind(kind=POLICIES, groups=policy_groups, findings=policy_findings, who=lambda one: one.issuer,
               worth=lambda one: f"{one.level.label} · {one.category.label}"),
    ReviewKind(kind=COURSES, groups=lambda: course_groups({}), who=lambda one: one.provider,
               findings=lambda one, tables, now: check_course(one, now),
               worth=lambda one: f"{day_words(one.starts_at)} · {one.mode.label}"),
    ReviewKind(kind=FAIRS, groups=fair_groups, who=lambda one: one.place,
               findings=fair_findings,
               worth=lambda one: f"{day_words(one.starts_at)} · {one.theme.label}"),
    ReviewKind(kind=ARTICLES, groups=lambda: article_groups({}), who=lambda one: one.source_name,
               findings=lambda one, tables, now: check_article(one, now), worth=lambda one: one.topic.label),
    ReviewKind(kind=NOTICES, groups=lambda: (), who=lambda one: "本市场",
               findings=lambda one, tables, now: check_notice(one, now),
               worth=lambda one: f"{day_words(one.shown_from)} 至 {last_day_words(one.shown_until)}"),
    ReviewKind(kind=GUIDES, groups=guide_groups, who=lambda one: one.issuer,
               findings=guide_findings,
               worth=lambda one: f"{len(one.lines)} 个工种"),
    ReviewKind(kind=MEDIA, who=lambda one: "本市场",
               groups=lambda: (*media_groups(MediaKind.IMAGE), *media_groups(MediaKind.AUDIO)),
               findings=lambda one, tables, now: check_media(one, now),
               worth=lambda one: f"{one.kind.label} · {facts(one)}"),
)  # fmt: skip


def review_kind(sort: str) -> ReviewKind:
    """Return the kind of a row's id; StoreError for an unknown one."""
    for one in REVIEW_KINDS:
        if one.kind.sort == sort:
            return one
    raise StoreError("页面上的这一行不对，请刷新页面再试。")
