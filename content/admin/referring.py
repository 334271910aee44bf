"""推荐 and 就业 at the desk: the steps of staff as use cases, and what typed values make of an entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from content.admin.fields import Field, Group, Kind
from content.admin.persons import GONE, Person, of_application, of_receipt, of_registration
from content.clock import calendar_day
from content.errors import StoreError
from content.model.audit import Action
from content.model.codes import Channel
from content.model.findings import Finding, lacking
from content.model.ids import new_id
from content.model.jobs import JobPost
from content.model.people import Staff
from content.model.referrals import Placement, Referral, ReferralOutcome, ReferralSource
from content.privacy import KeyRing
from content.rules.referrals import check_placement, check_referral, needs_reason
from content.store.chains import following
from content.store.database import Tables

DESK_CONSENT = "推荐同意-1"  # 本人同意把姓名告诉这家单位, asked by staff
_BY_HAND = {one.value: one.label for one in (Channel.WINDOW, Channel.PHONE, Channel.ONLINE, Channel.PAPER)}
Step = Callable[[Tables, Staff], tuple[Finding, ...]]


@cache
def new_referral_groups() -> tuple[Group, ...]:
    """Return whom to refer to which job."""
    return (Group(title="谁，去哪个岗位", fields=(
        Field(name="receipt", label="求职登记的回执号", needed=True, width=6, hint="在小票上，或在“求职登记”里"),
        Field(name="job_number", label="岗位号", kind=Kind.WHOLE, needed=True, width=3),
        Field(name="channel", label="怎么推荐的", kind=Kind.CHOICE, needed=True, options=_BY_HAND, code=Channel),
    )),)  # fmt: skip


@cache
def referral_groups(employer: str) -> tuple[Group, ...]:
    """Return the form of one 推荐; `employer` is whom the consent names."""
    return (
        Group(title="推荐", fields=(
            Field(name="day", label="推荐的日子", kind=Kind.DAY, needed=True),
            Field(name="contacted_at", label="和单位联系的时间", kind=Kind.INSTANT, optional=True),
            Field(name="consented", label=f"本人同意把姓名告诉“{employer}”", kind=Kind.FLAG, width=6),
        )),
        Group(title="回访", fields=(
            Field(name="outcome", label="结果", kind=Kind.CHOICE, needed=True, code=ReferralOutcome),
            Field(name="placed_on", label="哪天上岗", kind=Kind.DAY, optional=True),
            Field(name="worked_until", label="最后一天", kind=Kind.DAY, optional=True, hint="还在干就空着"),
            Field(name="outsourced", label="劳务外包", kind=Kind.FLAG),
        )),
        Group(title="更正（原来的记录会留着）", fields=(
            Field(name="reason", label="为什么改", width=6),
            Field(name="void", label="整条作废（记错了）", kind=Kind.FLAG, width=6),
        )),
    )  # fmt: skip


@cache
def placement_groups() -> tuple[Group, ...]:
    """Return the form of one 就业."""
    return (
        Group(title="上岗", fields=(
            Field(name="employer_id", label="用工单位", kind=Kind.CHOICE, needed=True, width=6, hint="打字就能找"),
            Field(name="started_on", label="哪天上岗", kind=Kind.DAY, needed=True),
            Field(name="channel", label="怎么知道的", kind=Kind.CHOICE, needed=True, code=Channel),
        )),
        Group(title="更正（原来的记录会留着）", fields=(
            Field(name="reason", label="为什么改", width=6),
            Field(name="void", label="整条作废（记错了）", kind=Kind.FLAG, width=6),
        )),
    )  # fmt: skip


def _referral_to(tables: Tables, person: Person, job: JobPost, staff: Staff, now: datetime,
                 **own: Any) -> Referral:  # fmt: skip
    if tables.referrals.to_job(person.index, job.id) is not None:
        raise StoreError(f"这位已经推荐过 {job.number} 号岗位，同一个人同一个岗位只算一次，请打开那一条回访。")
    employer = tables.employers.get(job.employer_id)
    root = new_id(now)
    facts: dict[str, Any] = {
        "id": root, "root": root, "person_index": person.index, "entered_at": now, "entered_by": staff.id,
        "name": tables.referrals.reseal_name(root, person.name, person.mask), "written_at": now,
        "written_by": staff.id, "source": ReferralSource.DESK, "source_id": "", "number": "", "job_id": job.id,
        "job_number": job.number, "employer_name": employer.name if employer is not None else "",
        "is_workshop": job.is_workshop, "channel": Channel.WINDOW, "day": calendar_day(now), **own,
    }  # fmt: skip
    referral = Referral(**facts)
    tables.referrals.add(referral)
    tables.audit.note(staff, now, Action.SAVED, subject="referral", subject_id=root,
                      words=f"推荐到 {job.number} 号岗位，待确认")  # fmt: skip
    return referral


def refer_application(application_id: str, keys: KeyRing, now: datetime) -> Callable[[Tables, Staff], Referral]:
    """Return the use case that makes a 推荐 of a 报名, with the consent given there."""

    def step(tables: Tables, staff: Staff) -> Referral:
        found, known = tables.applications.get(application_id), tables.referrals.of_source(application_id)
        if known is not None:
            return known
        person = of_application(tables, application_id, keys)
        job = tables.jobs.get(found.job_id) if found is not None else None
        if found is None or job is None:
            raise StoreError("本中心没有这个岗位，没法记推荐，请录入员先补录岗位。")
        return _referral_to(
            tables, person, job, staff, now, source=ReferralSource.APPLICATION, source_id=found.id,
            number=found.number, employer_name=found.employer_name, channel=Channel.KIOSK,
            consent_version=found.consent_version, consented_at=found.consented_at)  # fmt: skip

    return step


def refer_registered(registration_id: str, job_id: str, keys: KeyRing,
                     now: datetime) -> Callable[[Tables, Staff], Referral]:  # fmt: skip
    """Return the use case that refers who registered to a job that fits."""

    def step(tables: Tables, staff: Staff) -> Referral:
        job = tables.jobs.get(job_id)
        if job is None:
            raise StoreError("没有这个岗位，请刷新页面再选。")
        return _referral_to(tables, of_registration(tables, registration_id, keys), job, staff, now)

    return step


def refer_typed(values: Mapping[str, Any], keys: KeyRing, now: datetime) -> Callable[[Tables, Staff], Referral]:
    """Return the use case that refers the holder of a receipt to a job by its number."""

    def step(tables: Tables, staff: Staff) -> Referral:
        job = tables.jobs.by_number(values["job_number"])
        if job is None:
            raise StoreError(f"没有 {values['job_number']} 号岗位，请核对岗位号。")
        person = of_receipt(tables, values["receipt"], keys)
        return _referral_to(tables, person, job, staff, now, channel=values["channel"])

    return step


def referral_from(base: Referral, values: Mapping[str, Any], staff: Staff, now: datetime) -> Referral:
    """Return the entry that follows, with typed values; who ticked the consent and spoke to the firm is noted."""
    typed = dict(values)
    consented = typed.pop("consented")
    if consented and base.consented_at is None:
        typed |= {"consented_at": now, "consent_version": DESK_CONSENT}
    elif not consented:
        typed |= {"consented_at": None, "consent_version": ""}
    if typed["contacted_at"] != base.contacted_at:
        typed["contacted_by"] = staff.id if typed["contacted_at"] is not None else ""
    return following(base, new_id(now), staff.id, now, **typed)


def _still_agreed(tables: Tables, one: Referral) -> None:
    """Raise StoreError where the consent to this employer was taken back since (PIPL §15)."""
    stands = tables.referrals.get(one.root)
    if stands is None or not stands.name.ciphertext:
        raise StoreError(GONE)
    applied = tables.applications.line(one.source_id) if one.source is ReferralSource.APPLICATION else None
    if applied is not None and applied.withdrawn_at is not None:
        raise StoreError("本人已经撤回这份报名，不再同意告诉这家单位，不能确认。请把这条推荐作废并写明原因。")


def write_referral(base: Referral, values: Mapping[str, Any], confirm: bool, now: datetime) -> Step:
    """Return the use case that adds what was typed to a 推荐, confirming it where asked; findings keep it from it."""

    def step(tables: Tables, staff: Staff) -> tuple[Finding, ...]:
        if confirm:
            _still_agreed(tables, base)
        after = referral_from(base, values, staff, now)
        if confirm and base.confirmed_at is None:  # the first confirmation is the one that counts
            after = replace(after, confirmed_at=now, confirmed_by=staff.id)
        found = (*check_referral(after, calendar_day(now)), *needs_reason(base, after))
        if confirm and after.void:
            found = (*found, lacking("void", "作废的不能确认，请先去掉“整条作废”。"))
        if found:
            return found
        tables.referrals.add(after)
        deed = "确认推荐" if confirm else "作废推荐" if after.void and not base.void else f"推荐：{after.outcome.label}"
        tables.audit.note(staff, now, Action.SAVED, subject="referral", subject_id=after.root,
                          words=f"{deed}（{after.job_number} 号岗位）")  # fmt: skip
        return ()

    return step


def blank_placement(referral: Referral, employer_id: str, staff: Staff, now: datetime) -> Placement:
    """Return what the 就业 of a referred person starts with; its name is sealed when it is kept."""
    root = new_id(now)
    return Placement(
        id=root, root=root, person_index=referral.person_index, name=referral.name, entered_at=now,
        entered_by=staff.id, written_at=now, written_by=staff.id, employer_id=employer_id, job_id=referral.job_id,
        referral_id=referral.root, channel=referral.channel, started_on=referral.placed_on or calendar_day(now),
    )  # fmt: skip


def write_placement(base: Placement, stored: bool, values: Mapping[str, Any], now: datetime) -> Step:
    """Return the use case that keeps a 就业 or what was typed of it anew."""

    def step(tables: Tables, staff: Staff) -> tuple[Finding, ...]:
        referred = tables.referrals.get(base.referral_id) if base.referral_id else None
        after: Placement = (following(base, new_id(now), staff.id, now, **values) if stored
                            else replace(base, **{**values, "reason": ""}))  # fmt: skip
        found = (*check_placement(after, calendar_day(now), referred),
                 *(needs_reason(base, after) if stored else ()))  # fmt: skip
        if found:
            return found
        if not stored and referred is not None:
            name = tables.referrals.open(referred, "name")
            after = replace(after, name=tables.placements.reseal_name(after.root, name, referred.name.mask))
        tables.placements.add(after)
        tables.audit.note(staff, now, Action.SAVED, subject="placement", subject_id=after.root,
                          words="作废就业登记" if after.void else "就业登记")  # fmt: skip
        return ()

    return step


def prove_placement(root: str, attachment_id: str, now: datetime) -> Callable[[Tables, Staff], None]:
    """Return the use case that names the paper by which a 就业 counts."""

    def step(tables: Tables, staff: Staff) -> None:
        base = tables.placements.get(root)
        if base is None:
            raise StoreError("这条就业登记不在台账里，请刷新页面再试。")
        why = "换了证明" if base.evidence else ""
        tables.placements.add(following(base, new_id(now), staff.id, now, evidence=attachment_id, reason=why))

    return step
