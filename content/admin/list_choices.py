"""The filters the desk's lists offer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from content.admin.list_state import WHERE, Choice
from content.clock import SHANGHAI, calendar_day, to_text
from content.model.codes import (
    CourseKind,
    CourseMode,
    EmployerKind,
    FairTheme,
    JobSource,
    Labelled,
    NoticeKind,
    PolicyCategory,
    PolicyLevel,
    RightsTopic,
)
from content.model.people import Staff
from content.model.places import TOWNSHIPS
from content.model.trades import trade_groups, trades
from content.rules.freshness import HOLDS_DAYS
from content.store.database import Tables
from content.store.records import Page

_OFFERED = 30  # firms offered at once; typing narrows it


def _labels(codes: Iterable[Labelled]) -> dict[str, str]:
    return {code.value: code.label for code in codes}


def trade_asked(value: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return what a trade, or a whole group by its letter, asks of a table."""
    return (("group" if len(value) == 1 else "trade", value),)


def _until_asked(value: str, now: datetime) -> tuple[tuple[str, str], ...]:
    if value in ("over", "open"):
        return (("over", "1" if value == "over" else "0"),)
    return ("over", "0"), ("until", to_text(now + timedelta(days=int(value))))


def _checked_asked(value: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """Ask for what stands in the hall by a check of before its days were over."""
    first_day = datetime.combine(calendar_day(now) - timedelta(days=HOLDS_DAYS), time.min, SHANGHAI)
    return ("over", "0"), ("checked", to_text(first_day))


def _firms(tables: Tables, text: str, chosen: str) -> dict[str, str]:
    found, _ = tables.employers.page(Page(text=text, sort="name", descending=False, limit=_OFFERED))
    own = tables.employers.names([chosen]) if chosen else {}
    return own | {firm.id: firm.name for firm in found}


def _trades() -> dict[str, str]:
    groups = {letter: f"{name}（全部）" for letter, name in trade_groups().items()}
    known = {code: trade.name for code, trade in trades().items()}
    return dict(sorted((groups | known).items()))


def owners(tables: Tables) -> Choice:
    """Return the filter by who looks after a record, which is who wrote it until it was handed over."""
    everyone = sorted(tables.staff.all(), key=lambda staff: (not staff.enabled, staff.login))
    return Choice(name="owner", label="录入人", options={one.id: _called(one) for one in everyone})


def _called(staff: Staff) -> str:
    return staff.name if staff.enabled else f"{staff.name}（已停用）"


TRADE_OPTIONS = _trades()
TOWNSHIP = Choice(name="township", label="乡镇", options=TOWNSHIPS)
JOB_CHOICES = (
    Choice(name="trade", label="工种", options=TRADE_OPTIONS, asked=trade_asked),
    TOWNSHIP,
    Choice(name="employer", label="用工单位", options={}, narrow=_firms),
    Choice(name="source", label="来源", options=_labels(JobSource)),
    Choice(name="ends", label="有效期", asked=_until_asked,
           options={"open": "没到期", "3": "3 天内到期", "7": "7 天内到期", "over": "已过期"}),
    Choice(name="urgent", label="急招", options={"1": "急招", "0": "不急"}),
    Choice(name="checked", label="核实", options={"old": f"核实过了 {HOLDS_DAYS} 天"}, asked=_checked_asked),
    WHERE,
)  # fmt: skip
EMPLOYER_CHOICES = (
    Choice(name="kind", label="类型", options=_labels(EmployerKind)),
    Choice(name="verified", label="核实", options={"1": "已核实", "0": "未核实"}),
    TOWNSHIP,
)
POLICY_CHOICES = (
    Choice(name="level", label="级别", options=_labels(PolicyLevel)),
    Choice(name="category", label="类别", options=_labels(PolicyCategory)),
    WHERE,
)
COURSE_CHOICES = (
    Choice(name="kind", label="种类", options=_labels(CourseKind)),
    Choice(name="mode", label="授课方式", options=_labels(CourseMode)),
    WHERE,
)
FAIR_CHOICES = (Choice(name="theme", label="类型", options=_labels(FairTheme)), WHERE)
ARTICLE_CHOICES = (Choice(name="topic", label="主题", options=_labels(RightsTopic)), WHERE)
NOTICE_CHOICES = (Choice(name="kind", label="种类", options=_labels(NoticeKind)), WHERE)
