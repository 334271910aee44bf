"""审核发布: the queue, what the next 期 changes, one button to publish, and the way back to an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from nicegui import ui

from content.admin import figures
from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.login import EDITING, REVIEWING
from content.admin.parts import MOUNT, Card, DeskPage
from content.admin.reviewing import Seen, Waiting, approve, queue, seen, send_back
from content.admin.wording import pay_words
from content.admin.written import written
from content.clock import local
from content.errors import ContentError
from content.model.codes import TerminalKind
from content.model.editions import EditionRow
from content.model.findings import Severity
from content.model.jobs import JobPost
from content.store.database import Tables

_COLUMNS = ("岗位或政策", "企业或发文单位", "薪资或类别", "问题")
_EDITIONS = ("期", "发布时间", "种类", "发布人", "说明")
_KINDS = {"full": "整期", "patch": "补丁", "rollback": "退回", "emergency": "紧急"}
_FLAGS_SHOWN = 3
_EDITIONS_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    waiting: tuple[Waiting, ...]
    total: int
    number: int
    kiosks: int
    screens: int
    week_jobs: int
    month_jobs: int
    expiring: int
    policies: int
    editions: tuple[EditionRow, ...]
    names: dict[str, str]


def _look(tables: Tables, now: datetime) -> _View:
    waiting, total = queue(tables, now)
    terminals = [one for one in tables.terminals.all() if one.revoked_at is None]
    screens = sum(one.kind is TerminalKind.SCREEN for one in terminals)
    return _View(
        waiting=waiting, total=total, number=tables.editions.next_number(), kiosks=len(terminals) - screens,
        screens=screens, week_jobs=figures.jobs_this_week(tables, now), month_jobs=figures.jobs_this_month(tables, now),
        expiring=figures.expiring_soon(tables, now), policies=figures.policies_this_week(tables, now),
        editions=tables.editions.kept(_EDITIONS_SHOWN),
        names={key: one.name for one in tables.staff.all() for key in (one.id, one.login)},
    )  # fmt: skip


def _waiting_row(one: Waiting, decides: bool, edits: bool) -> Row:
    record = one.record
    is_job = isinstance(record, JobPost)
    path = f"{MOUNT}/jobs/{record.id}" if is_job else f"{MOUNT}/policies/{record.id}"
    tones = {Severity.BLOCK: "", Severity.WARN: "warn", Severity.INFO: "calm"}
    flags = [Flag(word=finding.sentence.rstrip("。"), tone=tones[finding.severity])
             for finding in one.findings[:_FLAGS_SHOWN]]  # fmt: skip
    if len(one.findings) > _FLAGS_SHOWN:
        flags.append(Flag(word=f"还有 {len(one.findings) - _FLAGS_SHOWN} 处", tone="calm"))
    if not flags:
        flags = [Flag(word="没有问题", tone="good")]
    deeds = [Do(word="通过", deed="approve", hot=True), Do(word="退回", deed="return")] if decides else []
    deeds.append(Do(word="修改" if edits else "查看", href=path))
    worth = pay_words(record) if isinstance(record, JobPost) else f"{record.level.label} · {record.category.label}"
    return Row(id=seen(record).text(), deeds=tuple(deeds), cells=(
        Cell(text=record.title, look="main", href=path,
             small=f"{record.number} 号" if isinstance(record, JobPost) else "政策公告"),
        Cell(text=one.firm),
        Cell(text=worth, look="num"),
        Cell(flags=tuple(flags)),
    ))  # fmt: skip


def _edition_row(edition: EditionRow, names: dict[str, str], current: bool, can_go_back: bool) -> Row:
    flags = (Flag(word="正在使用", tone="good"),) if current else ()
    deeds = (Do(word="退回到这一期", deed="back"),) if can_go_back and not current else ()
    return Row(id=str(edition.order), deeds=deeds, cells=(
        Cell(text=f"第 {edition.number} 期", look="main", flags=flags),
        Cell(text=f"{local(edition.built_at):%Y-%m-%d %H:%M:%S}", look="num"),
        Cell(text=_KINDS.get(edition.kind, edition.kind)),
        Cell(text=names.get(edition.by, edition.by)),
        Cell(text=edition.note or "—"),
    ))  # fmt: skip


class _Room:
    """The open page: what it shows and what its buttons do."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._decides = desk.may(REVIEWING)
        self._wanted: Seen | None = None
        self._title = ui.label("").classes("title")
        self._sub = ui.label("").classes("sub")
        self._cards = ui.html("").classes("w-full")
        self._queue = listing("queue", self._deed if self._decides else None)
        self._foot()
        self._changes = ui.html("").classes("w-full").mark("difference")
        ui.label("已发布的各期").classes("section")
        self._editions = listing("editions", self._back if self._decides else None)
        self._ask_why()

    def _foot(self) -> None:
        with ui.element("div").classes("foot"):
            self._publish = action("", self._published, "publish", "first")
            self._publish.set_visibility(self._decides)
            action("和上一期比较", self._compare, "compare")
            self._meter = ui.html("").classes("meter")

    def _ask_why(self) -> None:
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            ui.label("为什么退回？").classes("title")
            self._why = ui.textarea(placeholder="写给录入员看：哪里不对，怎么改").mark("why")
            self._why.props("outlined autogrow")
            with ui.element("div").classes("foot"):
                action("退回", self._returned, "return", "first")
                action("取消", self._dialog.close)

    async def show(self) -> None:
        """Ask again and redraw."""
        now = self._desk.now()
        try:
            view = await self._desk.ask(lambda tables: _look(tables, now))
            held = await self._desk.work(
                lambda staff: frozenset(one.order for one in self._desk.parts.publisher.kept()), REVIEWING
            ) if self._decides else frozenset()
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._title.set_text(f"审核发布 · 第 {view.number} 期草稿")
        reach = f"{view.kiosks} 台自助机和 {view.screens} 块信息屏"
        self._sub.set_text(f"发布后，{reach}会同时换到新一期；任何时候都能退回上一期。")
        self._cards.set_content(written("cards.html", mount=MOUNT, cards=_cards(view)))
        rows = tuple(_waiting_row(one, self._decides, self._desk.may(EDITING)) for one in view.waiting)
        self._queue.set_content(table(_COLUMNS, rows, "没有待审核的内容。"))
        self._publish.set_text(f"发布第 {view.number} 期")
        self._meter.set_content(written("meter.html", policies=view.policies, policy_goal=figures.POLICY_UPDATES_A_WEEK,
                                        jobs=view.month_jobs, job_goal=figures.JOBS_A_MONTH))  # fmt: skip
        editions = tuple(_edition_row(one, view.names, place == 0, one.order in held)
                         for place, one in enumerate(view.editions))  # fmt: skip
        self._editions.set_content(table(_EDITIONS, editions, "还没有发布过。审核通过后，按上面的发布按钮。"))

    async def _deed(self, name: str, row_id: str) -> None:
        try:
            wanted = Seen.of(row_id)
            if name == "return":
                self._wanted = wanted
                self._why.set_value("")
                self._dialog.open()
                return
            title = await self._desk.change(approve(wanted, self._desk.now()), REVIEWING)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say(f"“{title}”已通过，发布后上自助机和信息屏。")
        await self.show()

    async def _returned(self) -> None:
        if self._wanted is None:
            return
        try:
            step = send_back(self._wanted, str(self._why.value or ""), self._desk.now())
            title = await self._desk.change(step, REVIEWING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._dialog.close()
        self._desk.say(f"“{title}”已退回给录入员。")
        await self.show()

    async def _published(self) -> None:
        await self._issue(lambda by: self._desk.parts.publisher.publish(by).number,
                          "第 {} 期已发布，自助机和信息屏正在更新。")  # fmt: skip

    async def _back(self, name: str, order: str) -> None:
        await self._issue(lambda by: self._desk.parts.publisher.roll_back(int(order), by).number,
                          "已退回，以前的内容作为第 {} 期发布，自助机和信息屏正在更新。")  # fmt: skip

    async def _issue(self, action: Callable[[str], int], said: str) -> None:
        try:
            number = await self._desk.work(lambda staff: action(staff.id), REVIEWING)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say(said.format(number))
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


def _cards(view: _View) -> tuple[Card, ...]:
    blocked = sum(any(one.severity is Severity.BLOCK for one in waiting.findings) for waiting in view.waiting)
    return (
        Card(label="本周新增岗位", figure=view.week_jobs, path="/jobs"),
        Card(label="3 天内到期，将自动下架", figure=view.expiring, path="/jobs?stage=approved"),
        Card(label="待审核", figure=view.total, pressing=view.total > 0),
        Card(label="待审核里有必须改的", figure=blocked, pressing=blocked > 0),
    )


async def _body(desk: Desk) -> None:
    await _Room(desk).show()


PAGE = DeskPage(path="/review", title="审核发布", menu="审核发布", place=40, body=_body, urgent=True,
                count=figures.waiting_count, roles=EDITING | REVIEWING)  # fmt: skip
