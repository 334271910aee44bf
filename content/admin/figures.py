"""Figures of the desk: each one a question to the database at an instant."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from content.admin.appeals import appeals_card
from content.admin.help_cards import (
    aid_due_card,
    aid_late_card,
    call_card,
    confirm_card,
    follow_up_card,
    guidance_card,
    plan_card,
)
from content.admin.loans import overdue_card
from content.admin.login import EDITING, EVERYONE, REVIEWING
from content.admin.parts import Card, CardSource
from content.admin.publicising import publicity_card
from content.admin.reviewing import waiting_count
from content.admin.security_records import incident_card
from content.admin.walk_in import HIRING, READING
from content.admin.window_cards import registration_card, service_card, waiting_card
from content.admin.worklog import worklog_card
from content.clock import SHANGHAI, calendar_day
from content.model.codes import Role, Stage
from content.rules.cadence import separate_acts
from content.store.database import Tables

SOON = timedelta(days=3)
EXPIRING = "expiring"  # names the list of what ends that soon


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


def week_of(now: datetime) -> tuple[datetime, datetime]:
    """Return the market's week around an instant: Monday 00:00 to the next."""
    today = calendar_day(now)
    monday = today - timedelta(days=today.weekday())
    return _midnight(monday), _midnight(monday + timedelta(days=7))


def month_of(now: datetime) -> tuple[datetime, datetime]:
    """Return the market's month around an instant: the first 00:00 to the next first."""
    first = calendar_day(now).replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return _midnight(first), _midnight(following)


def jobs_this_week(tables: Tables, now: datetime) -> int:
    """Return 本周新增岗位, reposts left out (A3-8)."""
    return len(tables.jobs.added_between(*week_of(now)))


def jobs_this_month(tables: Tables, now: datetime) -> int:
    """Return 本月新增岗位, reposts left out (A3-8)."""
    return len(tables.jobs.added_between(*month_of(now)))


def policies_this_week(tables: Tables, now: datetime) -> int:
    """Return 本周政策更新."""
    return separate_acts(at for at, _ in tables.policies.updates_between(*week_of(now)))


def expiring_soon(tables: Tables, now: datetime) -> int:
    """Return how many jobs end within three days."""
    return tables.jobs.ending_between(now, now + SOON)


def own_cards() -> tuple[CardSource, ...]:
    """Return the editorial cards of 今日工作; other rooms add theirs through `AdminParts.cards`."""
    return (
        lambda tables, now: _pressing("待审核", waiting_count(tables, now), "/review", REVIEWING),
        lambda tables, now: _pressing("岗位 3 天内到期", expiring_soon(tables, now), f"/duties/{EXPIRING}", EDITING),
        lambda tables, now: _pressing("被退回，待修改", tables.jobs.count_at(Stage.RETURNED), "/jobs?stage=returned",
                                      EDITING),
        lambda tables, now: _pressing("举报没有办结", tables.complaints.open_count(), "/complaints", READING),
        lambda tables, now: _pressing("用工登记待核实", tables.hirings.waiting_count(), "/hirings", HIRING),
        lambda tables, now: _pressing("办事登记待答复", tables.cases.open_count(), "/cases",
                                      READING | {Role.COUNSELLOR}),
        lambda tables, now: _pressing("呈报待处理", tables.inbox.counts().stuck, "/filings"),
        registration_card, service_card, waiting_card, confirm_card, follow_up_card,
        guidance_card, call_card, plan_card, aid_due_card, aid_late_card,
        worklog_card, overdue_card, appeals_card, publicity_card, incident_card,
    )  # fmt: skip


def _pressing(label: str, figure: int, path: str, roles: frozenset[Role] = EVERYONE) -> Card:
    return Card(label=label, figure=figure, path=path, pressing=figure > 0, roles=roles)
