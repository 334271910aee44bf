"""报表条 of a day or a week, counted at the hub for a terminal to print (A4)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from content.admin.months import instants
from content.clock import calendar_day
from content.model.cases import CaseKind
from content.model.strips import StripOrder
from content.rules.workdays import week_of
from content.store.database import Tables

_DIGEST = 12  # characters of the digest on paper: more is not copied right by hand, and chance does not hit these


def day_strip(tables: Tables, place: str, now: datetime) -> StripOrder:
    """Return the strip of today."""
    today = calendar_day(now)
    return _strip(tables, "日报表条", today.isoformat(), (today, today), f"{today.isoformat()} 到现在", place, now)


def week_strip(tables: Tables, place: str, now: datetime) -> StripOrder:
    """Return the strip of this week."""
    today = calendar_day(now)
    first = today - timedelta(days=today.weekday())
    told = f"{first.isoformat()} 到 {today.isoformat()}"
    return _strip(tables, "周报表条", week_of(today), (first, today), told, place, now)


def _strip(tables: Tables, title: str, span: str, days: tuple[date, date], period: str, place: str,
           now: datetime) -> StripOrder:  # fmt: skip
    (month,) = tables.people_figures.months((span,))
    queue, card = tables.tickets.figures(*days), tables.market.get().card
    kiosk = tables.cases.counts(*instants(*days))
    seq, digest = tables.audit.head()
    figures = {
        "求职登记": f"{month.persons} 人", "窗口叫号办结": f"{queue.served} 号",
        "推荐并确认": f"{tables.referrals.confirmed_between(*days)} 人次",
        "咨询登记": f"{tables.consultations.count_between(*days)} 条",
        "自助机提问": f"{kiosk.get(CaseKind.QUESTION, 0)} 条", "维权预约": f"{kiosk.get(CaseKind.DISPUTE, 0)} 件",
        "新岗位": f"{month.jobs} 个", "新岗位招": f"{month.wanted} 人",
    }  # fmt: skip
    return StripOrder(title=title, period=period, figures=tuple(figures.items()), number=span, market=card.name,
                      audit_head=f"第 {seq} 条 {digest.hex()[:_DIGEST]}", place=place,
                      complaint_phone=card.complaint_phone, at=now)  # fmt: skip
