"""审核发布: the queue with what the rules say, what changed, and two keys to decide; then one button to publish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nicegui import ui
from nicegui.events import KeyEventArguments

from content.admin import figures
from content.admin.cases import cases_waiting
from content.admin.controls import Sure, action
from content.admin.desk import KNOWN, Desk
from content.admin.listing import listing
from content.admin.login import EDITING, REVIEWING
from content.admin.look_alikes import merge_pair, tell_apart
from content.admin.parts import MOUNT, Card, DeskPage, Elsewhere
from content.admin.releases import publish_now
from content.admin.reviewing import (
    NeedsReason,
    Seen,
    Waiting,
    approve,
    approve_all,
    queue,
    send_back,
    waiting_count,
)
from content.admin.walk_in import own_queue
from content.admin.written import written
from content.errors import ContentError
from content.model.codes import TerminalKind
from content.model.findings import Finding, Severity
from content.rules.cadence import thresholds
from content.store.database import Tables

_SEVERITIES = {Severity.BLOCK: "必须改", Severity.WARN: "要说明理由", Severity.INFO: "提示"}
_TONES = {Severity.BLOCK: "", Severity.WARN: "warn", Severity.INFO: "calm"}
_TWO = "双人审核：录入或修改的人不能审自己的，要换一位审核员。"
_ONE = "双人审核已在市场设置里关闭：录入的人也能自己审核，每次都会写进历史记录。有第二位审核员后请打开。"
# keeps what the keys act on in view; the server knows the place too
_POINT = """(() => {{ const rows = document.querySelectorAll('.review tbody tr');
rows.forEach((row, place) => row.classList.toggle('on', place === {place}));
rows[{place}]?.scrollIntoView({{block: 'nearest'}}); }})()"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    waiting: tuple[Waiting, ...]
    total: int
    number: int
    kiosks: int
    screens: int
    figures: dict[str, int]
    names: dict[str, str]
    alone: bool
    elsewhere: tuple[Elsewhere, ...]


def _look(tables: Tables, now: datetime, desk: Desk) -> _View:
    waiting, total = queue(tables, now, desk.staff)
    terminals = [one for one in tables.terminals.all() if one.revoked_at is None]
    screens = sum(one.kind is TerminalKind.SCREEN for one in terminals)
    counted = {"week": figures.jobs_this_week(tables, now), "month": figures.jobs_this_month(tables, now),
               "expiring": figures.expiring_soon(tables, now),
               "policies": figures.policies_this_week(tables, now)}  # fmt: skip
    return _View(
        waiting=waiting, total=total, number=tables.editions.next_number(), kiosks=len(terminals) - screens,
        screens=screens, figures=counted, names={one.id: one.name for one in tables.staff.all()},
        alone=tables.market.get().two_person_market,
        elsewhere=tuple(one for source in (*own_queue(), cases_waiting, *desk.parts.queue)
                        for one in source(tables, now)),
    )  # fmt: skip


class _Room:
    """The open page: what it shows and what its buttons and keys do."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._decides, self._edits = desk, desk.may(REVIEWING), desk.may(EDITING)
        self._items: tuple[Waiting, ...] = ()
        self._place = 0
        self._title = ui.label("").classes("title")
        self._sub = ui.label("").classes("sub")
        self._eyes = ui.label("").classes("eyes").mark("two-eyes")
        self._cards = ui.html("").classes("w-full")
        self._elsewhere = ui.html("").classes("w-full").mark("elsewhere")
        if self._decides:
            with ui.element("div").classes("foot above"):
                self._several = action("", self._all_clean, "all-clean")
                ui.label("键盘：J 下一条，K 上一条，1 通过，2 退回").classes("sub")
            # a button that was just clicked keeps the focus: its row's neighbours are decided by key all the same
            ui.keyboard(on_key=self._key, ignore=["input", "select", "textarea"])
        self._queue = listing("queue", self._deed if self._decides else None)
        self._foot()
        self._changes = ui.html("").classes("w-full").mark("difference")
        self._back = _Reason("为什么退回？", "写给录入员看：哪里不对，怎么改", "退回", "return", self._returned)
        self._pass = _Reason("说明理由放行", "核实过什么，为什么可以发", "放行并通过", "release", self._released)
        self._sure = Sure("只通过没有“必须改”和“要说明理由”的；每一条都记在您名下。", "全部通过")
        self._merge = Sure("较晚的一条撤下，它的编号指到留下的那条；两条的历史都留着。", "合并")

    def _foot(self) -> None:
        with ui.element("div").classes("foot"):
            self._publish = action("", self._published, "publish", "first")
            self._publish.set_visibility(self._decides)
            action("和上一期比较", self._compare, "compare")
            ui.link("预览草稿", "/preview").classes("act quiet")
            ui.link("各期、定时发布、紧急通知", "/editions").classes("act quiet")
            self._meter = ui.html("").classes("meter")

    async def show(self) -> None:
        """Ask again and redraw."""
        now = self._desk.now()
        try:
            view = await self._desk.ask(lambda tables: _look(tables, now, self._desk))
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._items = view.waiting
        self._place = min(self._place, max(len(view.waiting) - 1, 0))
        self._title.set_text(f"审核发布 · 第 {view.number} 期草稿")
        reach = f"{view.kiosks} 台自助机和 {view.screens} 块信息屏"
        self._sub.set_text(f"发布后，{reach}会同时换到新一期；任何时候都能退回上一期。")
        self._eyes.set_text(_ONE if view.alone else _TWO)
        self._eyes.classes(add="off" if view.alone else "", remove="" if view.alone else "off")
        self._cards.set_content(written("cards.html", mount=MOUNT, cards=_cards(view)))
        self._elsewhere.set_content(written("elsewhere.html", mount=MOUNT, items=view.elsewhere))
        self._draw_queue(view.names)
        self._publish.set_text(f"发布第 {view.number} 期")
        self._meter.set_content(written(
            "meter.html", policies=view.figures["policies"], policy_goal=thresholds()["policy_updates"]["needed"],
            jobs=view.figures["month"], job_goal=thresholds()["new_jobs"]["needed"]))  # fmt: skip

    def _draw_queue(self, names: dict[str, str]) -> None:
        self._queue.set_content(written(
            "review.html", items=self._items, place=self._place, mount=MOUNT, decides=self._decides, edits=self._edits,
            severities=_SEVERITIES, tones=_TONES, names=names))  # fmt: skip
        if self._decides:
            clean = sum(one.clean for one in self._items)
            self._several.set_visibility(clean > 1)
            self._several.set_text(f"没有问题的 {clean} 条一次通过")

    @property
    def _asking(self) -> bool:
        return any(one.is_open for one in (self._back, self._pass, self._sure, self._merge))

    async def _key(self, event: KeyEventArguments) -> None:
        modified = event.modifiers.ctrl or event.modifiers.alt or event.modifiers.meta
        if not event.action.keydown or event.action.repeat or modified or self._asking or not self._items:
            return
        step = {"j": 1, "k": -1}.get(str(event.key).lower())
        if step is not None:
            self._place = min(max(self._place + step, 0), len(self._items) - 1)
            ui.run_javascript(_POINT.format(place=self._place))
        elif str(event.key) in ("1", "2"):
            one = self._items[self._place]
            if str(event.key) == "1" and one.own:
                self._desk.warn(f"“{one.name}”是您录入或修改的，请另一位审核员来审核。")
                return
            await self._deed("approve" if str(event.key) == "1" else "return", one.seen.text())

    async def _deed(self, name: str, row_id: str) -> None:
        try:
            wanted = Seen.of(row_id.partition(":")[0])
            if name == "return":
                self._back.ask(wanted)
                return
            if name in ("apart", "merge"):
                await self._alike(name, row_id.partition(":")[2])
                return
            title = await self._desk.change(approve(wanted, self._desk.now(), twins=self._twins(wanted)), REVIEWING)
        except NeedsReason as need:
            self._pass.ask(wanted, need.findings)
            return
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say(f"“{title}”已通过，发布后上自助机和信息屏。")
        await self.show()

    def _twins(self, wanted: Seen) -> tuple[tuple[str, int], ...]:
        return next((one.twins for one in self._items if one.seen == wanted), ())

    async def _alike(self, name: str, pair: str) -> None:
        if name == "apart":
            await self._desk.change(tell_apart(pair, self._desk.now()), REVIEWING)
            self._desk.say("记下了，这两条以后不再提示重复。")
        elif await self._merge.ask("把这两条合并成一条？"):
            kept = await self._desk.change(merge_pair(pair, self._desk.now()), REVIEWING)
            self._desk.say(f"已合并，留下 {kept.number} 号。")
        await self.show()

    async def _returned(self, wanted: Seen, why: str) -> None:
        title = await self._desk.change(send_back(wanted, why, self._desk.now()), REVIEWING)
        self._desk.say(f"“{title}”已退回给录入员。")
        await self.show()

    async def _released(self, wanted: Seen, why: str) -> None:
        if not why.strip():
            self._desk.warn("请写明理由，以后查起来有据。")
            return
        title = await self._desk.change(approve(wanted, self._desk.now(), why, self._twins(wanted)), REVIEWING)
        self._desk.say(f"“{title}”已说明理由通过，发布后上自助机和信息屏。")
        await self.show()

    async def _all_clean(self) -> None:
        wanted = tuple(one.seen for one in self._items if one.clean)
        if not await self._sure.ask(f"通过这 {len(wanted)} 条？"):
            return
        try:
            done, left = await self._desk.change(approve_all(wanted, self._desk.now()), REVIEWING)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say(f"{done} 条已通过，发布后上自助机和信息屏。")
            for sentence in left[:3]:
                self._desk.warn(sentence)
        await self.show()

    async def _published(self) -> None:
        try:
            number = await publish_now(self._desk)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say(f"第 {number} 期已发布，自助机和信息屏正在更新。")
            self._changes.set_content("")
        await self.show()

    async def _compare(self) -> None:
        try:
            found = await self._desk.work(lambda staff: self._desk.parts.publisher.difference(self._desk.now()),
                                          EDITING | REVIEWING)  # fmt: skip
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._changes.set_content(written("difference.html", lines=found.words(), held_back=found.held_back))


class _Reason:
    """A question for a reason before a decision."""

    def __init__(self, question: str, hint: str, yes: str, marker: str, then: Any) -> None:
        self._wanted: Seen | None = None
        self._then = then
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            ui.label(question).classes("title")
            self._findings = ui.label("").classes("sub")
            self._why = ui.textarea(placeholder=hint).mark("why" if marker == "return" else f"why-{marker}")
            self._why.props("outlined autogrow autofocus")
            with ui.element("div").classes("foot"):
                action(yes, self._answered, marker, "first")
                action("取消", self._dialog.close)

    @property
    def is_open(self) -> bool:
        """Say whether the question is on the page."""
        return bool(self._dialog.value)

    def ask(self, wanted: Seen, findings: tuple[Finding, ...] = ()) -> None:
        """Open the question."""
        self._wanted = wanted
        self._findings.set_text(" ".join(one.sentence for one in findings))
        self._why.set_value("")
        self._dialog.open()

    async def _answered(self) -> None:
        if self._wanted is None:
            return
        try:
            await self._then(self._wanted, str(self._why.value or ""))
        except ContentError as error:
            ui.notify(str(error), type="negative", position="top", timeout=0, actions=KNOWN, multi_line=True)
            return
        if str(self._why.value or "").strip():
            self._dialog.close()


def _cards(view: _View) -> tuple[Card, ...]:
    blocked = sum(any(one.severity is Severity.BLOCK for one in waiting.findings) for waiting in view.waiting)
    return (
        Card(label="本周新增岗位", figure=view.figures["week"], path="/jobs"),
        Card(label="3 天内到期，将自动下架", figure=view.figures["expiring"], path="/jobs?stage=approved&ends=3"),
        Card(label="待审核", figure=view.total, pressing=view.total > 0),
        Card(label="待审核里有必须改的", figure=blocked, pressing=blocked > 0),
    )


async def _body(desk: Desk) -> None:
    await _Room(desk).show()


PAGE = DeskPage(path="/review", title="审核发布", menu="审核发布", place=40, body=_body, urgent=True,
                count=waiting_count, roles=EDITING | REVIEWING)  # fmt: skip
