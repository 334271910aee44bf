"""各期: every edition with what it changed, the way back, publishing now or at a time, and the emergency notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nicegui import ui

from content.admin.controls import Sure, action, head
from content.admin.desk import Desk
from content.admin.fields import Field, Kind, value_of
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.login import EDITING, REVIEWING
from content.admin.parts import DeskPage
from content.admin.releases import go_back, plan_edition, publish_now, unplan
from content.admin.written import written
from content.clock import local
from content.errors import ContentError, StoreError
from content.model.editions import EditionRow, Emergency
from content.publishing.difference import Difference
from content.store.database import Tables
from content.store.planned import PlannedEdition

_COLUMNS = ("期", "发布", "为什么", "改了什么")
_PLANS = ("什么时候", "谁定的", "为什么", "结果")
_KINDS = {"full": "整期", "patch": "补丁", "rollback": "退回", "emergency": "紧急"}
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    editions: tuple[EditionRow, ...]
    changes: dict[int, tuple[str, ...]]
    plans: tuple[PlannedEdition, ...]
    names: dict[str, str]
    number: int
    emergency: Emergency | None


def _look(tables: Tables, now: datetime) -> _View:
    editions = tables.editions.kept(_SHOWN)
    return _View(
        editions=editions, changes=tables.edition_changes.of(one.order for one in editions),
        plans=tables.planned_editions.recent(10), number=tables.editions.next_number(),
        emergency=tables.emergencies.get(now),
        names={key: one.name for one in tables.staff.all() for key in (one.id, one.login)},
    )  # fmt: skip


def _moment(edition: EditionRow) -> str:
    return f"{local(edition.built_at):%Y-%m-%d %H:%M}"


def _edition_row(edition: EditionRow, view: _View, current: bool, can_go_back: bool) -> Row:
    flags: tuple[Flag, ...] = (Flag(word="正在使用", tone="good"),) if current else ()
    if edition.kind != "full":
        flags += (Flag(word=_KINDS.get(edition.kind, edition.kind), tone="calm"),)
    deeds = (Do(word="退回到这一期", deed="back"),) if can_go_back and not current else ()
    lines = view.changes.get(edition.order, ())
    return Row(id=str(edition.order), deeds=deeds, cells=(
        Cell(text=f"第 {edition.number} 期", look="main", flags=flags),
        Cell(text=_moment(edition), look="num", small=view.names.get(edition.by, edition.by)),
        Cell(text=edition.note or "—"),
        Cell(text="；".join(lines) or ("只换信息屏" if edition.kind == "emergency" else "—")),
    ))  # fmt: skip


def _plan_row(plan: PlannedEdition, names: dict[str, str], decides: bool) -> Row:
    result, deeds = Flag(word="等着发布", tone="warn"), (Do(word="取消", deed="cancel"),) if decides else ()
    if plan.cancelled_by is not None:
        result, deeds = Flag(word=f"已由{names.get(plan.cancelled_by, '')}取消", tone="calm"), ()
    elif plan.done_at is not None:
        result, deeds = Flag(word="没有成功" if plan.sentence else "已发布", tone="" if plan.sentence else "good"), ()
    return Row(id=plan.id, deeds=deeds, cells=(
        Cell(text=f"{local(plan.due_at):%Y-%m-%d %H:%M}", look="main"),
        Cell(text=names.get(plan.planned_by, plan.planned_by)),
        Cell(text=plan.note or "—"),
        Cell(flags=(result,), small=plan.sentence),
    ))  # fmt: skip


class _Room:
    """The open page."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._decides = desk, desk.may(REVIEWING)
        self._named: dict[str, str] = {}  # by order, how staff call an edition
        head("各期", "每一期都原样留着记录。最近三期的文件还在，可以退回；退回的内容按新的一期发布。")
        self._alarm = ui.html("").classes("w-full").mark("alarm")
        with ui.element("div").classes("foot"):
            if self._decides:
                self._publish = action("", self._published, "publish", "first")
                action("定时发布……", self._ask_when, "plan")
            ui.link("预览草稿", "/preview").classes("act quiet")
            ui.link("紧急通知", "/emergency").classes("act quiet")
        self._changes = ui.html("").classes("w-full").mark("difference")
        self._planned_head = ui.label("定时发布").classes("section")
        self._plans = listing("plans", self._cancelled if self._decides else None)
        ui.label("已发布的各期").classes("section")
        self._editions = listing("editions", self._back if self._decides else None)
        self._sure = Sure("以前的内容会作为新的一期发布，自助机和信息屏马上换过去。", "退回")
        self._nothing_new = Sure("审核通过的内容和正在使用的一期一样，再发一期大厅看不出变化。", "照样发布")
        self._plan_dialog()

    def _plan_dialog(self) -> None:
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            ui.label("什么时候发布？").classes("title")
            ui.label("到点时发布那一刻所有审核通过的内容；中心停机错过了，一开机就补发。").classes("sub")
            self._when = ui.input("日期和时间").props("outlined type=datetime-local stack-label").mark("when")
            self._note = ui.input("为什么（可以不填）").props("outlined").mark("plan-note")
            with ui.element("div").classes("foot"):
                action("定下来", self._planned, "planned", "first")
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
        if self._decides:
            self._publish.set_text(f"现在发布第 {view.number} 期")
        self._alarm.set_content(written("alarm.html", emergency=view.emergency, local=local))
        plans = tuple(_plan_row(one, view.names, self._decides) for one in view.plans)
        self._plans.set_content(table(_PLANS, plans, ""))
        for part in (self._planned_head, self._plans):
            part.set_visibility(bool(plans))
        self._named = {str(one.order): f"第 {one.number} 期（{_moment(one)}）" for one in view.editions}
        rows = tuple(_edition_row(one, view, place == 0, one.order in held) for place, one in enumerate(view.editions))
        self._editions.set_content(table(_COLUMNS, rows, "还没有发布过。审核通过后，按上面的发布按钮。"))
        await self._compared()

    async def _compared(self) -> Difference | None:
        """Show what publishing now would change, the list being drawn already."""
        await self._desk.drawn()
        now = self._desk.now()
        try:
            found = await self._desk.work(lambda staff: self._desk.parts.publisher.difference(now), EDITING | REVIEWING)
        except ContentError as error:
            self._desk.refuse(error)
            return None
        self._changes.set_content(written("difference.html", lines=found.words(), held_back=found.held_back))
        return found

    async def _published(self) -> None:
        try:
            found = await self._compared()
            if found is None or (found.empty and not await self._nothing_new.ask("没有改动，还要发一期吗？")):
                return
            number = await publish_now(self._desk)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say(f"第 {number} 期已发布，自助机和信息屏正在更新。")
        await self.show()

    async def _back(self, name: str, order: str) -> None:
        try:
            out = await self._desk.work(lambda staff: self._desk.parts.publisher.left_out(int(order)), REVIEWING)
            question = f"退回到{self._named.get(order, '这一期')}？"
            if out:
                question += f"有 {len(out)} 条不会带回来（{'；'.join(out[:3])}{' 等' if len(out) > 3 else ''}）。"
            if not await self._sure.ask(question):
                return
            number = await go_back(self._desk, int(order))
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say(f"已退回，以前的内容作为第 {number} 期发布，自助机和信息屏正在更新。")
        await self.show()

    def _ask_when(self) -> None:
        self._when.set_value("")
        self._note.set_value("")
        self._dialog.open()

    async def _planned(self) -> None:
        try:
            due = instant_of(str(self._when.value or ""), "发布时间")
            await plan_edition(self._desk, due, str(self._note.value or ""))
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._dialog.close()
        self._desk.say(f"已定在 {local(due):%Y-%m-%d %H:%M} 发布。")
        await self.show()

    async def _cancelled(self, name: str, plan_id: str) -> None:
        try:
            await unplan(self._desk, plan_id)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say("定时发布已取消。")
        await self.show()


def instant_of(typed: str, label: str) -> datetime:
    """Return the instant typed in the hall's time; StoreError with what to do when it is none."""
    try:
        found = value_of(Field(name="at", label=label, kind=Kind.INSTANT), typed)
    except ValueError as wrong:
        raise StoreError(str(wrong)) from wrong
    if not isinstance(found, datetime):
        raise StoreError(f"请填“{label}”。")
    return found


async def _body(desk: Desk) -> None:
    await _Room(desk).show()


PAGE = DeskPage(path="/editions", title="各期", menu="各期", place=46, body=_body, roles=EDITING | REVIEWING)
