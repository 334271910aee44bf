"""How typed values become a new state of a record, and what two people changed at once: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from content.admin.fields import Field, Group, Kind, Typed, value_of
from content.clock import calendar_day
from content.model.codes import (
    EmployerKind,
    JobSource,
    PayUnit,
    PolicyCategory,
    PolicyLevel,
    Settlement,
    Stage,
    WorkForm,
)
from content.model.ids import new_id
from content.model.jobs import Employer, JobPost
from content.model.notices import PolicyNotice
from content.model.people import Staff

_USUAL_LIFE = timedelta(days=7)


def _until(day: date) -> datetime:
    end = value_of(Field(name="", label="", kind=Kind.UNTIL), day.isoformat())
    if not isinstance(end, datetime):
        raise TypeError("an end is an instant")
    return end


def blank_job(staff: Staff, now: datetime) -> JobPost:
    """Return what a new 岗位 form starts with: day work, one person, a week; the number is given when it is stored."""
    return JobPost(
        id=new_id(now), number=0, employer_id="", title="", trade_code="", headcount=1, duties="", requirements="",
        skills="", certificates="", township_code="", address="", gathering="", starts_on=None, ends_on=None, hours="",
        daily_hours_tenths=80, form=WorkForm.TEMPORARY, meals="", lodging="", transport="", risks="", protection="",
        insurance="", pay_min_fen=0, pay_max_fen=0, pay_unit=PayUnit.DAY, pay_note="", settlement=Settlement.DAY,
        contact_name="", contact_phone="", source=JobSource.OWN, source_name="", source_url="", verified_by=None,
        verified_at=None, verified_how=None, minors_allowed=False, hazards=(), is_workshop=False, urgent=False,
        valid_until=_until(calendar_day(now) + _USUAL_LIFE), stage=Stage.DRAFT, created_at=now, created_by=staff.id,
        updated_at=now,
    )  # fmt: skip


def copy_of_job(job: JobPost, staff: Staff, now: datetime) -> JobPost:
    """Return a new draft with the words of an earlier job; dates, verification and review start afresh."""
    fresh = blank_job(staff, now)
    return replace(
        job, id=fresh.id, number=0, starts_on=None, ends_on=None, verified_by=None, verified_at=None, verified_how=None,
        valid_until=fresh.valid_until, stage=Stage.DRAFT, created_at=now, created_by=staff.id, updated_at=now,
        reviewed_by=None, reviewed_at=None, review_note="", published_at=None, suspended="", version=1,
    )  # fmt: skip


def job_from(base: JobPost, values: Mapping[str, Any], staff: Staff, now: datetime) -> JobPost:
    """Return the job with typed values put in; choosing a way of verifying notes who did it and when."""
    job = replace(base, **values, updated_at=now)
    if job.pay_max_fen == 0:
        job = replace(job, pay_max_fen=job.pay_min_fen)
    if job.verified_how is None:
        return replace(job, verified_by=None, verified_at=None)
    if job.verified_how is not base.verified_how or base.verified_at is None:
        return replace(job, verified_by=staff.id, verified_at=now)
    return job


def blank_employer(now: datetime) -> Employer:
    """Return what a new 企业 form starts with: unverified."""
    return Employer(
        id=new_id(now), name="", kind=EmployerKind.PRIVATE, credit_code="", introduction="", industry="",
        township_code="", address="", contact_name="", contact_phone="", licence_seen=False, agent_id_seen=False,
        authorisation_seen=False, verified_by=None, verified_at=None, verified_how=None,
    )  # fmt: skip


def employer_from(base: Employer, values: Mapping[str, Any], staff: Staff, now: datetime) -> Employer:
    """Return the employer with typed values; another name or code is another firm, so it is verified again."""
    employer = replace(base, **values)
    employer = replace(employer, credit_code=employer.credit_code.upper())
    if (employer.name, employer.credit_code) != (base.name, base.credit_code):
        return replace(employer, verified_by=None, verified_at=None, verified_how=None)
    return employer


def blank_policy(staff: Staff, now: datetime) -> PolicyNotice:
    """Return what a new 政策公告 form starts with."""
    today = calendar_day(now)
    return PolicyNotice(
        id=new_id(now), title="", level=PolicyLevel.COUNTY, category=PolicyCategory.TALENT, document_number="",
        issuer="", issued_on=today, effective_on=today, expires_on=None, source_name="", source_url="", summary="",
        who="", body="", materials=(), where="", stage=Stage.DRAFT, created_at=now, created_by=staff.id, updated_at=now,
    )  # fmt: skip


def policy_from(base: PolicyNotice, values: Mapping[str, Any], staff: Staff, now: datetime) -> PolicyNotice:
    """Return the policy with typed values put in."""
    return replace(base, **values, updated_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One field two people changed to different things, as typed."""

    field: Field
    before: Typed
    mine: Typed
    theirs: Typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two people's edits laid together: `filled` goes into the form, over the `clashes` somebody has to decide."""

    filled: dict[str, Typed]
    taken: tuple[str, ...]  # labels of what is filled
    clashes: tuple[Clash, ...]


def merge(groups: tuple[Group, ...], before: Mapping[str, Typed], mine: Mapping[str, Typed],
          theirs: Mapping[str, Typed]) -> Merge:  # fmt: skip
    """Keep what I typed, take over what only the other changed, and name the fields both changed."""
    filled: dict[str, Typed] = {}
    taken, clashes = [], []
    for spec in (spec for group in groups for spec in group.fields):
        old, own, other = before[spec.name], mine[spec.name], theirs[spec.name]
        if other in (old, own):
            continue
        if own == old:
            filled[spec.name] = other
            taken.append(spec.label)
        else:
            clashes.append(Clash(field=spec, before=old, mine=own, theirs=other))
    return Merge(filled=filled, taken=tuple(taken), clashes=tuple(clashes))
