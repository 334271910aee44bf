"""Duties done once a month by a day of it: analysis and report of the month before, the survey (R151, R161, R206)."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.clock import calendar_day
from content.rules.cadence import Duty, DutyState, Span, closing, month_days, thresholds, when
from content.rules.workdays import Workdays

_DAY = timedelta(days=1)


def _by_day(code: str, done: bool, now: datetime, workdays: Workdays, told: str, deed: str) -> Duty:
    """Return a duty that is done once a month by a day of it, or by the last working day before that."""
    table, today = thresholds()[code], calendar_day(now)
    first, _ = month_days(today)
    due_day = workdays.on_or_before(first.replace(day=table["last_day"]))
    due = closing(due_day if due_day >= first else first.replace(day=table["last_day"]))
    facts = {"code": code, "label": table["label"], "clause": table["clause"], "span": Span.MONTH, "needed": 1,
             "due_at": due}  # fmt: skip
    if done:
        return Duty(done=1, state=DutyState.DONE, sentence=told, **facts)
    if now >= due:
        return Duty(done=0, state=DutyState.OVERDUE, sentence=f"{when(due, now)}已过，马上{deed}。", **facts)
    left = workdays.between(today, calendar_day(due))
    state = DutyState.SOON if left <= table["warn_workdays"] else DutyState.IN_TIME
    return Duty(done=0, state=state, sentence=f"{when(due, now)}前{deed}。", **facts)


def consult_review(questions: int, actions: int, now: datetime, workdays: Workdays) -> Duty:
    """Return 上月咨询分析 by how many questions the month before had and what was written about them (R151, R152)."""
    told = "上个月的分析写好了。" if actions else "上个月没有咨询，不用分析。"
    return _by_day("consult_review", bool(actions) or not questions, now, workdays, told,
                   f"写好上个月 {questions} 次咨询的分析")  # fmt: skip


def training_survey(answers: int, now: datetime, workdays: Workdays) -> Duty:
    """Return 培训需求调查 by how many answered in the first two weeks of this month (R161)."""
    return _by_day("training_survey", answers > 0, now, workdays, f"本月上旬收到 {answers} 份。",
                   "请来办事的人在自助机上答一份培训需求，或者当面问一份记下来")  # fmt: skip


def month_report(frozen: bool, now: datetime, workdays: Workdays) -> Duty:
    """Return 上月运营数据报告 by whether the month before has a frozen report (R206)."""
    return _by_day("month_report", frozen, now, workdays, "上个月的报告已定稿。", "把上个月的运营数据报告定稿提交")
