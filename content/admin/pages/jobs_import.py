"""导入岗位: a firm's table, its columns matched, every row shown with its findings; all of it is stored or nothing."""

from __future__ import annotations

import asyncio
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from multiprocessing import get_context

from nicegui import ui

from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.listing import ROWS, Cell, Flag, Pager, Row, listing, table
from content.admin.login import EDITING
from content.admin.parts import DeskPage
from content.admin.sheet_columns import blank_table, columns, label_of, match_columns
from content.admin.sheet_jobs import JudgedAgainst, PreparedRow, prepare_rows
from content.admin.uploads import FileDrop
from content.errors import ContentError, StoreError
from content.feeds.intake import Taken
from content.feeds.recognise import SHEETS
from content.model.audit import Action
from content.model.codes import Stage
from content.model.findings import Severity
from content.model.people import Staff
from content.store.database import Tables
from content.store.records import Page

_COLUMNS = ("行", "岗位", "用工单位", "要改的地方")
_NONE_CHOSEN = "（不导入这一列）"


def market_now(tables: Tables, now: datetime) -> JudgedAgainst:
    """Return what rows are judged against: the firms, the jobs that stand or wait, the minimum wage."""
    waiting = tables.jobs.every(Page(stage=Stage.SUBMITTED))
    return JudgedAgainst(
        firms=tuple(tables.employers.every(Page())), jobs=(*tables.jobs.publishable(now), *waiting),
        minimum_wage=tables.market.get().minimum_wage,
    )  # fmt: skip


def store_rows(rows: tuple[PreparedRow, ...], name: str, now: datetime, tables: Tables, staff: Staff) -> int:
    """Store every row as a draft and hand those that are ready to the reviewer; return how many those are."""
    handed_in = 0
    for row in rows:
        if row.job is None:
            raise StoreError(f"第 {row.line} 行有错，这次一行也没有导入。请改好表格再来，或先去掉有错的行。")
        job = replace(row.job, number=tables.jobs.next_number())
        if row.ready:
            tables.jobs.hand_in_new(job, staff.id)
            handed_in += 1
        else:
            tables.jobs.save(job, None, by=staff.id)
    tables.audit.note(staff, now, Action.IMPORTED, subject="job", words=f"{name}：{len(rows)} 个岗位")
    return handed_in


@dataclass(slots=True)
class _Sheet:
    name: str
    rows: list[list[str]]
    chosen: list[str]


class Import:
    """One open import."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sheet: _Sheet | None = None
        self._prepared: tuple[PreparedRow, ...] = ()
        FileDrop(desk.parts.tray, desk.staff.id, "选一个岗位表格", SHEETS, self._took)
        self._said = ui.label("").classes("sub").mark("said")
        self._matching = ui.element("div").classes("form")
        with ui.element("div") as self._preview:
            self._counts = ui.label("").classes("title").mark("counts")
            self._table = listing("rows")
            self._pager = Pager(self._show)
            with ui.element("div").classes("bar"):
                self._go = action("导入", self._store, "store", "first")
                self._drop_wrong = action("去掉有错的行", self._without_wrong, "without-wrong")
                action("重新来", self._clear, "clear")
        self._preview.set_visibility(False)

    async def _took(self, taken: Taken) -> None:
        try:
            rows = await asyncio.to_thread(taken.rows)
        finally:
            taken.drop()
        self._sheet = _Sheet(name=taken.name, rows=rows, chosen=match_columns(rows[0]))
        self._said.set_text(f"“{taken.name}”：{len(rows) - 1} 行，{len(rows[0])} 列。")
        self._draw_matching(self._sheet)
        await self._prepare()

    def _draw_matching(self, sheet: _Sheet) -> None:
        self._matching.clear()
        choices = {"": _NONE_CHOSEN} | {column.field.name: column.field.label for column in columns()}
        with self._matching, ui.element("div").classes("group"):
            ui.label("表里的列，对应岗位的哪一项").classes("group-name")
            with ui.element("div").classes("grid"):
                for place, heading in enumerate(sheet.rows[0]):
                    pick = ui.select(choices, label=heading or f"第 {place + 1} 列", value=sheet.chosen[place],
                                     on_change=partial(self._pick, place))  # fmt: skip
                    pick.props("outlined dense options-dense").classes("w3").mark(f"column-{place}")

    async def _pick(self, place: int, event: object) -> None:
        if self._sheet is not None:
            self._sheet.chosen[place] = str(getattr(event, "value", ""))
            await self._prepare()

    async def _prepare(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        twice = {name for name in sheet.chosen if name and sheet.chosen.count(name) > 1}
        if twice:
            self._desk.warn(f"有两列都对应“{label_of(next(iter(twice)))}”，请只留一列。")
            return
        now = self._desk.now()
        market = await self._desk.ask(lambda tables: market_now(tables, now))
        work = partial(prepare_rows, sheet.rows, list(sheet.chosen), market, self._desk.staff, now)
        # thousands of rows through the rules take seconds of processor: in a process of its own no page waits for them
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            self._prepared = await asyncio.get_running_loop().run_in_executor(pool, work)
        self._pager.offset = 0
        await self._show()

    async def _show(self) -> None:
        wrong = sum(row.job is None for row in self._prepared)
        ready = sum(row.ready for row in self._prepared)
        rest = len(self._prepared) - wrong - ready
        self._counts.set_text(f"{ready} 行没有问题，{rest} 行要补内容，{wrong} 行有错")
        order = sorted(self._prepared, key=lambda row: (row.job is not None, row.ready, row.line))
        shown = order[self._pager.offset : self._pager.offset + ROWS]
        self._table.set_content(table(_COLUMNS, tuple(map(_row, shown)), "没有要导入的行。"))
        self._pager.show(len(shown), len(order))
        self._go.set_text(f"导入全部 {len(self._prepared)} 行")
        self._go.set_visibility(bool(self._prepared) and not wrong)
        self._drop_wrong.set_visibility(bool(wrong))
        self._preview.set_visibility(True)

    async def _without_wrong(self) -> None:
        self._prepared = tuple(row for row in self._prepared if row.job is not None)
        self._pager.offset = 0
        await self._show()

    async def _store(self) -> None:
        if self._sheet is None:
            return
        write = partial(store_rows, self._prepared, self._sheet.name, self._desk.now())
        try:
            handed_in = await self._desk.change(write, EDITING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        stored = len(self._prepared)
        self._clear()
        drafts = stored - handed_in
        self._said.set_text(f"导入了 {stored} 个岗位：{handed_in} 个交给审核，{drafts} 个留作草稿，等补内容。")
        self._desk.say(f"导入了 {stored} 个岗位。")

    def _clear(self) -> None:
        self._sheet, self._prepared = None, ()
        self._matching.clear()
        self._said.set_text("")
        self._preview.set_visibility(False)


def _row(row: PreparedRow) -> Row:
    if row.job is None:
        flags: tuple[Flag, ...] = (Flag(word="有错"),)
    elif row.ready:
        flags = (Flag(word="没有问题", tone="good"),)
    else:
        flags = (Flag(word="要补内容", tone="warn"),)
    told = [one.sentence for one in row.findings if one.severity is not Severity.INFO]
    more = f" 等 {len(told)} 处" if len(told) > 3 else ""
    return Row(id=str(row.line), cells=(
        Cell(text=str(row.line), look="num"),
        Cell(text=row.title or "—", look="main"),
        Cell(text=row.firm or "—"),
        Cell(flags=flags, small=" ".join(told[:3]) + more),
    ))  # fmt: skip


async def _body(desk: Desk) -> None:
    head("导入岗位", "单位发来的表格也行，列名会自动对上。先看一遍再导入：没有点“导入”，一行也不会写进去。")
    action("下载空白岗位信息表", lambda: ui.download(blank_table(), "岗位信息表.xlsx"), "blank", "plain")
    Import(desk)


PAGE = DeskPage(path="/import/jobs", title="导入岗位", body=_body, roles=EDITING)
