"""The filters of 求职台账 and 用工台账."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from content.admin.list_choices import TOWNSHIP, TRADE_OPTIONS, trade_asked
from content.admin.list_state import Choice
from content.clock import calendar_day
from content.model.abilities import SeekerGroup, Skill
from content.model.codes import Channel, JobSource, Labelled
from content.rules.people_figures import BANDS, SEXES
from content.rules.workdays import week_of
from content.store.job_ledger import STAFF

_MONTHS = 36
_WEEKS = 9  # two months of them


def months_back(today: date, count: int = _MONTHS) -> tuple[str, ...]:
    """Return the months of the county as `2026-11`, this one first."""
    found, first = [], today.replace(day=1)
    for _ in range(count):
        found.append(f"{first:%Y-%m}")
        first = (first - timedelta(days=1)).replace(day=1)
    return tuple(found)


def weeks_back(today: date) -> dict[str, str]:
    """Return the last weeks as `2026-W48` with their days in words, this one first (R183)."""
    mondays = (today - timedelta(days=today.weekday() + 7 * back) for back in range(_WEEKS))
    return {week_of(day): f"{day:%m-%d} 到 {day + timedelta(days=6):%m-%d} 这一周" for day in mondays}


def _labels(codes: type[Labelled]) -> Mapping[str, str]:
    return {one.value: one.label for one in codes}


def _common(now: datetime) -> tuple[Choice, ...]:
    today = calendar_day(now)
    months = {month: f"{month[:4]}年{int(month[5:])}月" for month in months_back(today)}
    return (Choice(name="month", label="月份、周", options=months | weeks_back(today)),
            Choice(name="trade", label="工种", options=TRADE_OPTIONS, asked=trade_asked), TOWNSHIP)  # fmt: skip


_LATE = Choice(name="late", label="补录", options={"1": "补录的", "0": "当天登的"})


def seeker_choices(now: datetime) -> tuple[Choice, ...]:
    """Return the filters of 求职台账."""
    return (
        *_common(now), Choice(name="channel", label="渠道", options=_labels(Channel)), _LATE,
        Choice(name="corrected", label="更正", options={"1": "更正过的", "0": "没更正过"}),
        Choice(name="sex", label="性别", options=SEXES), Choice(name="age", label="年龄", options=BANDS),
        Choice(name="skill", label="会做", options=_labels(Skill)),
        Choice(name="belongs", label="重点群体", options=_labels(SeekerGroup)),
    )  # fmt: skip


def job_choices(now: datetime) -> tuple[Choice, ...]:
    """Return the filters of 用工台账."""
    return (
        *_common(now),
        Choice(name="channel", label="渠道", options={**_labels(Channel), STAFF: "工作人员自己录的"}), _LATE,
        Choice(name="source", label="来源", options=_labels(JobSource)),
    )  # fmt: skip
