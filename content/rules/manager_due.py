"""Duties of the manager that hang on no ledger: the check of last week's logs, and both copies of the week; pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.clock import calendar_day
from content.rules.cadence import Duty, DutyState, Span, closing, thresholds, week_days, when
from content.rules.workdays import Workdays

_DAY = timedelta(days=1)


def log_check(week: str, checked: bool, now: datetime, workdays: Workdays) -> Duty:
    """Return whether the logs of last week (`week`) were checked; one without logs is checked too (R185)."""
    table, today = thresholds()["log_check"], calendar_day(now)
    monday, _ = week_days(today)
    due = closing(workdays.after(monday - _DAY, table["workdays"]))
    facts = {"code": "log_check", "label": table["label"], "clause": table["clause"], "span": Span.WEEK, "needed": 1,
             "due_at": due}  # fmt: skip
    if checked:
        return Duty(done=1, state=DutyState.DONE, sentence=f"上周（{week}）的日志检查过了。", **facts)
    late = now >= due
    then = "已经晚了，请负责人现在检查。" if late else f"{when(due, now)}前检查。"
    told = f"上周（{week}）的日志还没有检查，{then}"
    return Duty(done=0, state=DutyState.OVERDUE if late else DutyState.SOON, sentence=told, **facts)


def backups(disk_at: datetime | None, away_at: datetime | None, now: datetime, workdays: Workdays) -> Duty:
    """Return whether both copies of this ISO week are there, by when each last came home (R182)."""
    table, today = thresholds()["backups"], calendar_day(now)
    first, last = week_days(today)
    there = {word: at is not None and first <= calendar_day(at) <= last
             for word, at in (("专用硬盘", disk_at), ("异地（云端）", away_at))}  # fmt: skip
    due_day = workdays.on_or_before(last)
    due = closing(due_day if due_day >= first else last)
    facts = {"code": "backups", "label": table["label"], "clause": table["clause"], "span": Span.WEEK,
             "done": sum(there.values()), "needed": table["needed"], "due_at": due}  # fmt: skip
    missing = "、".join(word for word, kept in there.items() if not kept)
    if not missing:
        return Duty(state=DutyState.DONE, sentence="硬盘和异地这周都备份了。", **facts)
    if now >= due:
        return Duty(state=DutyState.OVERDUE, sentence=f"这周还没有备份到{missing}，请系统管理员今天补上。", **facts)
    left = workdays.between(today, calendar_day(due))
    state = DutyState.SOON if left <= table["warn_workdays"] else DutyState.IN_TIME
    return Duty(state=state, sentence=f"这周还没有备份到{missing}，{when(due, now)}前要有。", **facts)
