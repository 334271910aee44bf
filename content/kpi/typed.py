"""What is wrong with a correction the 考核组 types (R207); what others file is checked in `filed`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from content.clock import calendar_day
from content.kpi.facts import Adjustment
from content.model.findings import Finding


def check_adjustment(adjustment: Adjustment, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a correction of the 考核组."""
    return tuple(_adjustment(adjustment, today))


def _adjustment(adjustment: Adjustment, today: date) -> Iterator[Finding]:
    if adjustment.change == 0:
        yield Finding(field="change", sentence="请填加几或减几，不调整就不用填。")
    if not adjustment.reason.strip():
        yield Finding(field="reason", sentence="请写明为什么调整，依据是什么。")
    if not adjustment.by:
        yield Finding(field="by", sentence="核定调整只能由考核组填，请用考核组的账号登录。")
    if calendar_day(adjustment.at) > today:
        yield Finding(field="at", sentence="还没到这一天，请填今天或以前的日期。")
