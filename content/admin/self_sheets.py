"""自评表 at the desk: two buttons on 考核得分, on paper and as a table; each is noted before it leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from nicegui import ui

from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.scoring import SEEING, AtHand, at_hand, read_year
from content.clock import local
from content.errors import ContentError
from content.feeds.spreadsheet import as_xlsx
from content.kpi.measures import Indicator
from content.kpi.periods import PeriodKind
from content.model.audit import Action
from content.model.people import Staff
from content.reports.paper import draw, page_of
from content.reports.score_sheet import ScoreSheet
from content.reports.self_sheet import SELF_HEADING, SelfLine, rows_of, self_lines, self_rows, self_values
from content.store.database import Tables


class SelfSheets:
    """The two buttons."""

    def __init__(self, desk: Desk, year: int, of: PeriodKind) -> None:
        self._desk, self._year, self._of = desk, year, of
        action("打印自评表", self._print, "print-self")
        action("自评表 Excel", self._table, "xlsx-self")

    async def _made(self, form: str) -> tuple[ScoreSheet, tuple[SelfLine, ...], str]:
        desk = self._desk

        def note(tables: Tables, staff: Staff) -> str:
            words = f"{self._year} 年{self._of.label}自评表，{form}"
            tables.audit.note(staff, desk.now(), Action.EXPORTED, subject="score", words=words)
            return tables.market.get().card.name

        market = await desk.change(note, SEEING)
        read = await desk.ask(lambda tables: read_year(tables, self._year))
        found: AtHand = await asyncio.to_thread(at_hand, read, self._of, desk.now())
        papers: Mapping[Indicator, int] = await desk.ask(lambda tables: {
            line.code: tables.score.papers_of(rows_of(line)) for line in found.score.indicators})  # fmt: skip
        sheet = await asyncio.to_thread(lambda: found.sealed_sheet)
        return sheet, self_lines(sheet, found.score, papers), market

    async def _print(self) -> None:
        desk = self._desk
        try:
            sheet, lines, market = await self._made("PDF")
            values = self_values(sheet, lines, market, desk.now(), desk.staff.name)
            paper = await asyncio.to_thread(draw, page_of("self_sheet.html", values))
        except ContentError as error:
            desk.refuse(error)
            return
        ui.download(paper, f"自评表-{self._year}-{self._of.label}.pdf", "application/pdf")

    async def _table(self) -> None:
        desk = self._desk
        try:
            sheet, lines, _ = await self._made("XLSX")
        except ContentError as error:
            desk.refuse(error)
            return
        taken = ("导出", f"{desk.staff.name} {local(desk.now()):%Y-%m-%d %H:%M}，运营单位自评，未经核实",
                 *("",) * (len(SELF_HEADING) - 2))  # fmt: skip
        book = as_xlsx(f"{sheet.period}自评表", SELF_HEADING, (*self_rows(sheet, lines), taken))
        ui.download(book, f"自评表-{self._year}-{self._of.label}.xlsx")
