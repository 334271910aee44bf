"""公示 on the page of the signed sheets: the button, the windows with days, edition and appeals, and what is wrong."""

from __future__ import annotations

from nicegui import ui

from content.admin.controls import Sure, action
from content.admin.desk import Desk
from content.admin.listing import Cell, Flag, Row, listing, table
from content.admin.parts import MOUNT
from content.admin.publicising import PeriodShown, Shown, look_at_period, publicise
from content.admin.scoring import FILING
from content.clock import local
from content.errors import ContentError
from content.kpi.periods import PeriodKind
from content.model.cases import CaseState

_COLUMNS = ("公示", "公示期（7 个工作日）", "在哪一期", "现在", "申诉")


def row_of(one: Shown) -> Row:
    """Return one 公示 as a line."""
    flags = (Flag(word="已撤下", tone="calm"),) * (not one.hangs) + (Flag(word="旧得分", tone="warn"),) * (
        one.hangs and not one.newest) + (Flag(word="要处理", tone="warn"),) * bool(one.trouble)  # fmt: skip
    first, last = one.term.first, one.term.last
    days = f"{first.month}月{first.day}日是第 1 天，{last.month}月{last.day}日是最后一天"
    answered = sum(case.state is CaseState.ANSWERED for case in one.appeals)
    outside = f"另有 {one.refused} 件不在公示期" if one.refused else ""
    return Row(id=one.notice.id, cells=(
        Cell(text=f"{one.sheet.printed} 分", small=one.notice.title, look="main", flags=flags,
             href=f"{MOUNT}/notices/{one.notice.id}"),
        Cell(text=one.term.words, small=days),
        Cell(text=f"第 {one.edition} 期" if one.edition is not None else "还没有上屏", look="num"),
        Cell(text=one.words, small=one.trouble),
        Cell(text=f"{len(one.appeals)} 件，已答复 {answered} 件" if one.appeals else "没有", small=outside,
             href=f"{MOUNT}/appeals" if one.appeals or one.refused else ""),
    ))  # fmt: skip


class PublicitySection:
    """The part of the page; `show` asks again and redraws."""

    def __init__(self, desk: Desk, year: int, of: PeriodKind) -> None:
        self._desk, self._year, self._of = desk, year, of
        self._period: PeriodShown | None = None
        ui.label("公示").classes("section")
        with ui.element("div").classes("news wrong").mark("old-figure") as self._bar:
            self._said = ui.label("").classes("said")
        self._bar.set_visibility(False)
        self._place = listing("publicities")
        with ui.element("div").classes("foot"):
            self._button = action("", self._publicise, "publicise", "first")
            self._button.set_visibility(False)
        self._sure = Sure("公示照定稿写好，审核、发布后上屏；公示期 7 个工作日，从开始的第二天数起。", "送审",
                          "publicise-sure")  # fmt: skip

    async def show(self) -> None:
        """Ask and redraw."""
        now = self._desk.now()
        period = await self._desk.ask(lambda tables: look_at_period(tables, self._year, self._of, now))
        self._period = period
        rows = tuple(map(row_of, period.shown))
        none = "定稿以后才能公示。" if period.newest is None else "还没有公示。"
        self._place.set_content(table(_COLUMNS, rows, none))
        trouble = period.old_figure or next((one.trouble for one in period.shown if one.hangs and one.trouble), "")
        self._said.set_text(trouble)
        self._bar.set_visibility(bool(trouble))
        self._button.set_text(period.button)
        self._button.set_visibility(bool(period.button) and self._desk.may(FILING))

    async def _publicise(self) -> None:
        if self._period is None or self._period.newest is None:
            return
        newest = self._period.newest
        if not await self._sure.ask(f"公示 {self._year} 年{self._of.label}的得分 {newest.printed} 分？"):
            return
        try:
            notice, taken_off = await publicise(self._desk, newest.id)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            told = "旧公示已从大厅撤下。" if taken_off else ""
            day = f"{local(notice.shown_from):%m月%d日 %H:%M}"
            self._desk.say(f"{told}已送审，{day}开始公示。请审核员今天通过并发布。")
        await self.show()
