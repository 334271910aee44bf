"""What must be right before a 推荐 or a 就业 is kept, what needs a reason, and when somebody is asked how it went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta

from content.model.chains import ChainEntry
from content.model.findings import Finding, lacking
from content.model.referrals import Placement, Referral, ReferralOutcome

FOLLOW_UP = timedelta(days=3)  # days of day work are short: after that nobody remembers who came
_WORKED = (ReferralOutcome.PLACED, ReferralOutcome.SOME_DAYS)
_UNSAID: tuple[object, ...] = (None, "", False, ReferralOutcome.WAITING)
_NOT_TYPED = ("id", "written_at", "written_by", "corrects", "reason", "confirmed_at", "confirmed_by", "contacted_by")


def changed_fields(before: ChainEntry, after: ChainEntry, free: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return which of what people type was said before and is said otherwise now; what is `free` only goes on."""
    kept = free.union(_NOT_TYPED)
    typed = (one.name for one in fields(before) if one.name not in kept)
    said = ((name, getattr(before, name), getattr(after, name)) for name in typed)
    return frozenset(name for name, old, new in said if old not in _UNSAID and old != new)


def needs_reason(before: ChainEntry, after: ChainEntry, free: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """Return the demand for a reason where something said before is said otherwise."""
    if after.reason or not (changed_fields(before, after, free) or after.void):
        return ()
    return (lacking("reason", "改了以前记下的内容，请写明为什么改；原来的记录会留着。"),)


def check_referral(one: Referral, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a referral on `today`."""
    return tuple(_referral(one, today))


def _referral(one: Referral, today: date) -> Iterator[Finding]:
    if one.day > today:
        yield lacking("day", "还没到这一天，请填今天或以前的日期。")
    if one.outcome in _WORKED and one.placed_on is None:
        yield lacking("placed_on", "上了岗的，请填哪一天开始干的。")
    if one.outcome not in _WORKED and one.placed_on is not None:
        yield lacking("outcome", "填了上岗日期，结果请选“上岗了”或“干了几天”。")
    if one.placed_on is not None and not one.day <= one.placed_on <= today:
        yield lacking("placed_on", "上岗日期要在推荐那天以后、今天以前。")
    if one.outcome is ReferralOutcome.SOME_DAYS and one.worked_until is None:
        yield lacking("worked_until", "干了几天的，请填最后一天是哪天。")
    if one.worked_until is not None and (one.placed_on is None or not one.placed_on <= one.worked_until <= today):
        yield lacking("worked_until", "最后一天要在上岗以后、今天以前；还在干的就空着。")
    if one.outsourced and one.placed_on is None:
        yield lacking("outsourced", "劳务外包从上岗那天起算满六个月，请先填上岗日期。")
    if one.confirmed_at is not None:
        yield from check_confirmation(one)


def check_confirmation(one: Referral) -> Iterator[Finding]:
    """Yield what keeps staff from confirming: a kiosk's print alone is no referral (A3.4)."""
    if one.consented_at is None or not one.consent_version or not one.employer_name:
        firm = one.employer_name or "这家单位"
        yield lacking("consented", f"要本人同意把姓名告诉“{firm}”，才能确认。请问过本人再勾。")
    if one.contacted_at is None:
        yield lacking("contacted_at", "请先和单位联系过，填联系的时间，再确认。")


def follow_up_until(today: date) -> date:
    """Return up to which day referrals are asked about today."""
    return today - FOLLOW_UP


def check_placement(one: Placement, today: date, referred: Referral | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with a placement on `today`."""
    return tuple(_placement(one, today, referred))


def _placement(one: Placement, today: date, referred: Referral | None) -> Iterator[Finding]:
    if not one.employer_id:
        yield lacking("employer_id", "请选用工单位；库里没有的，先到“企业”里建。")
    if one.started_on > today:
        yield lacking("started_on", "还没到这一天，请等真正上岗了再记。")
    if referred is not None and one.started_on < referred.day:
        yield lacking("started_on", "上岗在推荐以前，这不是经市场新增的就业，请核对日期。")
