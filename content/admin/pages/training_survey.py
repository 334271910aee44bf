"""培训需求: what people want to learn, asked at kiosks and by staff, and the courses to choose from (R161, R162)."""

from __future__ import annotations

from datetime import date
from typing import Any

from nicegui import ui

from content.admin.cases import ANSWERING, SEEING
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.fields import Typed, values_of
from content.admin.form import Form
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.login import EDITING
from content.admin.months import month_named, place_turn
from content.admin.parts import MOUNT, DeskPage
from content.admin.training_survey import (
    Candidate,
    MonthOfWishes,
    keep_talk,
    month_of_wishes,
    talk_groups,
    wishes_in,
)
from content.clock import calendar_day
from content.errors import ContentError
from content.model.cases import TrainingWish
from content.model.codes import Channel
from content.rules.cadence import thresholds
from content.rules.training_survey import check_talk

_COLUMNS = ("想学什么", "几个人", "库里有的课")


def _blank(today: date) -> dict[str, Typed]:
    return {wish.value: False for wish in TrainingWish} | {
        "time": "", "mode": "", "channel": Channel.WINDOW.value, "day": today.isoformat()}  # fmt: skip


def figures_words(month: MonthOfWishes) -> str:
    """Return the month in a sentence or three."""
    sums, last = month.sums, thresholds()["training_survey"]["last_day"]
    if not sums.answers:
        return f"这个月还没有人说过想学什么。每月 {last} 日以前至少要有 1 份。"
    times = "，".join(f"{one.label} {number}" for one, number in sums.times.items() if number)
    modes = "，".join(f"{one.label} {number}" for one, number in sums.modes.items() if number)
    late = "" if sums.in_time else f"{last} 日以前一份也没有，算晚了。"
    return (f"收到 {sums.answers} 份，{last} 日以前的 {sums.in_time} 份；其中当面或电话问到的 {sums.talks} 份。{late}"
            f"什么时候能学：{times}。怎么学：{modes}。")  # fmt: skip


def wish_row(line: Candidate, month: MonthOfWishes, edits: bool) -> Row:
    """Return a wish as a line: the courses there are, and which of them is recommended already."""
    named = "、".join(course.name for course in line.courses) or "还没有这样的课"
    chosen = any(course.id in month.picked for course in line.courses)
    flags = (Flag(word="本月推荐", tone="good"),) if chosen else ()
    candidate = (Flag(word="候选", tone="calm"),) * (line.wish in month.sums.candidates and not chosen)
    deeds: tuple[Do, ...] = ()
    if edits and not chosen:
        path = f"/courses/{line.courses[0].id}" if line.courses else "/courses/new"
        deeds = (Do(word="去选" if line.courses else "写一门", href=MOUNT + path, hot=bool(candidate)),)
    return Row(id=line.wish.value, deeds=deeds, cells=(
        Cell(text=line.wish.label, look="main", flags=(*flags, *candidate)), Cell(text=str(line.people), look="num"),
        Cell(text=named)))  # fmt: skip


class _Room:
    """The open month."""

    def __init__(self, desk: Desk, month: date) -> None:
        self._desk, self._month, self._acts = desk, month, desk.may(ANSWERING)
        head("培训需求", "每月 1 到 14 日问：自助机上点的自动算进来，当面、电话问到的记在这里，不记名字。")
        if self._acts:
            self._form = Form(talk_groups(), _blank(calendar_day(desk.now())))
            with ui.element("div").classes("foot"):
                action("登记", self._save, "save", "first")
        place_turn(desk, "/training", month)
        self._figures = ui.label("").classes("sub").mark("figures")
        self._place = listing("wishes")
        ui.label("想学的人最多的三样标着“候选”：从里面选 2—3 门，在课程上填“推荐月份”，审核后发布。").classes("sub")

    async def show(self) -> None:
        """Ask again and redraw."""
        month = await self._desk.ask(lambda tables: month_of_wishes(tables, self._month))
        self._figures.set_text(figures_words(month))
        edits = self._desk.may(EDITING)
        self._place.set_content(table(_COLUMNS, tuple(wish_row(one, month, edits) for one in month.lines),
                                      "还没有。"))  # fmt: skip

    async def _save(self) -> None:
        desk, now = self._desk, self._desk.now()
        read, wrong = values_of(talk_groups(), self._form.typed())
        values: dict[str, Any] = read
        found = list(wrong)
        if not found:
            found += check_talk(wishes_in(values), values["day"], calendar_day(now))
        self._form.show(tuple(found))
        if found:
            desk.warn(f"还有 {len(found)} 处要改，改好再登记。填好的内容都还在。")
            return
        try:
            await desk.change(keep_talk(values, desk.parts.keys, now), ANSWERING)
        except ContentError as error:
            desk.refuse(error)
            return
        self._form.fill(_blank(calendar_day(now)))
        desk.say("已登记。")
        await self.show()


async def _body(desk: Desk) -> None:
    await _Room(desk, month_named(desk)).show()


PAGE = DeskPage(path="/training", title="培训需求", menu="培训需求", place=93, body=_body, roles=SEEING)
