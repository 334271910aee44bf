"""How long a new line of the ledgers may wait for its daily review: one working day, to closing time; pure (R181)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from content.clock import SHANGHAI, calendar_day
from content.rules.cadence import Duty, DutyState, Span, closing, thresholds
from content.rules.workdays import Workdays

_DAY = timedelta(days=1)
_CODE = "ledger_review"


def due_at(since: datetime, workdays: Workdays) -> datetime:
    """Return by when a line that came at an instant is reviewed: closing time of the next working day."""
    return closing(workdays.after(calendar_day(since), thresholds()[_CODE]["workdays"]))


def is_late(since: datetime, now: datetime, workdays: Workdays) -> bool:
    """Say whether a line has waited too long."""
    return now >= due_at(since, workdays)


def late_before(now: datetime, workdays: Workdays) -> datetime:
    """Return the instant before which every line that came and still waits has waited too long."""
    day = calendar_day(now)
    while now < closing(workdays.after(day, thresholds()[_CODE]["workdays"])):
        day -= _DAY
    return datetime.combine(day + _DAY, time(), SHANGHAI)


def ledger_review(waiting: int, late: int, checked: int, now: datetime, workdays: Workdays) -> Duty:
    """Return 台账每日审核 by how many lines wait, how many of them too long, and how many were checked today."""
    table = thresholds()[_CODE]
    if late:
        state = DutyState.OVERDUE
        told = f"有 {late} 条超过 1 个工作日没有审核，请台账专人马上核实；一共还有 {waiting} 条。"
    elif waiting:
        state = DutyState.SOON
        told = f"还有 {waiting} 条要核实，新来的最晚下一个工作日下班前核实完。"
    else:
        state, told = DutyState.DONE, "新来的都核实过了。"
    return Duty(code=_CODE, label=table["label"], clause=table["clause"], span=Span.TODAY, done=checked,
                needed=checked + waiting, state=state, sentence=told,
                due_at=closing(workdays.on_or_before(calendar_day(now))))  # fmt: skip
