"""How the regular duties of the regulation stand at an instant: done, still in time, due soon, overdue.

Thresholds and clauses are in `cadence.toml`. Weeks are ISO weeks, days and months the county's; what falls due on a
day is done by closing time, the dates of a fair by the end of the day.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from content.clock import SHANGHAI, calendar_day
from content.model.codes import Labelled
from content.model.outreach import NAMED_INDUSTRIES, Industry
from content.rules.workdays import Workdays, week_of

_DAY = timedelta(days=1)
_FRIDAY = 5
_NAMED = 4  # days named of those missed
_WEEKDAYS = "一二三四五六日"


class Span(Labelled):
    """What a duty is counted over."""

    TODAY = "today", "今天要做"
    WEEK = "week", "本周"
    MONTH = "month", "本月"
    PERIOD = "period", "考核进度"


class DutyState(Labelled):
    """How a duty stands."""

    DONE = "done", "做到了"
    IN_TIME = "in_time", "来得及"
    SOON = "soon", "快到期"
    OVERDUE = "overdue", "已逾期"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty at an instant; `subject` is the id of the fair it is about, "" for the market as a whole."""

    code: str  # its table in cadence.toml
    label: str
    clause: str
    span: Span
    done: int
    needed: int
    state: DutyState
    sentence: str
    due_at: datetime | None = None  # None for what has to hold all the time
    expected: int = 0  # how much an even pace would have by now
    pace: float | None = None  # done ÷ (needed × share of the working days gone); None before the first of them
    subject: str = ""


@cache
def thresholds() -> dict[str, Any]:
    """Return cadence.toml."""
    return tomllib.loads(files("content.rules").joinpath("cadence.toml").read_text("utf8"))


def closing(day: date) -> datetime:
    """Return when the market closes on a day."""
    return datetime.combine(day, time.fromisoformat(thresholds()["closes"]), SHANGHAI)


def when(due: datetime, now: datetime) -> str:
    """Return a due time as it is said at `now`: 明天 18:00, 11月30日（周一）18:00; midnight names the day it ends."""
    moment = due.astimezone(SHANGHAI)
    midnight = moment.time() == time.min
    day = moment.date() - _DAY if midnight else moment.date()
    away = (day - calendar_day(now)).days
    named = {0: "今天", 1: "明天"}.get(away, f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）")
    return named if midnight else f"{named}{' ' if away in (0, 1) else ''}{moment:%H:%M} "


def month_days(day: date) -> tuple[date, date]:
    """Return the first and the last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + 31 * _DAY).replace(day=1) - _DAY


def week_days(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of a day's ISO week."""
    monday = day - day.weekday() * _DAY
    return monday, monday + 6 * _DAY


def _duty(code: str, span: Span, **facts: Any) -> Duty:
    table = thresholds()[code]
    return Duty(code=code, label=facts.pop("label", table["label"]), clause=table["clause"], span=span, **facts)


def _last_workday(first: date, last: date, workdays: Workdays) -> date:
    """Return the last working day between two days, the last day itself where there is none."""
    found = workdays.on_or_before(last)
    return found if found >= first else last


def _counted(code: str, span: Span, done: int, now: datetime, days: tuple[date, date], workdays: Workdays) -> Duty:
    """Return a duty that is a number to be reached between two days."""
    table, today, (first, last) = thresholds()[code], calendar_day(now), days
    needed = table["needed"]
    due = closing(_last_workday(first, last, workdays))
    whole = workdays.between(first, last)
    share = workdays.between(first, min(today, last)) / whole if whole else 0.0
    facts = {"done": done, "needed": needed, "due_at": due, "expected": int(needed * share),
             "pace": done / (needed * share) if share else None}  # fmt: skip
    missing, unit, deed = needed - done, table["unit"], table["deed"]
    if missing <= 0:
        return _duty(code, span, state=DutyState.DONE, sentence=f"{span.label}已经做到。", **facts)
    if now >= due:
        told = f"{when(due, now)}已过，还差 {missing} {unit}，马上{deed}。"
        return _duty(code, span, state=DutyState.OVERDUE, sentence=told, **facts)
    left = workdays.between(today, calendar_day(due))
    warned = missing + table["spare_workdays"] if "spare_workdays" in table else table["warn_workdays"]
    told = f"还差 {missing} {unit}，{when(due, now)}前{deed}。"
    if done < int(needed * share):
        told += f"按进度现在该有 {int(needed * share)}。"
    return _duty(code, span, state=DutyState.SOON if left <= warned else DutyState.IN_TIME, sentence=told, **facts)


def separate_acts(times: Iterable[datetime]) -> int:
    """Return how many publishings count, in order: one too close to the last that counted is part of it (A3.18)."""
    apart = timedelta(minutes=thresholds()["policy_updates"]["apart_minutes"])
    count, last = 0, None
    for at in sorted(times):
        if last is None or at - last >= apart:
            count, last = count + 1, at
    return count


def policy_updates(times: Iterable[datetime], now: datetime, workdays: Workdays) -> Duty:
    """Return 本周政策更新 from this week's publishings that brought new or changed policy text (R142)."""
    return _counted("policy_updates", Span.WEEK, separate_acts(times), now, week_days(calendar_day(now)), workdays)


def friday_review(closed: frozenset[str], now: datetime, workdays: Workdays) -> Duty:
    """Return the review at hand, by the weeks whose review is closed (R107, A3.19)."""
    today = calendar_day(now)
    week = workdays.review_week(today, closed)
    day = workdays.review_day(week)
    due = closing(day)
    facts: dict[str, Any] = {"needed": 1, "due_at": due}
    if week in closed:
        sentence = "本周审核已结束。" if week == week_of(today) else "下周的审核已提前做完。"
        return _duty("friday_review", Span.WEEK, done=1, state=DutyState.DONE, sentence=sentence, **facts)
    facts["done"] = 0
    if now >= due:
        return _duty("friday_review", Span.WEEK, state=DutyState.OVERDUE,
                     sentence=f"应在{when(due, now)}前审核完，现在补做，做完结束本周。", **facts)  # fmt: skip
    left = workdays.between(today, day)
    state = DutyState.SOON if left <= thresholds()["friday_review"]["warn_workdays"] else DutyState.IN_TIME
    moved = "（周五放假，提前）" if day.isoweekday() != _FRIDAY else ""
    return _duty("friday_review", Span.WEEK, state=state, sentence=f"{when(due, now)}前审核完{moved}。", **facts)


def new_jobs(count: int, now: datetime, workdays: Workdays) -> Duty:
    """Return 本月新增有效岗位 (R111)."""
    return _counted("new_jobs", Span.MONTH, count, now, month_days(calendar_day(now)), workdays)


def visits(employers: int, now: datetime, workdays: Workdays) -> Duty:
    """Return 走访 by the number of different firms spoken to this month (R101)."""
    return _counted("visits", Span.MONTH, employers, now, month_days(calendar_day(now)), workdays)


def industries(seen: frozenset[Industry], now: datetime, workdays: Workdays) -> Duty:
    """Return how many of the seven industries this month's visits reached, naming those that are missing (R101)."""
    reached = sum(one in seen for one in NAMED_INDUSTRIES)
    duty = _counted("industries", Span.MONTH, reached, now, month_days(calendar_day(now)), workdays)
    missing = "、".join(one.label for one in NAMED_INDUSTRIES if one not in seen)
    return replace(duty, sentence=f"{duty.sentence}还没有：{missing}。") if missing else duty


def referrals(count: int, now: datetime, workdays: Workdays) -> Duty:
    """Return 本月推荐灵活就业 by the persons and jobs that were referred and confirmed (R128)."""
    return _counted("referrals", Span.MONTH, count, now, month_days(calendar_day(now)), workdays)


def workshop(persons: int, now: datetime, workdays: Workdays) -> Duty:
    """Return 本月零工作坊推荐 by the different persons of it (R128, A3.5)."""
    return _counted("workshop", Span.MONTH, persons, now, month_days(calendar_day(now)), workdays)


def services(count: int, now: datetime, workdays: Workdays) -> Duty:
    """Return 本月常态业务, counted as the score counts it (R150, A3.6)."""
    return _counted("services", Span.MONTH, count, now, month_days(calendar_day(now)), workdays)


def ledger_sweep(done: bool, now: datetime, workdays: Workdays) -> Duty:
    """Return whether the ledger was gone through this week for whom to help (R131)."""
    return _counted("ledger_sweep", Span.WEEK, int(done), now, week_days(calendar_day(now)), workdays)


def courses(count: int, now: datetime, workdays: Workdays) -> Duty:
    """Return 本月推荐课程: two or three, picked in the first two weeks (R162)."""
    first, _ = month_days(calendar_day(now))
    table = thresholds()["courses"]
    duty = _counted("courses", Span.MONTH, count, now, (first, first.replace(day=table["last_day"])), workdays)
    if count > table["most"]:
        return replace(duty, sentence=f"选了 {count} 门，规定每月 2—3 门，请留下最实用的。")
    return duty


def trainees(count: int, now: datetime, workdays: Workdays) -> Duty:
    """Return 本月培训人数 by the different persons who came to a course this month (R167)."""
    return _counted("trainees", Span.MONTH, count, now, month_days(calendar_day(now)), workdays)


def monthly_article(count: int, now: datetime, workdays: Workdays) -> Duty:
    """Return 本月维权文章 (R172)."""
    return _counted("article", Span.MONTH, count, now, month_days(calendar_day(now)), workdays)


def source_today(days: frozenset[date], now: datetime, workdays: Workdays) -> Duty:
    """Return today's 信息源登记 (R106)."""
    today = calendar_day(now)
    due = closing(today)
    if today in days or not workdays.works(today):
        told = "今天已登记。" if today in days else "今天不上班，不用登记。"
        return _duty("source_today", Span.TODAY, done=int(today in days), needed=1, due_at=due, state=DutyState.DONE,
                     sentence=told)  # fmt: skip
    late = now >= due
    told = when(due, now) + ("已过，还没有登记，马上看一家来源记下来。" if late else "前看一家来源，记下来。")
    return _duty("source_today", Span.TODAY, done=0, needed=1, due_at=due, sentence=told,
                 state=DutyState.OVERDUE if late else DutyState.SOON)  # fmt: skip


def missed_days(days: frozenset[date], since: date | None, today: date, workdays: Workdays,
                first: date | None = None) -> tuple[date, ...]:  # fmt: skip
    """Return the working days from `first` (of today's month) to before `today` that have no entry.

    None counts as missed before the first entry ever, `since`.
    """
    if since is None:
        return ()
    first = max(first or month_days(today)[0], since)
    passed = (first + _DAY * ahead for ahead in range((today - first).days))
    return tuple(day for day in passed if workdays.works(day) and day not in days)


def source_gaps(days: frozenset[date], since: date | None, now: datetime, workdays: Workdays) -> Duty:
    """Return this month's working days that have no 信息源登记 (R106)."""
    today = calendar_day(now)
    missed = missed_days(days, since, today, workdays)
    whole = workdays.between(max(month_days(today)[0], since), today - _DAY) if since and since < today else 0
    if not missed:
        return _duty("source_gaps", Span.MONTH, done=whole, needed=whole, state=DutyState.DONE,
                     sentence="到昨天每个工作日都有登记。")  # fmt: skip
    named = "、".join(f"{day.month}月{day.day}日" for day in missed[:_NAMED]) + ("等" if len(missed) > _NAMED else "")
    return _duty("source_gaps", Span.MONTH, done=whole - len(missed), needed=whole, state=DutyState.OVERDUE,
                 due_at=closing(missed[0]), sentence=f"{named}没有登记，看过的请补录并写明原因。")  # fmt: skip


def security_checks(days: Iterable[date], now: datetime, workdays: Workdays) -> Duty:
    """Return 本月安全检查 by the days on which one was closed; twice a day is once (R186)."""
    held = sorted(set(days))
    duty = _counted("security_check", Span.MONTH, len(held), now, month_days(calendar_day(now)), workdays)
    apart = timedelta(days=thresholds()["security_check"]["apart_days"])
    best = held[0] + apart if len(held) == 1 else None
    if best is not None and calendar_day(now) < best <= month_days(calendar_day(now))[1]:
        return replace(duty, sentence=f"{duty.sentence}隔开一周最好：{best.month}月{best.day}日起做第二次。")
    return duty


def bulletin_owner(is_set: bool) -> Duty:
    """Return whether somebody is named for the bulletin board (R141)."""
    told = "已经定好专人。" if is_set else "还没有定公告栏专人，请负责人到市场设置里选。"
    return _duty("bulletin_owner", Span.MONTH, done=int(is_set), needed=1, sentence=told,
                 state=DutyState.DONE if is_set else DutyState.OVERDUE)  # fmt: skip
