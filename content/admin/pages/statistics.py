"""统计: age, sex, groups, skills, wishes of seekers, demand; by month or week; a bar opens its lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nicegui import ui
from nicegui.events import EChartPointClickEventArguments

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.ledger_choices import months_back, weeks_back
from content.admin.listing import Cell, Row, listing, table
from content.admin.login import LEDGER_READING
from content.admin.parts import MOUNT, DeskPage
from content.clock import calendar_day
from content.errors import ContentError
from content.model.abilities import SeekerGroup, Skill
from content.model.trades import trade_groups
from content.rules.people_figures import BANDS, LEAST, SEXES, at_least, by_band, shown, told
from content.store.database import Tables
from content.store.people_figures import MonthFigures
from content.theme.charts import bars

_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figures:
    months: tuple[MonthFigures, ...]  # oldest first
    ages: Mapping[str, int]
    sexes: Mapping[str, int]
    groups: Mapping[str, int]
    skills: Mapping[str, int]
    wishes: Mapping[str, int]
    demand: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chart:
    """One chart: its bars' keys in order with their words, the filter a bar sets, and the ledger it opens."""

    marker: str
    title: str
    words: Mapping[str, str]
    filter: str
    counts: Callable[[_Figures], Mapping[str, int]]
    ledger: str = "/ledger/seekers"
    people: bool = True  # persons, of whom a small group is not told


_CHARTS = (
    _Chart(marker="ages", title="求职的人多大年纪", words=BANDS, filter="age", counts=lambda one: one.ages),
    _Chart(marker="sexes", title="男女", words=SEXES, filter="sex", counts=lambda one: one.sexes),
    _Chart(marker="groups", title="重点群体（本人勾的，可以不勾）", words={one.value: one.label for one in SeekerGroup},
           filter="belongs", counts=lambda one: one.groups),
    _Chart(marker="skills", title="会做什么", words={one.value: one.label for one in Skill}, filter="skill",
           counts=lambda one: one.skills),
    _Chart(marker="wishes", title="想干什么", words=trade_groups(), filter="trade", counts=lambda one: one.wishes),
    _Chart(marker="demand", title="单位要什么人（需求人数）", words=trade_groups(), filter="trade",
           counts=lambda one: one.demand, ledger="/ledger/jobs", people=False),
)  # fmt: skip


def _look(tables: Tables, month: str, months: tuple[str, ...]) -> _Figures:
    figures = tables.people_figures
    return _Figures(months=figures.months(months), ages=by_band(figures.ages(month)),
                    sexes=figures.sexes(month), groups=figures.groups(month), skills=figures.skills(month),
                    wishes=figures.wishes(month), demand=figures.demand(month))  # fmt: skip


class _Panel:
    """One chart with its figures as a table below, each line a link to what it counts."""

    def __init__(self, desk: Desk, chart: _Chart) -> None:
        self._desk, self._chart, self._month = desk, chart, ""
        with ui.element("div").classes("card"):
            ui.label(chart.title).classes("group-name")
            self._drawn = ui.echart(bars((), {}, ""), on_point_click=self._clicked, renderer="svg")
            self._drawn.classes("w-full").mark(f"chart-{chart.marker}")
            self._lines = listing(chart.marker)

    def _path(self, key: str) -> str:
        return f"{self._chart.ledger}?month={self._month}&{self._chart.filter}={key}"

    def show(self, figures: _Figures, month: str) -> None:
        """Draw the figures of a month."""
        chart, self._month = self._chart, month
        counts = {key: chart.counts(figures).get(key, 0) for key in chart.words}
        seen: Mapping[str, int | None] = shown(counts) if chart.people else counts
        options = bars(tuple(chart.words.values()), {chart.title: [seen[key] for key in chart.words]}, "人")
        self._drawn.options.clear()
        self._drawn.options.update(options)
        self._drawn.update()
        rows = tuple(
            Row(id=key, cells=(Cell(text=word, look="main", href=MOUNT + self._path(key)),
                               Cell(text=told(seen[key]), look="num")))
            for key, word in chart.words.items() if counts[key])  # fmt: skip
        self._lines.set_content(table(("项目", "人数"), rows, "没有。"))

    def _clicked(self, event: EChartPointClickEventArguments) -> None:
        self._desk.go(self._path(tuple(self._chart.words)[event.data_index]))


class _Room:
    """The open page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        today = calendar_day(desk.now())
        self._months = months_back(today, _MONTHS)
        named = {month: f"{month[:4]}年{int(month[5:])}月" for month in self._months} | weeks_back(today)
        asked = desk.named("month")
        with ui.element("div").classes("tools"):
            self._month = ui.select(named, value=asked if asked in named else self._months[0], label="哪个月、哪一周",
                                    on_change=self.show).mark("month")  # fmt: skip
            self._month.props("outlined dense").classes("search")
        with ui.element("div").classes("card"):
            ui.label("一年来的走势").classes("group-name")
            self._trend = ui.echart(bars((), {}, ""), on_point_click=self._turned, renderer="svg")
            self._trend.classes("w-full").mark("chart-months")
            self._lines = listing("months")
        self._panels = tuple(_Panel(desk, chart) for chart in _CHARTS)

    async def show(self) -> None:
        """Count off the loop and redraw."""
        month, months = str(self._month.value), tuple(reversed(self._months))
        try:
            figures = await self._desk.ask(lambda tables: _look(tables, month, months))
        except ContentError as error:
            self._desk.refuse(error)
            return
        persons = {one.month: at_least(one.persons) for one in figures.months}
        series = {"求职登记人数": tuple(persons.values()), "用工需求人数": tuple(one.wanted for one in figures.months)}
        self._trend.options.clear()
        self._trend.options.update(bars(months, series, "人"))
        self._trend.update()
        self._lines.set_content(table(("月份", "求职登记", "用工需求", "岗位"), tuple(
            Row(id=one.month, cells=(
                Cell(text=one.month, look="main"),
                Cell(text=told(persons[one.month]), look="num", href=f"{MOUNT}/ledger/seekers?month={one.month}"),
                Cell(text=f"{one.wanted} 人", look="num", href=f"{MOUNT}/ledger/jobs?month={one.month}"),
                Cell(text=f"{one.jobs} 个", look="num"))) for one in reversed(figures.months)), ""))  # fmt: skip
        for panel in self._panels:
            panel.show(figures, month)

    def _turned(self, event: EChartPointClickEventArguments) -> None:
        ledger = "seekers" if event.series_index == 0 else "jobs"
        self._desk.go(f"/ledger/{ledger}?month={tuple(reversed(self._months))[event.data_index]}")


async def _body(desk: Desk) -> None:
    head("统计", f"同一个人一个月（一周）只算一次。点柱子或者项目，看它数的那些登记；不足 {LEAST} 人的不单列。")
    await _Room(desk).show()


PAGE = DeskPage(path="/statistics", title="统计", menu="统计", place=97, body=_body, roles=LEDGER_READING)
