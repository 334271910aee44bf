"""What 今日工作 says of 推荐, 职业指导 and 帮扶: what waits, and whose next date has come."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.admin.aiding import AIDING
from content.admin.guiding import GUIDING, PLANNING, calls_now
from content.admin.pages.guidance import overdue
from content.admin.pages.referrals import to_do
from content.admin.parts import Card
from content.admin.persons import HELPING
from content.clock import calendar_day, local
from content.model.codes import Role
from content.rules.referrals import follow_up_until
from content.store.database import Tables
from content.store.referrals import ReferralView


def confirm_card(tables: Tables, now: datetime) -> Card:
    """Return how many referrals wait to be confirmed."""
    return _pressing("推荐等确认", to_do(tables, now), "/referrals")


def follow_up_card(tables: Tables, now: datetime) -> Card:
    """Return how many referred people nobody has asked yet how it went."""
    found = tables.referrals.count(ReferralView.FOLLOW_UP, follow_up_until(calendar_day(now)))
    return _pressing("推荐该回访", found, "/referrals?view=follow-up")


def aid_due_card(tables: Tables, now: datetime) -> Card:
    """Return whose next date is today."""
    today = calendar_day(now)
    return _pressing("帮扶今天该联系", tables.aid_files.due_count(today, today), "/aid?view=due", AIDING)


def aid_late_card(tables: Tables, now: datetime) -> Card:
    """Return whose next date has gone by."""
    late = tables.aid_files.due_count(None, calendar_day(now) - timedelta(days=1))
    return _pressing("帮扶过期没联系", late, "/aid?view=due", AIDING)


def guidance_card(tables: Tables, now: datetime) -> Card:
    """Return how many registered people should have been guided by now (R124)."""
    return _pressing("职业指导过了日子", overdue(tables, now), "/guidance", GUIDING)


def call_card(tables: Tables, now: datetime) -> Card:
    """Return how many people to call about a new job, and until when the first of them."""
    tasks = calls_now(tables, now)
    told = f"最早的 {local(tasks[0].due_at):%m-%d %H:%M} 前打，日结的一小时内。" if tasks else ""
    return Card(label="新岗位该打电话", figure=len(tasks), path="/guidance?view=calls", pressing=bool(tasks),
                sentence=told, roles=GUIDING)  # fmt: skip


def plan_card(tables: Tables, now: datetime) -> Card:
    """Return how many plans are to be looked at again (R127)."""
    return _pressing("服务方案该复核", tables.plans.due(calendar_day(now)), "/guidance?view=plans", PLANNING)


def _pressing(label: str, figure: int, path: str, roles: frozenset[Role] = HELPING) -> Card:
    return Card(label=label, figure=figure, path=path, pressing=figure > 0, roles=roles)
