"""局里的数字: targets, tasks, budget and days that only the county knows; payments, 整改 and violations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from nicegui import ui

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.entry_form import EntryForm
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.pages.score import address, period_tabs
from content.admin.parts import DeskPage
from content.admin.score_forms import (
    FIGURE,
    PAYMENT,
    RECTIFICATION,
    VIOLATION,
    figure_from,
    payment_from,
    rectification_from,
    violation_from,
)
from content.admin.score_papers import Papers, ScorePapers, document_cell, papers_of
from content.admin.scoring import ASSESSING, FILING, SEEING, asked_period, file_figure
from content.clock import calendar_day, local
from content.kpi.filed import (
    CountyFigure,
    FigureName,
    FigureSort,
    MoneyFiled,
    check_filed,
    check_payment,
    check_step,
)
from content.kpi.rulebook_file import county_rulebook
from content.model.audit import Action
from content.model.codes import Role
from content.model.findings import Finding
from content.model.people import Staff
from content.reports.score_sheet import yuan
from content.store.database import Tables

_FIGURE = "county_figure"
_SENDERS = {_FIGURE: FILING, "subsidy_payment": FILING, "rectification": ASSESSING, "violation": ASSESSING}
_COLUMNS = ("数字", "现在用的", "依据文件", "谁填的", "以前填过的")
_MONEY = ("什么", "金额或事由", "日期", "依据文件", "谁记的")


def value_words(figure: CountyFigure) -> str:
    """Return a figure as people read it."""
    return yuan(figure.number) if figure.name.sort is FigureSort.MONEY else figure.value


def figure_row(name: FigureName, standing: CountyFigure | None, before: tuple[CountyFigure, ...],
               names: Mapping[str, str], papers: Mapping[str, Papers], files: bool) -> Row:  # fmt: skip
    """Return the line of one figure; one that every year needs and nobody has told is red."""
    older = "；".join(f"{value_words(one)}（{one.document}）" for one in before)
    if standing is None:
        lack = Flag(word="还没有填", tone="" if name.asked else "calm")
        return Row(id=name.value, cells=(Cell(text=name.label, look="main"), Cell(flags=(lack,)), Cell(text="—"),
                                         Cell(text="—"), Cell(text=older)))  # fmt: skip
    who = f"{names.get(standing.entered_by, standing.entered_by)} {local(standing.entered_at):%Y-%m-%d %H:%M}"
    deeds = (Do(word="传文件", deed=_FIGURE, hot=standing.id not in papers),) * files
    return Row(id=standing.id, deeds=deeds, cells=(
        Cell(text=name.label, look="main"), Cell(text=value_words(standing), look="num"),
        document_cell(standing.document, standing.id, papers), Cell(text=who), Cell(text=older)))  # fmt: skip


def money_rows(filed: MoneyFiled, year: int, names: Mapping[str, str], papers: Mapping[str, Papers],
               may: Callable[[frozenset[Role]], bool]) -> tuple[Row, ...]:  # fmt: skip
    """Return payments and steps of the year, and every violation; `may` says who may send their documents."""

    def row(subject: str, key: str, cells: tuple[str, str, str], document: str, by: str) -> Row:
        deeds = (Do(word="传文件", deed=subject, hot=key not in papers),) * may(_SENDERS[subject])
        return Row(id=key, deeds=deeds, cells=(
            *(Cell(text=one) for one in cells), document_cell(document, key, papers),
            Cell(text=names.get(by, by))))  # fmt: skip

    return (
        *(row("subsidy_payment", one.id, (one.round.label, yuan(one.fen), one.paid_on.isoformat()), one.document,
              one.by) for one in filed.payments if one.year == year),
        *(row("rectification", one.id, ("整改", one.step.label, one.on.isoformat()), one.document, one.by)
          for one in filed.rectifications if one.year == year),
        *(row("violation", one.id, ("严重违规", one.what, one.on.isoformat()), one.document, one.by)
          for one in filed.violations),
    )  # fmt: skip


class _Figures:
    """The open page."""

    def __init__(self, desk: Desk, year: int) -> None:
        self._desk, self._year = desk, year
        self._papers = ScorePapers(desk, self.show)
        self._figures = listing("figures", self._document)
        if desk.may(FILING):
            EntryForm(desk, FIGURE, self._figure, "记下这个数字", "keep-figure")
        ui.label("拨款、整改和违规").classes("section")
        self._money = listing("money", self._document)
        if desk.may(FILING):
            EntryForm(desk, PAYMENT, self._payment, "记下这笔拨款", "keep-payment")
        if desk.may(ASSESSING):
            EntryForm(desk, RECTIFICATION, self._rectification, "记下这一步", "keep-rectification")
            EntryForm(desk, VIOLATION, self._violation, "记下违规", "keep-violation")

    async def show(self) -> None:
        """Ask again and redraw."""
        year = self._year

        def look(tables: Tables) -> tuple[MoneyFiled, tuple[CountyFigure, ...], dict[str, str], dict[str, Papers]]:
            money = tables.score.money(year)
            papers = papers_of(tables, _FIGURE, (one.id for one in money.standing.values()))
            papers |= papers_of(tables, "subsidy_payment", (one.id for one in money.payments))
            papers |= papers_of(tables, "rectification", (one.id for one in money.rectifications))
            papers |= papers_of(tables, "violation", (one.id for one in money.violations))
            return money, tables.score.figures(year), {one.id: one.name for one in tables.staff.all()}, papers

        filed, every, names, papers = await self._desk.ask(look)
        rows = []
        for name in FigureName:
            standing = filed.standing.get(name)
            before = tuple(one for one in every if one.name is name and one != standing)
            rows.append(figure_row(name, standing, before, names, papers, self._desk.may(FILING)))
        self._figures.set_content(table(_COLUMNS, tuple(rows), ""))
        self._money.set_content(table(_MONEY, money_rows(filed, year, names, papers, self._desk.may),
                                      "还没有记过。"))  # fmt: skip

    async def _document(self, subject: str, row_id: str) -> None:
        if subject in _SENDERS:
            self._papers.open(subject, row_id, _SENDERS[subject])

    async def _figure(self, values: Mapping[str, Any]) -> tuple[Finding, ...]:
        figure = figure_from(self._year, values, self._desk.now())
        found = check_filed(figure, county_rulebook(), calendar_day(self._desk.now()))
        if not found:
            await self._desk.change(file_figure(figure), FILING)
            await self.show()
        return found

    async def _payment(self, values: Mapping[str, Any]) -> tuple[Finding, ...]:
        now = self._desk.now()
        payment = payment_from(self._year, values, now)
        found = check_payment(payment, calendar_day(now))

        def step(tables: Tables, staff: Staff) -> None:
            tables.score.add_payment(replace(payment, by=staff.id))
            tables.audit.note(staff, now, Action.ASSESSED, subject="subsidy_payment", subject_id=payment.id,
                              words=f"{payment.year} 年{payment.round.label} {yuan(payment.fen)}")  # fmt: skip

        if not found:
            await self._desk.change(step, FILING)
            await self.show()
        return found

    async def _rectification(self, values: Mapping[str, Any]) -> tuple[Finding, ...]:
        now = self._desk.now()
        made = rectification_from(self._year, values, now)
        found = check_step(made.step.label, made.document, made.on, calendar_day(now))

        def step(tables: Tables, staff: Staff) -> None:
            tables.score.add_rectification(replace(made, by=staff.id))
            tables.audit.note(staff, now, Action.ASSESSED, subject="rectification", subject_id=made.id,
                              words=f"{made.year} 年{made.step.label}")  # fmt: skip

        if not found:
            await self._desk.change(step, ASSESSING)
            await self.show()
        return found

    async def _violation(self, values: Mapping[str, Any]) -> tuple[Finding, ...]:
        now = self._desk.now()
        made = violation_from(values, now)
        found = check_step(made.what, made.document, made.on, calendar_day(now))

        def step(tables: Tables, staff: Staff) -> None:
            tables.score.add_violation(replace(made, by=staff.id), now)
            tables.audit.note(staff, now, Action.ASSESSED, subject="violation", subject_id=made.id, words="严重违规")

        if not found:
            await self._desk.change(step, ASSESSING)
            await self.show()
        return found


async def _body(desk: Desk) -> None:
    year, of = asked_period(desk.named("year"), desk.named("of"), calendar_day(desk.now()))
    head(f"局里的数字 · {year} 年", "县里定的目标、任务、预算和日期，都要有文件。重新填一次就用新的，填过的都留着。",
         ("回考核得分", f"/score{address(year, of)}"))  # fmt: skip
    period_tabs(desk, "/score/figures", year, of)
    await _Figures(desk, year).show()


PAGE = DeskPage(path="/score/figures", title="局里的数字", body=_body, roles=SEEING)
