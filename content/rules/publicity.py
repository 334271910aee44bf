"""公示期: until when a notice is open to objection, in working days, and which appeals count (R210, R211; A3.19)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from content.clock import SHANGHAI, calendar_day, local
from content.model.codes import NoticeKind
from content.model.market import HolidayYear
from content.model.notices import Notice
from content.rules.workdays import Workdays

PUBLICITY_DAYS = 7  # 附件2 结果公示：公示期为7个工作日 (R210)


def publicity_days(posted: datetime, holidays: Iterable[HolidayYear]) -> tuple[date, date]:
    """Return the first and the last of the seven working days; the day after posting is the first that can count."""
    table, day = Workdays.of(holidays), calendar_day(posted)
    return table.after(day, 1), table.after(day, PUBLICITY_DAYS)


def publicity_end(posted: datetime, holidays: Iterable[HolidayYear]) -> datetime:
    """Return the instant (UTC) the last of the seven working days is over in the hall."""
    _, last = publicity_days(posted, holidays)
    return datetime.combine(last + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)


def years_missing(posted: datetime, holidays: Iterable[HolidayYear]) -> tuple[int, ...]:
    """Return the years of the term whose 放假安排 is not known, so that weekends alone were counted out."""
    years = tuple(holidays)
    _, last = publicity_days(posted, years)
    known = {one.year for one in years}
    return tuple(year for year in range(calendar_day(posted).year, last.year + 1) if year not in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The window of one 公示: the instants it stands between, the first belonging to it, and its seven working days."""

    starts: datetime
    ends: datetime
    first: date
    last: date

    def holds(self, at: datetime) -> bool:
        """Say whether an instant lies in it."""
        return self.starts <= at < self.ends

    @property
    def words(self) -> str:
        """Return it as people read it: 7月10日08:00—7月21日24:00."""
        return f"{_moment(self.starts)}—{self.last.month}月{self.last.day}日24:00"


def term_of(notice: Notice, holidays: Iterable[HolidayYear]) -> Term | None:
    """Return the window of a 公示, None for a 通知.

    Where the year's table came after it was saved the later end holds: a kiosk offered 申诉 up to what it was told.
    """
    if notice.kind is not NoticeKind.PUBLICITY:
        return None
    years = tuple(holidays)
    first, _ = publicity_days(notice.shown_from, years)
    ends = max(notice.shown_until, publicity_end(notice.shown_from, years))
    return Term(starts=notice.shown_from, ends=ends, first=first,
                last=calendar_day(ends - timedelta(microseconds=1)))  # fmt: skip


def refusal(starts: datetime, ends: datetime, filed_at: datetime, phone: str) -> str:
    """Return why an appeal filed at an instant does not count and what one can do instead, "" inside the window."""
    last = calendar_day(ends - timedelta(microseconds=1))
    until = f"{last.month}月{last.day}日24:00"
    if filed_at < starts:
        return (f"这份公示{_moment(starts)}才开始，现在还不能申诉。请在{_moment(starts)}到{until}之间"
                "到自助机“通知公示”里点“我要申诉”，或者到综合服务窗口交。")  # fmt: skip
    if filed_at < ends:
        return ""
    called = f"，或者打{phone}向县人社局反映" if phone else "，请窗口转县人社局"
    return f"公示期到{until}已经结束，{_moment(filed_at)}交的不能按申诉办。有意见可以到综合服务窗口说{called}。"


def working_days_left(term: Term, today: date, holidays: Iterable[HolidayYear]) -> int:
    """Return how many of the seven working days are still to come, today's among them."""
    return Workdays.of(holidays).between(max(today, term.first), term.last)


def standing_words(term: Term, appeals: int, answered: int, now: datetime, holidays: Iterable[HolidayYear]) -> str:
    """Return how a 公示 stands: to begin, running, or over with so many appeals."""
    came = f"有 {appeals} 件申诉（已答复 {answered} 件）" if appeals else "无申诉"
    if now < term.starts:
        return f"公示期 {term.words}，还没有开始。"
    if now < term.ends:
        left = working_days_left(term, calendar_day(now), holidays)
        return f"正在公示：{term.words}，还有 {left} 个工作日，{came}。"
    return f"公示期满（{term.words}），{came}。"


def _moment(at: datetime) -> str:
    here = local(at)
    return f"{here.month}月{here.day}日{here:%H:%M}" + (f":{here:%S}" if here.second else "")
