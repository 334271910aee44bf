"""考核得分: the ten indicators as filled in and as verified, the money, what is missing, and what more would bring."""

from __future__ import annotations

import asyncio
from datetime import datetime

from nicegui import ui

from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.last_counted import Kept
from content.admin.parts import MOUNT, DeskPage
from content.admin.score_view import WHAT_IF, difference_words, more_of, score_view
from content.admin.scoring import FIRST_YEAR, SEEING, AtHand, asked_period, at_hand, read_year
from content.admin.self_sheets import SelfSheets
from content.admin.written import written
from content.clock import calendar_day, local
from content.errors import ContentError
from content.feeds.spreadsheet import as_xlsx
from content.kpi.outlook import what_if, with_more
from content.kpi.periods import PeriodKind
from content.model.audit import Action
from content.model.people import Staff
from content.reports.paper import draw, page_of
from content.reports.score_sheet import HEADING, paper_values, sheet_lines
from content.store.database import Tables


def address(year: int, of: PeriodKind) -> str:
    """Return the query that names a period."""
    return f"?year={year}&of={of.value}"


def period_tabs(desk: Desk, path: str, year: int, of: PeriodKind) -> None:
    """Place the links to each year and to both periods of the one shown."""
    last = calendar_day(desk.now()).year
    with ui.element("div").classes("tools"), ui.element("div").classes("tabs").mark("periods"):
        for one in range(max(FIRST_YEAR, last - 3), last + 1):
            ui.link(f"{one} 年", path + address(one, of)).classes("tab on" if one == year else "tab")
        for kind in PeriodKind:
            ui.link(kind.label, path + address(year, kind)).classes("tab on" if kind is of else "tab")


async def found_at_hand(desk: Desk, year: int, of: PeriodKind) -> AtHand:
    """Read a year and count it, off the loop; ContentError where there is nothing to count."""
    read = await desk.ask(lambda tables: read_year(tables, year))
    return await asyncio.to_thread(at_hand, read, of, desk.now())


async def found_lately(desk: Desk, year: int, of: PeriodKind) -> Kept[AtHand]:
    """Return the same with when it was counted: anew while that is quick, a long year as it was some minutes ago.

    The page is shown as far as it is drawn where it has to be waited for. What is printed or signed is counted anew.
    """

    def count(tables: Tables, at: datetime) -> AtHand:
        return at_hand(read_year(tables, year), of, at)

    counting = ui.label("正在数台账，数好就显示在这里，不用刷新。").classes("sub").mark("counting")
    try:
        return await desk.lately(f"score {year} {of.value}", count)
    finally:
        counting.set_visibility(False)


class _Taking:
    """The sheet on paper and as a table; each is noted before it leaves."""

    def __init__(self, desk: Desk, year: int, of: PeriodKind) -> None:
        self._desk, self._year, self._of = desk, year, of
        action("打印得分表", self._print, "print-score", "brand")
        action("Excel", self._table, "xlsx-score")

    async def _noted(self, form: str) -> str:
        def note(tables: Tables, staff: Staff) -> str:
            words = f"{self._year} 年{self._of.label}得分表（未定稿），{form}"
            tables.audit.note(staff, self._desk.now(), Action.EXPORTED, subject="score", words=words)
            return tables.market.get().card.name

        return await self._desk.change(note, SEEING)

    async def _print(self) -> None:
        desk = self._desk
        try:
            market = await self._noted("PDF")
            found = await found_at_hand(desk, self._year, self._of)
            values = paper_values(await asyncio.to_thread(lambda: found.sealed_sheet), market, "", desk.now(),
                                  desk.staff.name)  # fmt: skip
            paper = await asyncio.to_thread(draw, page_of("score_sheet.html", values))
        except ContentError as error:
            desk.refuse(error)
            return
        ui.download(paper, f"考核得分表-{self._year}-{self._of.label}-未定稿.pdf", "application/pdf")

    async def _table(self) -> None:
        desk = self._desk
        try:
            await self._noted("XLSX")
            found = await found_at_hand(desk, self._year, self._of)
            sheet = await asyncio.to_thread(lambda: found.sealed_sheet)
        except ContentError as error:
            desk.refuse(error)
            return
        taken = ("导出", f"{desk.staff.name} {local(desk.now()):%Y-%m-%d %H:%M}，未定稿", *("",) * (len(HEADING) - 2))
        table = as_xlsx(f"{sheet.period}考核得分", HEADING, (*sheet_lines(sheet), taken))
        ui.download(table, f"考核得分表-{self._year}-{self._of.label}-未定稿.xlsx")


def _what_if(found: AtHand) -> None:
    """Place the fields of "what if" and the sentence they come to."""
    inputs: dict[str, ui.input] = {}
    with ui.element("section").classes("group").mark("what-if"):
        ui.label("假如再多做一些（只算给您看，不改任何记录）").classes("group-name")
        with ui.element("div").classes("grid"):
            for name, word, _ in WHAT_IF:
                inputs[name] = ui.input(word).props("outlined dense inputmode=numeric").classes("w3").mark(f"if-{name}")
        said = ui.label("").classes("sub").mark("if-said")

        async def count() -> None:
            try:
                more = more_of({name: str(part.value or "") for name, part in inputs.items()})
            except ValueError as wrong:
                said.set_text(str(wrong))
                return
            changed = with_more(found.facts, found.score, more)
            change = await asyncio.to_thread(what_if, found.rules, changed, found.score, found.money)
            said.set_text(difference_words(found, change))

        action("算一算", count, "count-if", "brand")


async def _body(desk: Desk) -> None:
    year, of = asked_period(desk.named("year"), desk.named("of"), calendar_day(desk.now()))
    head(f"考核得分 · {year} 年{of.label}", "每个数字点开就是台账明细 · 竖线是按时间应到的进度")
    period_tabs(desk, "/score", year, of)
    kept = await found_lately(desk, year, of)
    found = kept.value
    ui.label(f"数据截至 {local(kept.at):%m月%d日 %H:%M}").classes("sub").mark("as-of")
    with ui.element("div").classes("tools"):
        ui.link("局里的数字", f"/score/figures{address(year, of)}").classes("act quiet")
        ui.link("核定调整和定稿", f"/score/assessment{address(year, of)}").classes("act quiet")
        _Taking(desk, year, of)
        SelfSheets(desk, year, of)
    # an escaped template with svg bars, which the browser's sanitizer would drop
    ui.html(written("score.html", view=score_view(found), mount=MOUNT, asked=address(year, of)),
            sanitize=False).classes("w-full").mark("score")  # fmt: skip
    _what_if(found)


PAGE = DeskPage(path="/score", title="考核得分", menu="考核得分", place=102, body=_body, roles=SEEING)
