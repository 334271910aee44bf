"""周五审核: five steps in one page, each kept as it is done; closed once a week, and printed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import ui

from content.admin.controls import Sure, action, head
from content.admin.desk import Desk
from content.admin.friday import (
    Item,
    close_week,
    finish_step,
    items_of,
    next_step,
    note_published,
    paper_values,
    review_of,
    stamp_channel,
    week_at_hand,
)
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.login import REVIEWING
from content.admin.look_alikes import merge_pair, tell_apart
from content.admin.parts import MOUNT, DeskPage
from content.admin.releases import move_job, publish_now
from content.admin.written import written
from content.clock import calendar_day, local
from content.errors import ContentError
from content.model.codes import Stage
from content.model.friday import FridayChannel, FridayReview, FridayStep
from content.reports.paper import draw, page_of
from content.store.database import Tables

_ASKED = {
    FridayStep.NEW: "本周收集的岗位都在这里。看有没有漏审的、写得不对的。",
    FridayStep.EXPIRING: "七天内到期的，给单位打个电话：还招就点岗位名延期，不招就撤下。",
    FridayStep.TWINS: "看起来是同一个岗位的。合并后旧编号还能查到；不是重复的标明一次，以后不再问。",
    FridayStep.FINDINGS: "在招和待审的岗位里，规则还有话要说的。点岗位名去改，或者撤下。",
    FridayStep.PUBLISH: "前四步看完了，发布这一期；再把官方网站和招聘平台更新好，各点一下记下时间。",
}
_COLUMNS = ("编号", "岗位", "单位", "为什么在这里")
_WEEKS = ("周", "应审核日期", "结束时间", "审核人", "期")
_ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    review: FridayReview
    recent: tuple[FridayReview, ...]
    names: dict[str, str]
    number: int


def _row(step: FridayStep, item: Item) -> Row:
    first = item.id.partition("/")[0]
    deeds: tuple[Do, ...] = (Do(word="撤下", deed="withdraw"),) if step in (FridayStep.EXPIRING, FridayStep.FINDINGS) \
        else ()  # fmt: skip
    if step is FridayStep.TWINS:
        other = item.id.partition("/")[2]
        deeds = (Do(word="合并", deed="merge", hot=True), Do(word="不是重复", deed="apart"),
                 Do(word=f"看 {item.numbers[1]}", href=f"{MOUNT}/jobs/{other}"))  # fmt: skip
    return Row(id=item.id, deeds=deeds, cells=(
        Cell(text="、".join(str(one) for one in item.numbers), look="num"),
        Cell(text=item.title, look="main", href=f"{MOUNT}/jobs/{first}"),
        Cell(text=item.firm),
        Cell(flags=(Flag(word=item.words, tone="warn" if item.pressing else "calm"),)),
    ))  # fmt: skip


def _week_row(review: FridayReview, names: dict[str, str]) -> Row:
    closed = f"{local(review.closed_at):%Y-%m-%d %H:%M}" if review.closed_at else "没有结束"
    return Row(id=review.week, deeds=(Do(word="打印", deed="print"),), cells=(
        Cell(text=review.week, look="main"), Cell(text=review.due_on.isoformat(), look="num"),
        Cell(text=closed, look="num"), Cell(text=names.get(review.closed_by or "", "—")),
        Cell(text=f"第 {review.edition_number} 期" if review.edition_number else "—"),
    ))  # fmt: skip


class _Room:
    """The open page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._week = ""
        self._step: FridayStep | None = None
        self._items: tuple[Item, ...] = ()
        head("周五审核", "每周一次：汇总审核、删过期、删重复、发布。做到哪一步都记着，中途离开再回来接着做。")
        self._due = ui.label("").classes("sub").mark("due")
        self._walk = ui.html("").classes("w-full").mark("walk")
        self._title = ui.label("").classes("section")
        self._asked = ui.label("").classes("sub asked")
        self._rows = listing("items", self._deed)
        self._note = ui.input("说明（可以不填）").props("outlined dense").classes("w-full step-note").mark("step-note")
        with ui.element("div").classes("foot"):
            self._next = action("这一步看完了", self._finished, "next", "first")
            self._publish = action("", self._published, "publish", "first")
            self._stamps = {one: action(f"{one.label}已更新", self._stamping(one), one.value)
                            for one in (FridayChannel.WEBSITE, FridayChannel.PLATFORM)}  # fmt: skip
            self._files = ui.link("去对外发布拿文件", "/outward").classes("act quiet").mark("files")
            self._close = action("结束本周审核", self._closed, "close", "first")
        ui.label("以前的周审核").classes("section")
        self._weeks = listing("weeks", self._print)
        self._sure = Sure("结束以后不能再改，打印出来存档。", "结束")
        self._merge = Sure("较晚的一条撤下，它的编号指到留下的那条；两条的历史都留着。", "合并")

    def _look(self, tables: Tables) -> _View:
        now = self._desk.now()
        self._week = self._week or week_at_hand(tables, now)
        return _View(review=review_of(tables, self._week, now, self._desk.staff.id), recent=tables.friday.recent(),
                     names={one.id: one.name for one in tables.staff.all()},
                     number=tables.editions.next_number())  # fmt: skip

    async def show(self) -> None:
        """Ask again and redraw: where the week stands, then what the step at hand looks through."""
        now = self._desk.now()
        try:
            view = await self._desk.ask(self._look)
            self._step = step = next_step(view.review)
            self._items = () if step is None else await self._desk.ask(
                lambda tables: items_of(step, tables, self._week, now))  # fmt: skip
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._draw_week(view)
        looking = step is not None and step is not FridayStep.PUBLISH
        self._title.set_text("" if step is None else f"{step.label} · {len(self._items)} 条" if looking else step.label)
        self._asked.set_text(_ASKED[step] if step else "")
        rows = tuple(_row(step, one) for one in self._items[:_ROWS]) if step else ()
        self._rows.set_content(table(_COLUMNS, rows, "没有，直接做下一步。") if looking else "")
        for part in (self._note, self._next):
            part.set_visibility(looking)
        self._publish.set_visibility(step is FridayStep.PUBLISH)
        self._publish.set_text(f"发布第 {view.number} 期")
        self._draw_end(view.review, step)

    def _draw_week(self, view: _View) -> None:
        review, today = view.review, calendar_day(self._desk.now())
        late = "，已经过了" if review.closed_at is None and today > review.due_on else ""
        state = "已结束" if review.closed_at else f"应在 {review.due_on} 审核{late}"
        year, _, number = review.week.partition("-W")
        self._due.set_text(f"{year} 年第 {int(number)} 周：{state}。")
        steps = []
        for step in FridayStep:
            done = review.done(step)
            steps.append({"label": step.label, "done": done is not None, "now": step is self._step,
                          "count": done.count if done else 0, "note": done.note if done else "",
                          "by": view.names.get(done.by, "") if done else "",
                          "at": f"{local(done.at):%m-%d %H:%M}" if done else ""})  # fmt: skip
        self._walk.set_content(written("friday_steps.html", steps=steps))
        rows = tuple(_week_row(one, view.names) for one in view.recent)
        self._weeks.set_content(table(_WEEKS, rows, "还没有做过周审核。"))

    def _draw_end(self, review: FridayReview, step: FridayStep | None) -> None:
        finishing = step is None and review.closed_at is None
        for channel, button in self._stamps.items():
            stamp = review.stamp(channel)
            button.set_visibility(finishing and stamp is None)
        for part in (self._files, self._close):
            part.set_visibility(finishing)
        if finishing:
            self._title.set_text(f"第 {review.edition_number} 期已发布")
            told = "；".join(f"{one.channel.label} {local(one.at):%m-%d %H:%M}" for one in review.channels)
            self._asked.set_text(f"已更新：{told}。三个渠道都记下后就能结束。")

    async def _finished(self) -> None:
        if self._step is None:
            return
        step = finish_step(self._week, self._step, self._items, str(self._note.value or ""), self._desk.now())
        try:
            await self._desk.change(step, REVIEWING)
        except ContentError as error:
            self._desk.refuse(error)
        self._note.set_value("")
        await self.show()

    async def _deed(self, name: str, row_id: str) -> None:
        now = self._desk.now()
        try:
            match name:
                case "withdraw":
                    job, _ = await move_job(self._desk, row_id, Stage.WITHDRAWN)
                    self._desk.say(f"{job.number} 号“{job.title}”已撤下。")
                case "apart":
                    await self._desk.change(tell_apart(row_id, now), REVIEWING)
                    self._desk.say("记下了，这两条以后不再提示重复。")
                case "merge":
                    if not await self._merge.ask("把这两条合并成一条？"):
                        return
                    kept = await self._desk.change(merge_pair(row_id, now), REVIEWING)
                    self._desk.say(f"已合并，留下 {kept.number} 号。")
        except ContentError as error:
            self._desk.refuse(error)
        await self.show()

    async def _published(self) -> None:
        try:
            found = await self._desk.work(lambda staff: self._desk.parts.publisher.difference(self._desk.now()),
                                          REVIEWING)  # fmt: skip
            number = await publish_now(self._desk, f"{self._week} 周审核")
            await self._desk.change(note_published(self._week, number, found.words(), self._desk.now()), REVIEWING)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say(f"第 {number} 期已发布，自助机和信息屏正在更新。")
        await self.show()

    def _stamping(self, channel: FridayChannel) -> Callable[[], Awaitable[None]]:
        async def stamp() -> None:
            try:
                await self._desk.change(stamp_channel(self._week, channel, self._desk.now()), REVIEWING)
            except ContentError as error:
                self._desk.refuse(error)
            await self.show()

        return stamp

    async def _closed(self) -> None:
        if not await self._sure.ask(f"结束 {self._week} 的审核？"):
            return
        try:
            await self._desk.change(close_week(self._week, self._desk.now()), REVIEWING)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say("本周审核已结束，可以打印了。")
        await self.show()

    async def _print(self, name: str, week: str) -> None:
        try:
            values = await self._desk.ask(lambda tables: paper_values(
                review_of(tables, week, self._desk.now(), ""), {one.id: one.name for one in tables.staff.all()},
                tables.market.get().card.name))  # fmt: skip
            paper = await asyncio.to_thread(draw, page_of("friday.html", values))
        except ContentError as error:
            self._desk.refuse(error)
            return
        ui.download(paper, f"周审核表-{week}.pdf", "application/pdf")


async def _body(desk: Desk) -> None:
    await _Room(desk).show()


PAGE = DeskPage(path="/friday", title="周五审核", menu="周五审核", place=44, body=_body, roles=REVIEWING)
