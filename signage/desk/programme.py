"""节目单: what the screens play and when, line by line, with the day it makes; reviewed before an edition takes it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from nicegui import ui

from content.admin.controls import Sure, action, head
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.login import EDITING, REVIEWING
from content.admin.parts import DeskPage
from content.admin.previews import SCREEN
from content.admin.written import written
from content.clock import local
from content.errors import ContentError, StaleRecord
from content.model.audit import Action
from content.model.codes import Role, Stage
from content.model.findings import Severity
from content.model.history import Revision
from content.model.people import Staff
from content.model.programme import SCENES
from content.model.programme_plan import PlannedSlot, ProgrammePlan, ProgrammeRecord
from content.publishing.content import edition_content
from content.rules.programme_plan import name_of
from content.store.database import Tables
from signage.desk.plan_view import PlanView, look, paintable, played
from signage.desk.plan_words import drawing, plan_difference, slot_words
from signage.desk.slot_dialog import SlotDialog, offered
from signage.scenes.scene import Shape

WRITING = EDITING | REVIEWING
_COLUMNS = ("次序", "放什么", "什么时候、在哪里")
_HISTORY = ("版本", "时间", "谁", "做了什么")
_SHAPES = {Shape.LANDSCAPE: "横屏", Shape.PORTRAIT: "竖屏"}


class _Room:
    """The open page; every change is a version of its own, so nothing typed is lost."""

    def __init__(self, desk: Desk, view: PlanView) -> None:
        self._desk, self._view = desk, view
        self._writes, self._decides = desk.may(WRITING), desk.may(REVIEWING)
        self._place = -1  # of the line in the dialog; -1 is a new one
        head("节目单", "信息屏放什么、什么时候放、在哪块屏放。改完要审核，通过后从下一次发布起生效。")
        self._state = ui.label("").classes("news").mark("plan-state")
        self._findings = ui.html("").classes("w-full").mark("plan-findings")
        with ui.element("div").classes("tools"):
            if self._writes:
                action("加一行", self._new, "slot-new", "brand")
                action("放一条自己写的话", self._new_words, "slot-words")
                action("换回常用节目单", self._back_to_usual, "plan-usual")
            action("在真播放器上看", self._preview, "plan-preview")
        self._rows = listing("plan", self._deed if self._writes else None)
        self._ticker_box()
        self._steps()
        self._day_box()
        ui.label("改过哪些").classes("section")
        self._history = listing("plan-history", self._restored if self._writes else None)
        self._sure = Sure("现在写的会存成一个旧版本，随时能恢复。", "换")
        self._dialog = SlotDialog(offered(paintable()), view.screens,
                                  tuple(dict.fromkeys(filter(None, view.zones.values()))), self._written)  # fmt: skip

    def _ticker_box(self) -> None:
        ui.label("下方滚动的话").classes("section")
        ui.label("第一条永远是“免费服务 不收任何费用”；招聘会的时间地点会自己加上。一行一条。").classes("sub")
        self._ticker = ui.textarea("再加几条").props("outlined autogrow").classes("w-full").mark("ticker")
        if self._writes:
            action("保存滚动的话", self._ticker_saved, "ticker-save")
        else:
            self._ticker.props("readonly")

    def _steps(self) -> None:
        with ui.element("div").classes("foot"):
            self._submit = action("提交审核", self._submitted, "plan-submit", "first")
            self._approve = action("审核通过", self._approved, "plan-approve", "first")
            self._return = action("退回", self._ask_reason, "plan-return")
        with ui.dialog() as self._returning, ui.card().classes("ask"):
            ui.label("退回节目单").classes("title")
            self._reason = ui.input("要改什么").props("outlined maxlength=120").mark("plan-reason")
            action("退回", self._sent_back, "plan-return-now", "first")

    def _day_box(self) -> None:
        ui.label("这一天怎么放").classes("section")
        with ui.element("div").classes("tools"):
            self._day = ui.select({0: "今天", 1: "明天", 2: "后天"}, value=1).props("outlined dense").mark("day")
            self._shape = ui.select(dict(_SHAPES), value=Shape.LANDSCAPE).props("outlined dense").mark("shape")
            self._screen = ui.select({"": "没有分区的屏", **self._view.screens}, value="").props("outlined dense")
            self._screen.mark("day-screen")
            for part in (self._day, self._shape, self._screen):
                part.on_value_change(self.play)
        self._said = ui.label("").classes("sub").mark("day-said")
        self._strip = ui.html("", sanitize=False).classes("w-full").mark("day-strip")

    async def show(self) -> None:
        """Ask again and redraw, the day last: playing it through takes a moment."""
        await self._redraw()
        await self.play()

    async def _redraw(self) -> None:
        now = self._desk.now()
        try:
            self._view = view = await self._desk.ask(lambda tables: look(tables, now))
        except ContentError as error:
            self._desk.refuse(error)
            return
        record = view.record
        self._state.set_text(self._state_words(view))
        lines = [one.sentence for one in view.findings]
        approved = record.approved if record is not None else None
        self._findings.set_content(written("screen_findings.html", lines=lines,
                                           changes=plan_difference(approved, view.plan, view.screens)))  # fmt: skip
        rows = tuple(self._row(place, slot, view) for place, slot in enumerate(view.plan.slots))
        self._rows.set_content(table(_COLUMNS, rows, "还没有一行。按“加一行”。"))
        self._ticker.set_value("\n".join(view.plan.ticker))
        stage = record.stage if record is not None else None
        self._submit.set_visibility(self._writes and stage in (Stage.DRAFT, Stage.RETURNED))
        for button in (self._approve, self._return):
            button.set_visibility(self._decides and stage is Stage.SUBMITTED)
        self._history.set_content(table(_HISTORY, tuple(self._version(one, view) for one in view.revisions),
                                        "还没有改过，信息屏放的是常用节目单。"))  # fmt: skip

    @staticmethod
    def _state_words(view: PlanView) -> str:
        record = view.record
        if record is None:
            return "现在放的是常用节目单：有什么内容放什么，当天日结在前。改动一行，就成了您自己的节目单。"
        words = {Stage.DRAFT: "改过，还没有提交审核", Stage.SUBMITTED: "等着审核", Stage.APPROVED: "审核通过",
                 Stage.RETURNED: f"被退回：{record.review_note}"}.get(record.stage, record.stage.label)  # fmt: skip
        if record.approved is None:
            return f"第 {record.version} 版{words}。在它通过以前，信息屏放常用节目单。"
        if record.stage is Stage.APPROVED:
            return f"第 {record.approved_version} 版{words}，从通过后的下一次发布起生效。"
        return f"第 {record.version} 版{words}。在它通过以前，继续用第 {record.approved_version} 版。"

    def _row(self, place: int, slot: PlannedSlot, view: PlanView) -> Row:
        deeds = (Do(word="改", deed="edit"), Do(word="上移", deed="up"), Do(word="下移", deed="down"),
                 Do(word="删", deed="drop")) if self._writes else ()  # fmt: skip
        wrong = any(one.field == f"slot-{place}" and one.severity is Severity.BLOCK for one in view.findings)
        label = SCENES[slot.scene].label if slot.scene in SCENES else slot.scene
        return Row(id=str(place), deeds=deeds, cells=(
            Cell(text=str(place + 1), look="num"),
            Cell(text=name_of(slot), look="main", small=label if slot.title else "",
                 flags=(Flag(word="要改"),) if wrong else ()),
            Cell(text=slot_words(slot, view.screens), small=slot.text),
        ))  # fmt: skip

    def _version(self, one: Revision, view: PlanView) -> Row:
        now = view.record.version if view.record is not None else 0
        deeds = (Do(word="恢复", deed="restore"),) if self._writes and one.version != now else ()
        return Row(id=str(one.version), deeds=deeds, cells=(
            Cell(text=f"第 {one.version} 版", look="num"), Cell(text=f"{local(one.at):%Y-%m-%d %H:%M}", look="num"),
            Cell(text=view.names.get(one.by, "系统")), Cell(text=one.deed.label, small=one.note),
        ))  # fmt: skip

    async def play(self) -> None:
        """Play the chosen day through and draw it."""
        view, now = self._view, self._desk.now()
        ahead, shape, screen = int(self._day.value or 0), Shape(str(self._shape.value)), str(self._screen.value or "")
        zone = view.zones.get(screen, "")
        try:
            content = await self._desk.ask(lambda tables: edition_content(tables, now))
            mix = await asyncio.to_thread(played, content, view.plan, ahead, shape, screen, zone, now)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._strip.set_content(written("screen_day.html", day=drawing(mix)))
        minutes = -(-mix.longest_gap_s // 60)
        once = "这一天没有岗位画面。" if not mix.longest_gap_s else (
            f"每个岗位一小时内都会出现，隔得最久的 {minutes} 分钟。" if not mix.late
            else f"{len(mix.late)} 个岗位隔了一小时以上（最久 {minutes} 分钟），请少放几行或给屏分区。")  # fmt: skip
        self._said.set_text(f"共放 {mix.scenes} 个画面。{once}")

    async def _save(self, plan: ProgrammePlan, words: str) -> None:
        version = self._view.record.version if self._view.record is not None else 0

        def step(tables: Tables, staff: Staff) -> ProgrammeRecord:
            saved = tables.programme.save(plan, version, staff.id, words)
            if saved.version != version:
                tables.audit.note(staff, self._desk.now(), Action.SAVED, subject="programme", words=f"节目单：{words}")
            return saved

        await self._carry_out(partial(self._desk.change, step, WRITING), f"{words}，已保存。")

    async def _carry_out(self, deed: Callable[[], object], said: str) -> None:
        try:
            result = deed()
            if hasattr(result, "__await__"):
                await result
            await self._redraw()
            self._desk.say(said)
        except StaleRecord as stale:
            self._desk.warn(str(stale))
            await self._redraw()
        except ContentError as error:
            self._desk.refuse(error)
            await self._redraw()
        await self.play()

    def _new(self) -> None:
        self._place = -1
        self._dialog.open("加一行", PlannedSlot(scene=""))

    def _new_words(self) -> None:
        self._place = -1
        self._dialog.open("放一条自己写的话", PlannedSlot(scene="notice"))

    async def _written(self, slot: PlannedSlot) -> None:
        slots = list(self._view.plan.slots)
        if self._place < 0:
            slots.append(slot)
        else:
            slots[self._place] = slot
        verb = "加上" if self._place < 0 else "改了"
        await self._save(replace(self._view.plan, slots=tuple(slots)), f"{verb}“{name_of(slot)}”")

    async def _deed(self, name: str, row: str) -> None:
        place, slots = int(row), list(self._view.plan.slots)
        if not 0 <= place < len(slots):
            return
        if name == "edit":
            self._place = place
            self._dialog.open(f"第 {place + 1} 行", slots[place])
            return
        slot, words = slots.pop(place), "删了"
        if name != "drop":
            slots.insert(max(place - 1, 0) if name == "up" else place + 1, slot)
            words = "挪动了"
        await self._save(replace(self._view.plan, slots=tuple(slots)), f"{words}“{name_of(slot)}”")

    async def _ticker_saved(self) -> None:
        lines = tuple(line.strip() for line in str(self._ticker.value or "").splitlines() if line.strip())
        await self._save(replace(self._view.plan, ticker=lines), "改了滚动的话")

    async def _back_to_usual(self) -> None:
        if await self._sure.ask("换回常用节目单？"):
            await self._save(self._view.usual, "换回常用节目单")

    async def _restored(self, name: str, version: str) -> None:
        now = self._view.record.version if self._view.record is not None else 0
        await self._carry_out(partial(self._desk.change, lambda tables, staff: tables.programme.restore(
            int(version), now, staff.id), WRITING), f"已恢复第 {version} 版，要重新审核。")  # fmt: skip

    async def _submitted(self) -> None:
        blocking = [one for one in self._view.findings if one.severity is Severity.BLOCK]
        if blocking:
            self._desk.warn(f"还有 {len(blocking)} 处要改，改好再提交。")
            return
        await self._step("提交审核", lambda tables, staff: tables.programme.submit(staff.id), WRITING)

    async def _approved(self) -> None:
        now = self._desk.now()
        await self._step("审核通过", lambda tables, staff: tables.programme.approve(staff.id, now), REVIEWING)

    def _ask_reason(self) -> None:
        self._reason.set_value("")
        self._returning.open()

    async def _sent_back(self) -> None:
        reason = str(self._reason.value or "").strip()
        if not reason:
            self._desk.warn("请写要改什么。")
            return
        self._returning.close()
        await self._step("退回", lambda tables, staff: tables.programme.send_back(staff.id, reason), REVIEWING)

    async def _step(self, words: str, deed: Callable[[Tables, Staff], ProgrammeRecord],
                    roles: frozenset[Role]) -> None:  # fmt: skip
        def step(tables: Tables, staff: Staff) -> ProgrammeRecord:
            done = deed(tables, staff)
            tables.audit.note(staff, self._desk.now(), Action.STAGE, subject="programme", words=f"节目单：{words}")
            return done

        await self._carry_out(partial(self._desk.change, step, roles), f"节目单{words}。")

    async def _preview(self) -> None:
        plan = self._view.plan
        try:
            held = await self._desk.work(lambda staff: self._desk.parts.publisher.draft(plan), WRITING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        ui.navigate.to(f"{SCREEN}/?draft={held.manifest.order}", new_tab=True)


async def _body(desk: Desk) -> None:
    now = desk.now()
    room = _Room(desk, await desk.ask(lambda tables: look(tables, now)))
    await room.show()


PAGE = DeskPage(path="/screens/programme", title="节目单", body=_body, roles=WRITING)
