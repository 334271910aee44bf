"""Figures of the desk: each one a question to the database at an instant."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from content.admin.parts import Card, CardSource
from content.clock import SHANGHAI, calendar_day
from content.model.codes import Stage
from content.store.database import Tables

JOBS_A_MONTH = 170  # 每月新增有效岗位 (R111)
POLICY_UPDATES_A_WEEK = 2  # 每周至少更新 2 次 (R142)
SOON = timedelta(days=3)


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


def waiting_count(tables: Tables, now: datetime) -> int:
    """Return how many records wait for review."""
    return tables.jobs.counts()[Stage.SUBMITTED] + tables.policies.counts()[Stage.SUBMITTED]


def jobs_this_week(tables: Tables, now: datetime) -> int:
    """Return 本周新增岗位."""
    return tables.jobs.added_between(*week_of(now))


def jobs_this_month(tables: Tables, now: datetime) -> int:
    """Return 本月新增岗位."""
    return tables.jobs.added_between(*month_of(now))


def policies_this_week(tables: Tables, now: datetime) -> int:
    """Return 本周政策更新."""
    return tables.policies.updated_between(*week_of(now))


def expiring_soon(tables: Tables, now: datetime) -> int:
    """Return how many jobs end within three days."""
    return len(tables.jobs.expiring(now, now + SOON))


def own_cards() -> tuple[CardSource, ...]:
    """Return the editorial cards of 今日工作; other rooms add theirs through `AdminParts.cards`."""
    return (
        lambda tables, now: _pressing("待审核", waiting_count(tables, now), "/review"),
        lambda tables, now: Card(label="本月新增岗位", figure=jobs_this_month(tables, now), target=JOBS_A_MONTH,
                                 path="/jobs"),
        lambda tables, now: Card(label="本周政策更新", figure=policies_this_week(tables, now),
                                 target=POLICY_UPDATES_A_WEEK, path="/policies"),
        lambda tables, now: _pressing("岗位 3 天内到期", expiring_soon(tables, now), "/jobs?stage=approved"),
        lambda tables, now: _pressing("被退回，待修改", tables.jobs.counts()[Stage.RETURNED], "/jobs?stage=returned"),
        lambda tables, now: _pressing("呈报待处理", tables.inbox.counts().stuck, "/filings"),
    )  # fmt: skip


def _pressing(label: str, figure: int, path: str) -> Card:
    return Card(label=label, figure=figure, path=path, pressing=figure > 0)
