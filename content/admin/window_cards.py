"""What 今日工作 says of the windows: who is on duty today, and how many wait."""

from __future__ import annotations

from datetime import datetime

from content.admin.parts import Card
from content.admin.windows import CALLING
from content.clock import calendar_day
from content.model.codes import Role
from content.rules.roster import (
    MANY_WAITING,
    REGISTRATION_CLAUSE,
    REGISTRATION_NEEDED,
    SERVICE_CLAUSE,
    SERVICE_NEEDED,
    roster_state,
    staffing,
)
from content.rules.workdays import Workdays
from content.store.database import Tables

_MANAGING = frozenset((Role.MANAGER,))
_DO = ("去排班", "/roster")


def registration_card(tables: Tables, now: datetime) -> Card:
    """Return how many sit at the window for 求职登记 today (R121)."""
    return _on_duty(tables, now, "今天求职登记窗口", REGISTRATION_NEEDED, REGISTRATION_CLAUSE, "registration")


def service_card(tables: Tables, now: datetime) -> Card:
    """Return how many give advice at the windows today (R146)."""
    return _on_duty(tables, now, "今天综合服务窗口", SERVICE_NEEDED, SERVICE_CLAUSE, "service")


def _on_duty(tables: Tables, now: datetime, label: str, needed: int, clause: str, which: str) -> Card:
    windows, today = tables.windows.all(), calendar_day(now)
    if not windows:
        return Card(label=label, figure=0, path="/roster", sentence="还没有设窗口，设好了再排班。", clause=clause,
                    roles=_MANAGING)  # fmt: skip
    found = getattr(staffing(today, tables.roster.between(today, today), windows), which)
    state, sentence = roster_state(found, needed, today, Workdays.of(tables.market.get().holidays))
    return Card(label=label, figure=found, target=needed, path="/roster", state=state, sentence=sentence,
                clause=clause, roles=_MANAGING, do=_DO)  # fmt: skip


def waiting_card(tables: Tables, now: datetime) -> Card:
    """Return how many wait at the windows; pressing when they are many."""
    waiting = sum(tables.tickets.waiting_counts(calendar_day(now)).values())
    return Card(label="窗口等候", figure=waiting, path="/windows", pressing=waiting > MANY_WAITING, roles=CALLING)
