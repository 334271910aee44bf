"""The rows a number of the score counts, those it leaves out with the reason, and what the 考核组 found out of each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from nicegui import ui

from content.admin.cases import SEEING as CASES_SEEING
from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.listing import ROWS, Cell, Do, Flag, Pager, Row, listing, table
from content.admin.login import EDITING, EVERYONE, LEDGER_READING, REVIEWING
from content.admin.pages.score import address, found_lately, period_tabs
from content.admin.parts import MOUNT, DeskPage
from content.admin.scoring import ASSESSING, SEEING, AtHand, asked_period, check_row
from content.clock import calendar_day, local
from content.errors import ContentError
from content.kpi.counting import LeftOut, Tally, Why
from content.kpi.facts import Check
from content.kpi.filed import RowCheck
from content.kpi.measures import Column, Measure
from content.kpi.monthly import rows_of_month
from content.kpi.periods import PeriodKind
from content.store.database import Tables
from content.store.score_rows import RowWords

_COLUMNS = ("日期", "是什么", "标记", "核实")
_COUNTED, _LATE = "counted", "late"
# who may open the page a row leads to; for others the words in the list are all there is
_OPENS = {"jobs": EDITING | REVIEWING, "fairs": EDITING | REVIEWING, "visits": EDITING,
          "registrations": LEDGER_READING, "cases": CASES_SEEING, "consultations": CASES_SEEING,
          "sessions": CASES_SEEING, "satisfaction": CASES_SEEING, "referrals": LEDGER_READING,
          "placements": LEDGER_READING, "aid": LEDGER_READING, "guidance": LEDGER_READING}  # fmt: skip
_TONES = {Check.OPEN: "calm", Check.CONFIRMED: "good", Check.REJECTED: ""}


def tally_of(found: AtHand, measure: Measure, column: Column) -> Tally | None:
    """Return the number of a measure in a column; None for one that no indicator shows."""
    for line in found.score.indicators:
        own = line.operator.tallies if column is Column.OPERATOR else line.verified.tallies
        for tally in chain(own, line.beside):
            if tally.measure is measure:
                return tally
    return None


def kinds_of(tally: Tally, only: frozenset[str] | None = None) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return what can be looked at: word and rows, by its name in the address; of all rows, or those in `only`."""
    if only is not None:
        tally = replace(
            tally, rows=tuple(key for key in tally.rows if key in only),
            late=tuple(key for key in tally.late if key in only),
            left_out=tuple(LeftOut(why=one.why, rows=kept) for one in tally.left_out
                           if (kept := tuple(key for key in one.rows if key in only))))  # fmt: skip
    found = {_COUNTED: (f"计入 {len(tally.rows)} 条", tally.rows)}
    if tally.late:
        found[_LATE] = (f"其中补录 {len(tally.late)} 条", tally.late)
    found |= {one.why.value: (f"不计：{one.why.label} {len(one.rows)} 条", one.rows) for one in tally.left_out}
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    words: dict[str, RowWords]
    checks: dict[str, RowCheck]


class _Rows:
    """The open list."""

    def __init__(self, desk: Desk, measure: Measure, year: int, of: PeriodKind, month: date | None) -> None:
        self._desk, self._measure, self._year, self._of, self._month = desk, measure, year, of, month
        self._only: frozenset[str] | None = None
        self._found: AtHand | None = None
        self._at = desk.now()  # when it was counted
        self._ids: tuple[str, ...] = ()
        self._drawn: tuple[object, object] = (None, None)  # column and kind
        self._total = ui.label("").classes("sub").mark("total")
        with ui.element("div").classes("tools"):
            columns = {one.value: one.label for one in Column}
            shown = Column.OPERATOR if desk.named("column") == Column.OPERATOR.value else Column.VERIFIED
            self._column = ui.select(columns, value=shown.value, on_change=self._turned).mark("column")
            self._kind = ui.select({}, on_change=self._turned).mark("kind")
            for part in (self._column, self._kind):
                part.props("outlined dense").classes("outcome")
        self._adjusted = ui.label("").classes("sub").mark("adjusted")
        self._place = listing("rows", self._deed)
        self._pager = Pager(self.show)
        self._ask_reason()

    def _ask_reason(self) -> None:
        self._row, self._finding = "", Check.REJECTED
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            self._question = ui.label("").classes("title")
            ui.label("原来的记录不动；谁核实的、为什么，会一直记着，以最后一次为准。").classes("sub")
            self._why = ui.textarea("怎么核实的、哪里不属实").mark("why")
            self._why.props("outlined autogrow maxlength=200")
            with ui.element("div").classes("foot"):
                action("记下", self._reasoned, "reasoned", "first")
                action("取消", self._dialog.close)

    async def count(self) -> None:
        """Count anew and show."""
        kept = await found_lately(self._desk, self._year, self._of)
        found, self._at = kept.value, kept.at
        self._found = found
        if self._month is not None:
            self._only = await asyncio.to_thread(rows_of_month, found.facts, self._month)
        await self.show()

    async def _turned(self) -> None:
        if (self._column.value, self._kind.value) == self._drawn:
            return
        self._pager.offset = 0
        await self.show()

    async def show(self) -> None:
        """Draw the rows asked for."""
        tally = self._found and tally_of(self._found, self._measure, Column(str(self._column.value)))
        if not tally or self._found is None:
            return
        kinds = kinds_of(tally, self._only)
        chosen = str(self._kind.value) if self._kind.value in kinds else _COUNTED
        self._drawn = self._column.value, chosen
        self._kind.set_options({name: word for name, (word, _) in kinds.items()}, value=chosen)
        rows, offset = kinds[chosen][1], self._pager.offset
        self._ids = rows[offset : offset + ROWS]
        asked = self._ids

        def look(tables: Tables) -> _Shown:
            return _Shown(words=tables.score.told(asked), checks=tables.score.checks_of(asked))

        try:
            shown = await self._desk.ask(look)
        except ContentError as error:
            self._desk.refuse(error)
            return
        why = "" if chosen in (_COUNTED, _LATE) else Why(chosen).label
        late = frozenset(tally.late)
        self._total.set_text(f"{tally.measure.label}：{tally.value}（{local(self._at):%H:%M} 数的）")
        self._adjusted.set_text("；".join(f"核定调整 {one.change:+d}：{one.reason}" for one in tally.adjustments))
        self._place.set_content(table(_COLUMNS, tuple(self._line(key, shown, key in late, why) for key in asked),
                                      "没有。"))  # fmt: skip
        self._pager.show(len(asked), len(rows))

    def _line(self, key: str, shown: _Shown, late: bool, why: str) -> Row:
        words, check = shown.words.get(key), shown.checks.get(key)
        found = check.check if check else Check.OPEN
        flags = (*((Flag(word="补录", tone="warn"),) if late else ()), *((Flag(word=why, tone="calm"),) if why else ()))
        names = self._found.names if self._found else {}
        small = ""
        if check:
            small = f"{names.get(check.by, check.by)} {local(check.at):%Y-%m-%d} {check.reason}".strip()
        deeds = (Do(word="核实", deed="confirm"), Do(word="不属实", deed="reject", hot=True))
        known = words or RowWords(on=None, text="这条记录没有明细页", small=key.partition("/")[0])
        return Row(id=key, deeds=deeds if self._desk.may(ASSESSING) else (), cells=(
            Cell(text=known.on.isoformat() if known.on else "—", look="num"),
            Cell(text=known.text, small=known.small, look="main", href=self._href(known.path)),
            Cell(flags=flags), Cell(flags=(Flag(word=found.label, tone=_TONES[found]),), small=small),
        ))  # fmt: skip

    def _href(self, path: str) -> str:
        opens = _OPENS.get(path.strip("/").split("/")[0], EVERYONE)
        return MOUNT + path if path and self._desk.may(opens) else ""

    async def _deed(self, name: str, row_id: str) -> None:
        if row_id not in self._ids:
            return
        if name == "confirm":
            await self._keep(row_id, Check.CONFIRMED, "")
        elif name == "reject":
            self._row = row_id
            self._question.set_text("这条核实不属实？")
            self._why.set_value("")
            self._why.error = None
            self._dialog.open()

    async def _reasoned(self) -> None:
        await self._keep(self._row, Check.REJECTED, str(self._why.value or ""))

    async def _keep(self, row_id: str, finding: Check, reason: str) -> None:
        try:
            await self._desk.change(check_row(row_id, finding, reason, self._desk.now()), ASSESSING)
        except ContentError as error:
            if self._dialog.value:
                self._why.error = str(error)
            else:
                self._desk.refuse(error)
            return
        self._dialog.close()
        self._desk.say(f"已记下：{finding.label}。")
        await self.count()


async def _body(desk: Desk) -> None:
    name = desk.named("measure")
    if name not in set(Measure):
        not_there("这个指标", "考核得分")
        return
    measure = Measure(name)
    year, of = asked_period(desk.named("year"), desk.named("of"), calendar_day(desk.now()))
    head(f"{measure.label} · {year} 年{of.label}", "这个数字就是下面这些记录；不计的也在，写明为什么。",
         ("回考核得分", f"/score{address(year, of)}"))  # fmt: skip
    period_tabs(desk, f"/score/{measure.value}", year, of)
    month = _month_named(desk, year)
    if month is not None:
        with ui.element("div").classes("tools"):
            ui.label(f"只列 {month.month} 月的；上面的数是全年累计。").classes("sub").mark("month")
            ui.link("看全部", f"/score/{measure.value}{address(year, of)}").classes("act quiet")
    await _Rows(desk, measure, year, of, month).count()


def _month_named(desk: Desk, year: int) -> date | None:
    """Return the first day of the month the address narrows the list to."""
    try:
        month = date.fromisoformat(f"{desk.named('month')}-01")
    except ValueError:
        return None
    return month if month.year == year else None


PAGE = DeskPage(path="/score/{measure}", title="考核明细", body=_body, roles=SEEING)
