"""Reports at the desk: made beside the pages, held until somebody takes them, frozen for good (R206)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from content.admin.event_reports import course_report, fair_report
from content.admin.made_reports import Made, MadeReports
from content.admin.month_reading import month_facts
from content.admin.scoring import SEEING
from content.clock import calendar_day
from content.errors import ContentError, StoreError
from content.feeds.workbook import BookSheet, as_book
from content.kpi.periods import month_end
from content.kpi.rulebook_file import county_rulebook
from content.model.audit import Action
from content.model.codes import Role
from content.model.ids import new_id
from content.model.people import Staff
from content.model.reports import FrozenReport, Report, ReportKind
from content.reports.month_counting import STEPS, count_month
from content.reports.monthly_report import monthly_report
from content.reports.paper import draw, page_of
from content.reports.report_paper import Sealed, paper_values, seal_rows, sealed, sealed_as
from content.store.database import Market, Tables
from content.store.frozen_reports import whole

FREEZING = frozenset((Role.MANAGER,))
MAKING_MONTH = SEEING
WAITING, WRITING = "等前面的报告做完", "写成报告"
Told = Callable[[float, str], None]  # how much is done, between 0 and 1, and what is being done


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Makes a report of the market; blocks, so ask it off the loop."""

    market: Market
    held: MadeReports

    def make(self, kind: ReportKind, subject: str, now: datetime, told: Told = lambda share, word: None) -> Made:
        """Make a report and hold it; ContentError where there is nothing to make it of."""
        if self.held.turn.locked():
            told(0.0, WAITING)
        with self.held.turn:
            report = self._month(subject, now, told) if kind is ReportKind.MONTH else self._event(kind, subject, now)
        made = Made(kind=kind, subject=subject, seal=sealed(report), at=now)
        self.held.put(made)
        told(1.0, "做好了")
        return made

    def _month(self, subject: str, now: datetime, told: Told) -> Report:
        month, today = month_of(subject), calendar_day(now)
        if month > today:
            raise ContentError("这个月还没有到，请选这个月或以前的。")
        steps = list(STEPS)

        def step(name: str) -> None:
            told(steps.index(name) / (len(steps) + 1), STEPS[name])

        counted = count_month(self.market.path, month, today, step)
        told(len(steps) / (len(steps) + 1), WRITING)
        with self.market.reading() as tables:
            more = month_facts(tables, month, today)
        return monthly_report(county_rulebook(), counted.counts, more, counted.rows_sha256)

    def _event(self, kind: ReportKind, subject: str, now: datetime) -> Report:
        with self.market.reading() as tables:
            found = (fair_report if kind is ReportKind.FAIR else course_report)(tables, subject, calendar_day(now))
        if found is None:
            raise ContentError(f"没有这一场，{kind.label}做不出来。可能链接不对，请回到“报表”再找。")
        return found


def month_of(subject: str) -> date:
    """Return the first day of the month a subject such as 2026-11 names; ContentError for anything else."""
    try:
        return date.fromisoformat(f"{subject}-01")
    except ValueError:
        raise ContentError("月份请写成 2026-11 这样。") from None


def freeze(made: Made, reason: str, now: datetime) -> Callable[[Tables, Staff], FrozenReport]:
    """Return the use case that keeps a report as it was made; StoreError before its month is over."""

    def step(tables: Tables, staff: Staff) -> FrozenReport:
        if made.kind is ReportKind.MONTH and calendar_day(now) <= month_end(month_of(made.subject)):
            raise StoreError("这个月还没有过完，过完以后再定稿。")
        one = made.seal
        kept = tables.frozen_reports.freeze(FrozenReport(
            id=new_id(now), kind=made.kind, subject=made.subject, version=1, content=one.content, sha256=one.sha256,
            rows_sha256=one.report.rows_sha256, reason=reason, frozen_by=staff.id, frozen_at=now))  # fmt: skip
        tables.audit.note(staff, now, Action.ASSESSED, subject="frozen_report", subject_id=kept.id,
                          words=f"{one.report.title}定稿，第 {kept.version} 稿，指纹 {one.short}")  # fmt: skip
        return kept

    return step


def opened(frozen: FrozenReport, names: dict[str, str]) -> Sealed:
    """Return a frozen report as it was; StoreError where its text is not what was frozen."""
    if not whole(frozen):
        raise StoreError("这份定稿的内容和指纹对不上：有人绕过程序改过数据库，请负责人马上找系统管理员。")
    return sealed_as(frozen, names.get(frozen.frozen_by, "已离开的人"))


def since_frozen(frozen: Sealed, made: Sealed) -> tuple[str, ...]:
    """Return what a report made now tells otherwise than a frozen one, a sentence each; none where it is the same.

    Of numbers the sentence says both; where rows changed and no number with them, it says just that.
    """
    found = []
    before = {part.title: part for part in frozen.report.parts}
    for part in made.report.parts:
        old = {row[0]: row for row in before[part.title].rows} if part.title in before and part.heading else {}
        for row in part.rows if part.heading else ():
            if row[0] in old and old[row[0]] != row:
                cells = zip(part.heading[1:], old[row[0]][1:], row[1:], strict=False)
                told = "，".join(f"{word} {was} → {now}" for word, was, now in cells if was != now)
                found.append(f"{row[0]}：{told}")
            elif row[0] not in old:
                found.append(f"{part.title}多了：{row[0]}")
        gone = old.keys() - {row[0] for row in part.rows}
        found += [f"{part.title}少了：{label}" for label in sorted(map(str, gone))]
    if not found and frozen.report.rows_sha256 != made.report.rows_sha256:
        found.append("有记录补录、更正或核实过，报告里的数没有变。")
    return tuple(found)


def as_workbook(one: Sealed, now: datetime, by: str) -> bytes:
    """Return a report as a workbook: what it says of itself, then a sheet a part."""
    first = BookSheet(title="报告", heading=(), rows=((one.report.title,), *seal_rows(one, now, by)))
    parts = (BookSheet(title=part.title, heading=part.heading, rows=(*part.rows, *(((part.note,),) * bool(part.note))))
             for part in one.report.parts)  # fmt: skip
    return as_book((first, *parts))


def as_paper(one: Sealed, now: datetime, by: str) -> bytes:
    """Return a report as PDF; blocks for a second or two."""
    return draw(page_of("report.html", paper_values(one, now, by)))
