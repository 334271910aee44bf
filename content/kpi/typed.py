"""What is wrong with what people type for the score: figures of the bureau, counts, corrections of 考核组 (R207)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from content.clock import calendar_day
from content.kpi.facts import Adjustment, Count, Figure
from content.model.findings import Finding


def check_figure(figure: Figure, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a figure of the county."""
    return tuple(_figure(figure, today))


def _figure(figure: Figure, today: date) -> Iterator[Finding]:
    if figure.value <= 0:
        yield Finding(field="value", sentence="请填大于 0 的整数，以县人社局文件为准。")
    if not figure.document.strip():
        yield Finding(field="document", sentence="请写明出自哪份文件，并附上文件。")
    if not figure.entered_by:
        yield Finding(field="entered_by", sentence="请写明是谁填的。")
    if figure.entered_on > today:
        yield Finding(field="entered_on", sentence="还没到这一天，请填今天或以前的日期。")


def check_count(count: Count, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a number brought from elsewhere."""
    return tuple(_count(count, today))


def _count(count: Count, today: date) -> Iterator[Finding]:
    if count.value <= 0:
        yield Finding(field="value", sentence="请填大于 0 的整数；多报的请考核组用核定调整扣除。")
    if not count.source.strip():
        yield Finding(field="source", sentence="请写明数字出自哪本台账、哪一页。")
    if count.on > today:
        yield Finding(field="on", sentence="还没到这一天，请填今天或以前的日期。")


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
