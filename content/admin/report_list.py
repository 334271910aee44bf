"""报表: every report of the market by how often it is made, with how far it has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.admin.made_reports import MadeReports
from content.admin.months import month_before
from content.clock import calendar_day, local
from content.kpi.filed import FigureName
from content.kpi.periods import PeriodKind
from content.model.codes import Stage
from content.model.notices import JobFair
from content.model.reports import ReportKind
from content.rules.cadence import month_days, thresholds, week_days
from content.rules.workdays import week_of
from content.store.database import Tables

_WEEKS, _MONTHS, _YEARS = 4, 6, 2
_EVENTS = 60  # newest fairs, and courses
_BACK = timedelta(days=200)  # of fairs and courses: what is older is found on its own page
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One report of the list; `tone` is that of a flag."""

    name: str
    about: str
    state: str
    tone: str
    small: str
    path: str  # below the desk, where it is looked at, made and taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """The reports made equally often."""

    title: str
    reports: tuple[Listed, ...]


def all_reports(tables: Tables, made: MadeReports, now: datetime) -> tuple[Grouped, ...]:
    """Return the list as it stands."""
    today = calendar_day(now)
    return (Grouped(title="每周", reports=tuple(_weekly(tables, today))),
            Grouped(title="每月", reports=tuple(_monthly(tables, made, today))),
            Grouped(title="半年和全年", reports=tuple(_yearly(tables, today))),
            Grouped(title="每场招聘会、每门课", reports=tuple(_events(tables, made, now))))  # fmt: skip


def _state(done: str, due: date, today: date, begun: bool = False) -> tuple[str, str]:
    """Return word and tone: done, made, not due yet, due within the week, or overdue."""
    if done:
        return done, "good"
    if begun:
        return "已生成，没有定稿", "calm"
    if today > due:
        return "过期没做", ""
    return ("该做了", "warn") if due - today <= _WEEK else ("还没到时候", "calm")


def _weekly(tables: Tables, today: date) -> Iterator[Listed]:
    closed = tables.friday.closed_weeks()
    for back in range(_WEEKS):
        monday, sunday = week_days(today - back * _WEEK)
        week = week_of(monday)
        about = f"{week[:4]} 年第 {int(week[-2:])} 周（{monday:%m-%d} 至 {sunday:%m-%d}）"
        for name, done, path in (
            ("周岗位审核单", "审核已结束" if week in closed else "", "/friday"),
            ("周台账梳理单", "已梳理" if tables.sweeps.of_week(week) is not None else "", f"/reports/sweep/{week}"),
            ("周日志检查单", "已检查" if tables.work_logs.checks(week) else "", f"/worklog/week?week={week}"),
        ):  # fmt: skip
            word, tone = _state(done, sunday, today)
            yield Listed(name=name, about=about, state=word, tone=tone, small="", path=path)
        yield Listed(name="信息屏播放周报", about=about, state="随时可取", tone="calm", small="",
                     path=f"/screens/report?week={week}")  # fmt: skip


def due_day(month: date) -> date:
    """Return by which day of the month after a month's report is frozen."""
    return (month_days(month)[1] + _DAY).replace(day=thresholds()["month_report"]["last_day"])


def _monthly(tables: Tables, made: MadeReports, today: date) -> Iterator[Listed]:
    month, frozen = today.replace(day=1), tables.frozen_reports.standing(ReportKind.MONTH)
    start = tables.score.standing(today.year).get(FigureName.PERIOD_START)
    for _ in range(_MONTHS):
        if start is not None and month_days(month)[1] < start.day:
            break
        subject, about = f"{month:%Y-%m}", f"{month.year} 年 {month.month} 月"
        version, due = frozen.get(subject), due_day(month)
        word, tone = _state(f"已定稿，第 {version} 稿" if version else "", due, today,
                            made.get(ReportKind.MONTH, subject) is not None)  # fmt: skip
        yield Listed(name="月度运营数据报告", about=about, state=word, tone=tone, small=f"{due:%m月%d日}前定稿提交",
                     path=f"/reports/month/{subject}")  # fmt: skip
        written = tables.consultations.actions(subject)
        word, tone = _state("写好了" if written else "", due, today)
        yield Listed(name="月度咨询分析", about=about, state=word, tone=tone, small=f"{due:%m月%d日}前写好",
                     path=f"/consultations/month?month={subject}")  # fmt: skip
        month = month_before(month)


def _yearly(tables: Tables, today: date) -> Iterator[Listed]:
    for year in range(today.year, today.year - _YEARS, -1):
        for kind, last in ((PeriodKind.HALF, date(year, 6, 30)), (PeriodKind.YEAR, date(year, 12, 31))):
            signed = tables.score.assessments(year, kind)
            word, tone = f"已签字定稿，{signed[0].printed} 分" if signed else "", "good"
            if not signed:
                word, tone = ("该由考核组签字定稿", "warn") if today > last else ("还没有截止", "calm")
            yield Listed(name="考核得分表（自评表）", about=f"{year} 年{kind.label}", state=word, tone=tone,
                         small=f"数据截至 {last}", path=f"/score/assessment?year={year}&of={kind.value}")  # fmt: skip


def _events(tables: Tables, made: MadeReports, now: datetime) -> Iterator[Listed]:
    today = calendar_day(now)
    fairs, courses = (tables.frozen_reports.standing(kind) for kind in (ReportKind.FAIR, ReportKind.COURSE))
    for fair in tuple(reversed(tables.fairs.around(now - _BACK, now)))[:_EVENTS]:
        if fair.stage is not Stage.WITHDRAWN and fair.starts_at <= now:
            yield _fair(fair, fairs.get(fair.id), made, today)
    for key in tables.course_sessions.courses_held(today - _BACK, today, _EVENTS):
        course, reviews = tables.courses.get(key), tables.course_sessions.reviews(key)
        word, tone = _frozen(courses.get(key)) or (("写好评估了", "good") if reviews else ("还没有写评估", "warn"))
        yield Listed(name="培训小结", about=course.name if course else "已经不在了的课", state=word, tone=tone,
                     small=f"{len(reviews)} 条评估" if reviews else "", path=f"/reports/course/{key}")  # fmt: skip


def _frozen(version: int | None) -> tuple[str, str] | None:
    return (f"已定稿，第 {version} 稿", "good") if version else None


def _fair(fair: JobFair, version: int | None, made: MadeReports, today: date) -> Listed:
    due = calendar_day(fair.ends_at) + timedelta(days=thresholds()["fair_follow_up"]["days"])
    told = "回访写好了" if fair.followed_up_on is not None else ""
    word, tone = _frozen(version) or _state(told, due, today, made.get(ReportKind.FAIR, fair.id) is not None)
    return Listed(name="招聘会小结", about=fair.name, state=word, tone=tone, path=f"/reports/fair/{fair.id}",
                  small=f"{local(fair.starts_at):%Y-%m-%d} 举办，{due:%m月%d日}前回访")  # fmt: skip
