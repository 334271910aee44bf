"""Whether the windows have the people the regulation wants (R121, R146); pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from content.model.tickets import ServiceWindow, Shift, TicketMatter
from content.rules.cadence import DutyState
from content.rules.workdays import Workdays

REGISTRATION_NEEDED, SERVICE_NEEDED = 1, 2
REGISTRATION_CLAUSE = "附件1 二（一）1：设置专门的求职登记窗口，安排至少1名工作人员"
SERVICE_CLAUSE = "附件1 三（二）1：综合服务窗口配备至少2名熟悉政策的工作人员"
MANY_WAITING = 10  # own: more than so many are told on 今日工作


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """How many different people are on duty on a day."""

    registration: int
    service: int

    @property
    def enough(self) -> bool:
        """Say whether both numbers of the regulation are reached."""
        return self.registration >= REGISTRATION_NEEDED and self.service >= SERVICE_NEEDED


def staffing(day: date, shifts: Iterable[Shift], windows: Iterable[ServiceWindow]) -> Staffing:
    """Count who is on duty: at windows for 求职登记, and at all the others, which give advice."""
    serves = {one.id: one.matters for one in windows}
    on = [shift for shift in shifts if shift.day == day and shift.window_id in serves]
    alone = {shift.staff_id for shift in on if TicketMatter.REGISTRATION in serves[shift.window_id]}
    advises = {shift.staff_id for shift in on if set(serves[shift.window_id]) - {TicketMatter.REGISTRATION}}
    return Staffing(registration=len(alone), service=len(advises))


def roster_state(found: int, needed: int, day: date, workdays: Workdays) -> tuple[DutyState, str]:
    """Return how one number of a day stands, and what to do about it."""
    if found >= needed:
        return DutyState.DONE, "值班表上人够。"
    if not workdays.works(day):
        return DutyState.DONE, "今天不上班。"
    return DutyState.OVERDUE, f"值班表上还差 {needed - found} 个人，请负责人马上排。"


def short_days(days: Sequence[date], shifts: Sequence[Shift], windows: Sequence[ServiceWindow],
               workdays: Workdays) -> tuple[date, ...]:  # fmt: skip
    """Return the working days on which too few are on duty."""
    return tuple(day for day in days if workdays.works(day) and not staffing(day, shifts, windows).enough)
