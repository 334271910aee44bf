"""The dates of a fair: plan fixed two weeks ahead, notice a week ahead, follow-up within a week (R112, R113, R118)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from content.clock import SHANGHAI, calendar_day
from content.model.codes import NoticeChannel, Stage
from content.model.notices import JobFair
from content.rules.cadence import Duty, DutyState, Span, closing, month_days, thresholds, when
from content.rules.workdays import Workdays

_DAY = timedelta(days=1)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + _DAY, time.min, SHANGHAI)


def _span(due: date, today: date) -> Span:
    if due <= today:
        return Span.TODAY
    return Span.WEEK if due <= today + (6 - today.weekday()) * _DAY else Span.MONTH


def _dated(code: str, fair: JobFair, due: date, now: datetime, *, done: int, needed: int, on: date | None,
           deed: str) -> Duty:  # fmt: skip
    """Return a duty that was done on a day (`on`), or is not yet; done late stays red."""
    table, end = thresholds()[code], _end_of(due)
    today = calendar_day(now)
    if on is not None:
        late = (on - due).days
        state = DutyState.OVERDUE if late > 0 else DutyState.DONE
        told = f"{when(_end_of(on), now)}才做，晚了 {late} 天。" if late > 0 else "按时做到。"
    elif now >= end:
        state, told = DutyState.OVERDUE, f"应在{when(end, now)}以前，{deed}。"
    else:
        soon = (due - today).days <= table["warn_days"]
        state, told = DutyState.SOON if soon else DutyState.IN_TIME, f"最晚{when(end, now)}，{deed}。"
    return Duty(code=code, label=f"{table['label']} · {fair.name}", clause=table["clause"], span=_span(due, today),
                done=done, needed=needed, due_at=end, state=state, sentence=told, subject=fair.id)  # fmt: skip


def _plan(fair: JobFair, now: datetime) -> Duty:
    due = calendar_day(fair.starts_at) - thresholds()["fair_plan"]["days"] * _DAY
    fixed = None if fair.plan_fixed_at is None else calendar_day(fair.plan_fixed_at)
    return _dated("fair_plan", fair, due, now, done=int(fixed is not None), needed=1, on=fixed,
                  deed="定好主题、时间、地点和方案")  # fmt: skip


def _notice(fair: JobFair, now: datetime) -> Duty:
    due = calendar_day(fair.starts_at) - thresholds()["fair_notice"]["days"] * _DAY
    told = {one.channel for one in fair.announcements}
    first = min((calendar_day(one.at) for one in fair.announcements), default=None)
    left = "、".join(one.label for one in NoticeChannel if one not in told)
    duty = _dated("fair_notice", fair, due, now, done=len(told), needed=len(NoticeChannel), on=first,
                  deed=f"发出第一次通知，还有：{left}")  # fmt: skip
    if duty.state is not DutyState.DONE or not left:
        return duty
    return Duty(code=duty.code, label=duty.label, clause=duty.clause, span=duty.span, done=duty.done,
                needed=duty.needed, due_at=duty.due_at, state=DutyState.SOON, subject=duty.subject,
                sentence=f"第一次通知按时发了，还没有记：{left}。")  # fmt: skip


def _follow_up(fair: JobFair, now: datetime) -> Duty:
    due = calendar_day(fair.ends_at) + thresholds()["fair_follow_up"]["days"] * _DAY
    return _dated("fair_follow_up", fair, due, now, done=int(fair.followed_up_on is not None), needed=1,
                  on=fair.followed_up_on, deed="回访参会单位和求职者，写好总结")  # fmt: skip


def fair_dates(fair: JobFair, now: datetime) -> tuple[Duty, ...]:
    """Return what a fair asks for now: plan and notice before it begins, the follow-up once it is over."""
    if fair.stage is Stage.WITHDRAWN:
        return ()
    if now < fair.starts_at:
        return _plan(fair, now), _notice(fair, now)
    return (_follow_up(fair, now),) if now >= fair.ends_at and fair.followed_up_on is None else ()


def fair_of_month(fairs: Iterable[JobFair], now: datetime, workdays: Workdays) -> Duty:
    """Return whether the month has its fair; the last day to fix one's plan lies two weeks before the month ends."""
    table, days = thresholds()["fair"], thresholds()["fair_plan"]["days"]
    today = calendar_day(now)
    first, last = month_days(today)
    count = sum(one.stage is not Stage.WITHDRAWN and first <= calendar_day(one.starts_at) <= last for one in fairs)
    due = closing(last - days * _DAY)
    facts = {"code": "fair", "label": table["label"], "clause": table["clause"], "span": Span.MONTH, "done": count,
             "needed": table["needed"], "due_at": due}  # fmt: skip
    if count >= table["needed"]:
        return Duty(state=DutyState.DONE, sentence="本月有招聘会。", **facts)
    if now >= due:
        return Duty(state=DutyState.OVERDUE, **facts,
                    sentence="本月还没有安排招聘会，提前两周定方案已经来不及，请尽快补办一场。")  # fmt: skip
    left = workdays.between(today, calendar_day(due))
    return Duty(state=DutyState.SOON if left <= table["warn_workdays"] else DutyState.IN_TIME, **facts,
                sentence=f"本月还没有招聘会，{when(due, now)}前定好方案，才够提前两周。")  # fmt: skip
