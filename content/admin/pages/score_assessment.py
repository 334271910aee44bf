"""核定调整和定稿: corrections of the 考核组 beside the rows, and the sheet frozen when they sign it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from nicegui import ui

from content.admin.appeals import resigned_for
from content.admin.controls import Sure, action, head
from content.admin.desk import Desk
from content.admin.entry_form import EntryForm
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.pages.score import address, found_at_hand, period_tabs
from content.admin.parts import DeskPage
from content.admin.publicising import closing_words, look_at_period
from content.admin.publicity_section import PublicitySection
from content.admin.score_forms import ADJUSTMENT, adjustment_from
from content.admin.scoring import (
    ASSESSING,
    SEEING,
    AtHand,
    adjust,
    asked_period,
    sheet_signed,
    sign_sheet,
    still_as_signed,
)
from content.clock import calendar_day, local
from content.errors import ContentError
from content.feeds.spreadsheet import as_xlsx
from content.kpi.filed import Assessment
from content.kpi.periods import PeriodKind
from content.kpi.typed import check_adjustment
from content.model.audit import Action
from content.model.cases import CaseState
from content.model.findings import Finding
from content.model.people import Staff
from content.reports.paper import draw, page_of
from content.reports.score_sheet import HEADING, paper_values, sheet_lines
from content.store.database import Tables

_ADJUSTED = ("哪个数", "加减", "为什么", "依据文件", "谁", "时间")
_SIGNED = ("定稿时间", "得分", "谁签的", "说明", "定稿以后")


class _Room:
    """The open page."""

    def __init__(self, desk: Desk, year: int, of: PeriodKind) -> None:
        self._desk, self._year, self._of = desk, year, of
        self._waiting: dict[str, str] = {}  # appeals to be answered, by id
        self._stands = ui.label("").classes("sub").mark("stands")
        ui.label("核定调整").classes("section")
        self._adjusted = listing("adjustments")
        if desk.may(ASSESSING):
            EntryForm(desk, ADJUSTMENT, self._adjust, "记下调整", "keep-adjustment")
        ui.label("定稿").classes("section")
        self._signed = listing("assessments", self._deed)
        if desk.may(ASSESSING):
            with ui.element("section").classes("group"):
                ui.label("签字定稿").classes("group-name")
                ui.label("截止以后才能定稿。定稿时的得分、口径和台账指纹存下来，以后改了什么都看得出。").classes("sub")
                self._signers = ui.input("考核小组签字人和单位 *").props("outlined dense maxlength=200").mark("signers")
                self._note = ui.input("说明（复查后再定稿的要写原因）").mark("note")
                self._note.props("outlined dense maxlength=200")
                self._appeal = ui.select({"": "不是因为申诉"}, value="", label="因哪件申诉复查").mark("appeal")
                self._appeal.props("outlined dense")
                action("定稿", self._sign, "sign", "first")
        self._publicity = PublicitySection(desk, year, of)
        self._sure = Sure("定稿不能改。复查后有变化的，另定一稿，原来的留着。", "定稿")

    async def show(self) -> AtHand:
        """Count again and redraw."""
        found = await found_at_hand(self._desk, self._year, self._of)
        self._stands.set_text(f"现在核定数 {found.score.printed} 分，填报数 {found.sheet.operator_total} 分。"
                              + "".join(found.score.missing))  # fmt: skip
        rows = tuple(Row(id=one.id, cells=(
            Cell(text=one.measure.label, look="main"), Cell(text=f"{one.change:+d}", look="num"), Cell(text=one.reason),
            Cell(text=one.document), Cell(text=found.names.get(one.by, one.by)),
            Cell(text=f"{local(one.at):%Y-%m-%d %H:%M}", look="num"),
        )) for one in found.facts.adjustments if one.of is self._of)  # fmt: skip
        self._adjusted.set_content(table(_ADJUSTED, rows, "没有调整。"))
        signed = await self._desk.ask(lambda tables: tables.score.assessments(self._year, self._of))
        lines = await asyncio.to_thread(lambda: tuple(self._line(one, found) for one in signed))
        self._signed.set_content(table(_SIGNED, lines, "还没有定稿。"))
        await self._publicity.show()
        if self._desk.may(ASSESSING):
            await self._offer_appeals()
        return found

    async def _offer_appeals(self) -> None:
        """Offer the appeals of this period that wait for an answer."""
        period = await self._desk.ask(lambda tables: look_at_period(tables, self._year, self._of, self._desk.now()))
        self._waiting = {case.id: f"{case.number}（{local(case.occurred_at):%m-%d %H:%M} 交）" for one in period.shown
                         for case in one.appeals if case.state is not CaseState.ANSWERED}  # fmt: skip
        self._appeal.set_options({"": "不是因为申诉"} | self._waiting, value="")

    def _line(self, one: Assessment, found: AtHand) -> Row:
        rows, rules = still_as_signed(one, found.facts)
        flags = [Flag(word="台账没有变", tone="good") if rows else Flag(word="台账有变动")]
        flags += [] if rules else [Flag(word="规则或口径有变动")]
        return Row(id=one.id, deeds=(Do(word="打印", deed="print"), Do(word="Excel", deed="table")), cells=(
            Cell(text=f"{local(one.signed_at):%Y-%m-%d %H:%M}", look="num"),
            Cell(text=f"{one.printed} 分", look="main"),
            Cell(text=one.signers, small=found.names.get(one.signed_by, one.signed_by)), Cell(text=one.note),
            Cell(flags=tuple(flags)),
        ))  # fmt: skip

    async def _adjust(self, values: Mapping[str, Any]) -> tuple[Finding, ...]:
        now, staff = self._desk.now(), self._desk.staff
        made = adjustment_from(self._of, values, staff.id, now)
        found = check_adjustment(made, calendar_day(now))
        if not found:
            await self._desk.change(adjust(self._year, made), ASSESSING)
            await self.show()
        return found

    async def _sign(self) -> None:
        signers = str(self._signers.value or "")
        if len(signers.strip()) < 2:
            self._signers.error = "请写明考核小组签字的人和单位。"
            return
        self._signers.error = None
        if not await self._sure.ask(f"把 {self._year} 年{self._of.label}的得分定稿？"):
            return
        appeal, now = str(self._appeal.value or ""), self._desk.now()
        because = None if not appeal else lambda tables, staff, made: resigned_for(tables, staff, appeal, made, now)
        note = str(self._note.value or "").strip()
        if appeal:
            number = self._waiting[appeal].partition("（")[0]
            note = note and f"因申诉 {number} 复查：{note}"
        step = sign_sheet(self._year, self._of, signers, note, now, because)
        try:
            made = await self._desk.change(step, ASSESSING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._desk.say(f"已定稿：{made.printed} 分。")
        await self.show()

    async def _deed(self, name: str, assessment_id: str) -> None:
        desk = self._desk

        def note(tables: Tables, staff: Staff) -> tuple[Assessment | None, str, str]:
            found = tables.score.assessment(assessment_id)
            if found is not None:
                tables.audit.note(staff, desk.now(), Action.EXPORTED, subject="assessment", subject_id=found.id,
                                  words=f"{found.year} 年{found.of.label}得分表（定稿），{name}")  # fmt: skip
            shown = closing_words(tables, found, desk.now()) if found is not None else ""
            return found, tables.market.get().card.name, shown

        try:
            found, market, shown = await desk.change(note, SEEING)
            if found is None:
                return
            sheet, day = sheet_signed(found), f"{local(found.signed_at):%Y-%m-%d}"
            if name == "print":
                signed = f"{found.signers}于 {local(found.signed_at):%Y-%m-%d %H:%M} 定稿。{found.note}"
                values = paper_values(sheet, market, signed, desk.now(), desk.staff.name, shown)
                paper = await asyncio.to_thread(draw, page_of("score_sheet.html", values))
                ui.download(paper, f"考核得分表-{found.year}-{found.of.label}-{day}定稿.pdf", "application/pdf")
            elif name == "table":
                taken = ("导出", f"{desk.staff.name} {local(desk.now()):%Y-%m-%d %H:%M}，{day} 定稿",
                         *("",) * (len(HEADING) - 2))  # fmt: skip
                told = (("公示", shown, *("",) * (len(HEADING) - 2)),) * bool(shown)
                book = as_xlsx(f"{sheet.period}考核得分", HEADING, (*sheet_lines(sheet), *told, taken))
                ui.download(book, f"考核得分表-{found.year}-{found.of.label}-{day}定稿.xlsx")
        except ContentError as error:
            desk.refuse(error)


async def _body(desk: Desk) -> None:
    year, of = asked_period(desk.named("year"), desk.named("of"), calendar_day(desk.now()))
    head(f"核定调整和定稿 · {year} 年{of.label}", "调整加在台账数之外，只进核定数；签字以后这一稿就定下来。",
         ("回考核得分", f"/score{address(year, of)}"))  # fmt: skip
    period_tabs(desk, "/score/assessment", year, of)
    await _Room(desk, year, of).show()


PAGE = DeskPage(path="/score/assessment", title="核定调整和定稿", body=_body, roles=SEEING)
