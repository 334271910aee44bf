"""工作日志 at the desk: who owes one, the week as a sheet, and the steps of staff as use cases (R184, R185)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from content.admin.parts import Card
from content.clock import calendar_day, local
from content.errors import StoreError
from content.model.audit import Action
from content.model.codes import Role
from content.model.ids import new_id
from content.model.people import Staff
from content.model.worklog import LogFigure, WorkLog, WorkWeek
from content.rules.cadence import Duty, DutyState
from content.rules.manager_due import log_check
from content.rules.workdays import Workdays, day_of, week_of
from content.rules.worklog import figures_of, is_business, owed
from content.store.database import Tables

LOGGING = frozenset((Role.EDITOR, Role.REVIEWER, Role.CLERK, Role.COUNSELLOR, Role.MANAGER))
CHECKING = frozenset((Role.MANAGER,))
SEEING_WEEKS = frozenset((Role.MANAGER, Role.AUDITOR, Role.ASSESSOR))
_DAYS_BACK = 31  # a log is submitted late at most so long after its day
_WEEK = timedelta(days=7)
CLAUSE = "附件1 六（一）2：每日详细记录，每周由负责人对工作日志进行检查和总结"


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week of logs: whose, which are owed, the sums, and the checks so far, newest first."""

    week: str
    days: tuple[date, ...]
    logs: tuple[WorkLog, ...]
    owed: tuple[tuple[date, str], ...]
    totals: tuple[LogFigure, ...]
    checks: tuple[WorkWeek, ...]
    names: dict[str, str]
    market: str


def _owed(tables: Tables, first: date, last: date, logs: tuple[WorkLog, ...],
          today: date) -> tuple[tuple[date, str], ...]:  # fmt: skip
    """Return who owes a log: who sat on the roster of a working day, or did the hall's business on any."""
    workdays = Workdays.of(tables.market.get().holidays)
    people = {one.id for one in tables.staff.all() if not LOGGING.isdisjoint(one.roles)}
    at_work = [(shift.day, shift.staff_id) for shift in tables.roster.between(first, last)
               if workdays.works(shift.day)]  # fmt: skip
    at_work += [(day, staff) for day, staff, what, subject in tables.work_logs.deeds(first, last)
                if is_business(what, subject)]  # fmt: skip
    days = tuple(first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return owed(days, ((day, staff) for day, staff in at_work if staff in people), logs, today)


def look_at_week(tables: Tables, week: str, today: date) -> Week:
    """Return a week of logs; ValueError for what is no week."""
    days = tuple(day_of(week, number) for number in range(1, 8))
    logs = tables.work_logs.between(days[0], days[-1])
    sums: dict[str, int] = {}
    for figure in (figure for log in logs for figure in log.figures):
        sums[figure.label] = sums.get(figure.label, 0) + figure.count
    return Week(
        week=week, days=days, logs=logs, owed=_owed(tables, days[0], days[-1], logs, today),
        totals=tuple(LogFigure(label=label, count=count) for label, count in sums.items()),
        checks=tables.work_logs.checks(week), names={one.id: one.name for one in tables.staff.all()},
        market=tables.market.get().card.name,
    )  # fmt: skip


def submit_log(day: date, words: str, now: datetime) -> Callable[[Tables, Staff], WorkLog]:
    """Return the use case that submits somebody's own log of a day, its figures counted in the same write."""

    def step(tables: Tables, staff: Staff) -> WorkLog:
        today = calendar_day(now)
        if not today - timedelta(days=_DAYS_BACK) <= day <= today:
            raise StoreError(f"日志只能写今天和最近 {_DAYS_BACK} 天的，请换一天。")
        log = WorkLog(id=new_id(now), day=day, staff_id=staff.id, words=words.strip(), submitted_at=now,
                      figures=figures_of(tables.work_logs.counts(staff.id, day)))  # fmt: skip
        tables.work_logs.add(log)
        tables.audit.note(staff, now, Action.SAVED, subject="work_log", subject_id=log.id,
                          words=f"交工作日志 {day.isoformat()}")  # fmt: skip
        return log

    return step


def check_week(week: str, findings: str, measures: str, now: datetime) -> Callable[[Tables, Staff], None]:
    """Return the use case by which the manager checks and sums up a week (R185)."""

    def step(tables: Tables, staff: Staff) -> None:
        if day_of(week, 1) > calendar_day(now):
            raise StoreError("这一周还没有开始，请选这周或以前的。")
        entry = WorkWeek(id=new_id(now), week=week, checked_at=now, checked_by=staff.id, findings=findings.strip(),
                         measures=measures.strip())  # fmt: skip
        tables.work_logs.check(entry)
        tables.audit.note(staff, now, Action.REVIEW_CLOSED, subject="work_week", subject_id=entry.id,
                          words=f"检查工作日志 {week}")  # fmt: skip

    return step


def week_paper(week: Week, printed_at: datetime) -> dict[str, Any]:
    """Return what the template of 周日志检查单 is filled with."""
    check = week.checks[0] if week.checks else None
    return {
        "title": f"工作日志周检查单 {week.week}", "market": week.market, "week": week.week, "clause": CLAUSE,
        "first": week.days[0].isoformat(), "last": week.days[-1].isoformat(),
        "printed": f"{local(printed_at):%Y-%m-%d %H:%M}", "totals": week.totals,
        "logs": tuple((log.day.isoformat(), week.names.get(log.staff_id, "已离开的人"), figure_words(log.figures),
                       log.words, f"{local(log.submitted_at):%m-%d %H:%M}") for log in week.logs),
        "owed": tuple(f"{day.isoformat()} {week.names.get(staff, '已离开的人')}" for day, staff in week.owed),
        "findings": check.findings if check else "", "measures": check.measures if check else "",
        "checker": week.names.get(check.checked_by, "") if check else "",
        "checked": f"{local(check.checked_at):%Y-%m-%d %H:%M}" if check else "",
        "footer": f"{week.market} · 工作日志周检查单",
    }  # fmt: skip


def figure_words(figures: tuple[LogFigure, ...]) -> str:
    """Return figures in one line."""
    return "，".join(f"{one.label} {one.count}" for one in figures) or "没有记到的业务"


def worklog_card(tables: Tables, now: datetime) -> Card:
    """Return how many logs of the last seven days are owed, and how many came in today (R184)."""
    today = calendar_day(now)
    first, last = today - _WEEK, today - timedelta(days=1)
    missing = _owed(tables, first, last, tables.work_logs.between(first, last), today)
    told = f"最近 7 天少 {len(missing)} 份，请负责人催交。" if missing else "前几天的都交了。"
    came = len(tables.work_logs.between(today, today))
    return Card(label="工作日志没交", figure=len(missing), path=f"/worklog/week?week={week_of(last)}", clause=CLAUSE,
                state=DutyState.OVERDUE if missing else DutyState.DONE, sentence=f"{told}今天已交 {came} 份。",
                roles=CHECKING)  # fmt: skip


def log_check_duty(tables: Tables, now: datetime, workdays: Workdays) -> Duty:
    """Return whether the manager checked last week's logs (R185)."""
    week = week_of(calendar_day(now) - _WEEK)
    return log_check(week, bool(tables.work_logs.checks(week)), now, workdays)
