"""One report: made beside the page with its steps in words, looked at, taken as table or paper, and frozen (R206)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from nicegui import ui

from content.admin.controls import Sure, action, head, not_there
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Row, listing, table
from content.admin.login import EVERYONE
from content.admin.made_reports import Made
from content.admin.parts import MOUNT, DeskPage
from content.admin.reporting import FREEZING, MAKING_MONTH, Maker, as_paper, as_workbook, freeze, opened, since_frozen
from content.admin.written import written
from content.clock import local
from content.errors import ContentError
from content.model.audit import Action
from content.model.people import Staff
from content.model.reports import FrozenReport, ReportKind
from content.reports.report_paper import Sealed
from content.store.database import Tables

_VERSIONS = ("定稿", "谁、什么时候", "内容指纹", "原因")
_TOLD = 8  # changes told one by one


class _Room:
    """The open report."""

    def __init__(self, desk: Desk, kind: ReportKind, subject: str) -> None:
        self._desk, self._kind, self._subject = desk, kind, subject
        self._maker = Maker(market=desk.parts.market, held=desk.parts.made_reports)
        self._shown: Sealed | None = None
        self._versions: tuple[FrozenReport, ...] = ()
        self._names: dict[str, str] = {}
        with ui.element("div").classes("tools"):
            action("生成", self._make, "make", "brand")
            action("打印", lambda: self._take("PDF"), "paper")
            action("Excel", lambda: self._take("XLSX"), "table")
            ui.link("回报表", "/reports").classes("act quiet")
        self._bar = ui.linear_progress(value=0.0, show_value=False, size="10px").mark("progress")
        self._step = ui.label("").classes("sub").mark("step")
        self._bar.set_visibility(False)
        self._state = ui.label("").classes("sub").mark("state")
        self._changed = ui.label("").classes("sub").mark("changed")
        self._frozen = listing("versions", self._deed)
        if desk.may(FREEZING):
            with ui.element("section").classes("group"):
                ui.label("定稿的内容以后不变。定稿以后要改的，写明原因再出一稿，以前的那一稿留着。").classes("sub")
                self._reason = ui.input("再出一稿的原因").props("outlined dense maxlength=200").mark("reason")
                with ui.element("div").classes("foot"):
                    action("定稿", self._freeze, "freeze", "first")
            self._sure = Sure("会先按现在的台账重新生成一次。定稿不能改，只能写明原因再出一稿。", "定稿")
        self._place = ui.html("", sanitize=False).classes("w-full").mark("report")

    async def show(self) -> None:
        """Ask for what is frozen and draw the last version, else what was made."""

        def look(tables: Tables) -> tuple[tuple[FrozenReport, ...], dict[str, str]]:
            names = {one.id: one.name for one in tables.staff.all()}
            return tables.frozen_reports.versions(self._kind, self._subject), names

        self._versions, self._names = await self._desk.ask(look)
        rows = tuple(Row(id=one.id, deeds=(Do(word="看这一稿", deed="look"),), cells=(
            Cell(text=f"第 {one.version} 稿", look="main"),
            Cell(text=self._names.get(one.frozen_by, "已离开的人"), small=f"{local(one.frozen_at):%Y-%m-%d %H:%M}"),
            Cell(text=one.sha256[:12], look="num"), Cell(text=one.reason or "—"),
        )) for one in self._versions)  # fmt: skip
        self._frozen.set_content(table(_VERSIONS, rows, ""))
        self._frozen.set_visibility(bool(rows))
        if self._desk.may(FREEZING):
            self._reason.set_visibility(bool(rows))  # the first version needs none
        made = self._desk.parts.made_reports.get(self._kind, self._subject)
        if self._versions:
            self._draw(opened(self._versions[0], self._names))
        elif made is not None:
            self._draw(made.seal)
        else:
            self._state.set_text("还没有生成。")

    async def check(self) -> None:
        """Make the report beside the open page and say whether it is still what was frozen."""
        made = await self._made()
        if made is None:
            return
        if not self._versions:
            self._draw(made.seal)
            return
        changes = since_frozen(opened(self._versions[0], self._names), made.seal)
        more = f"；等 {len(changes)} 处" if changes[_TOLD:] else ""
        told = f"台账后来有变动：{'；'.join(changes[:_TOLD])}{more}。定稿不变；要报新数，写明原因再出一稿。"
        self._changed.set_text(told if changes else "台账和定稿时一样。")

    def _draw(self, one: Sealed) -> None:
        self._shown = one
        self._state.set_text(f"{one.report.about} · 数据截至 {one.report.as_of} · {one.state} · 内容指纹 {one.sha256}")
        self._place.set_content(written("report_parts.html", parts=one.report.parts, mount=MOUNT))

    def _told(self) -> Callable[[float, str], None]:
        """Return what the maker's thread may call: it draws in the page's own loop."""
        loop = asyncio.get_running_loop()

        def draw(share: float, word: str) -> None:
            if not self._bar.is_deleted:
                self._bar.set_value(share)
                self._step.set_text(f"正在{word} ……" if share < 1 else "")

        def told(share: float, word: str) -> None:
            loop.call_soon_threadsafe(draw, share, word)

        return told

    async def _made(self) -> Made | None:
        self._bar.set_visibility(True)
        try:
            return await asyncio.to_thread(self._maker.make, self._kind, self._subject, self._desk.now(), self._told())
        except ContentError as error:
            self._desk.refuse(error)
            return None
        finally:
            self._bar.set_visibility(False)
            self._step.set_text("")

    async def _make(self) -> None:
        made = await self._made()
        if made is not None:
            self._draw(made.seal)
            self._desk.say("已生成，还没有定稿。")

    async def _freeze(self) -> None:
        reason = str(self._reason.value or "")
        if self._versions and not reason.strip():
            self._reason.error = "已经定稿过，请写为什么再出一稿。"
            return
        self._reason.error = None
        if not await self._sure.ask("把这份报告定稿？"):
            return
        made = await self._made()
        if made is None:
            return
        try:
            kept = await self._desk.change(freeze(made, reason, self._desk.now()), FREEZING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._reason.set_value("")
        self._changed.set_text("")
        self._desk.say(f"已定稿，第 {kept.version} 稿。")
        await self.show()

    async def _deed(self, name: str, report_id: str) -> None:
        found = next((one for one in self._versions if one.id == report_id), None)
        if name == "look" and found is not None:
            try:
                self._draw(opened(found, self._names))
            except ContentError as error:
                self._desk.refuse(error)

    async def _take(self, form: str) -> None:
        one, desk = self._shown, self._desk
        if one is None:
            desk.warn("还没有生成，请先点“生成”。")
            return

        def note(tables: Tables, staff: Staff) -> str:
            tables.audit.note(staff, desk.now(), Action.EXPORTED, subject="frozen_report", subject_id=self._subject,
                              words=f"{one.report.title}（{'定稿' if one.frozen else '未定稿'}），{form}")  # fmt: skip
            return staff.name

        try:
            by = await desk.change(note, EVERYONE)
            made = await asyncio.to_thread(as_paper if form == "PDF" else as_workbook, one, desk.now(), by)
        except ContentError as error:
            desk.refuse(error)
            return
        state = "定稿" if one.frozen else "未定稿"
        ui.download(made, f"{one.report.title}-{state}-{one.short}.{form.lower()}")


async def _body(desk: Desk) -> None:
    name, subject = desk.named("kind"), desk.named("subject")
    if name not in set(ReportKind):
        not_there("这种报表", "报表")
        return
    kind = ReportKind(name)
    if kind is ReportKind.MONTH and not desk.may(MAKING_MONTH):
        ui.label(kind.label).classes("title")
        ui.label("月度报告由负责人做、考核组看，您的账号看不到；要数请找负责人。").classes("sub")
        return
    about = f"{kind.label} · {subject}" if kind is ReportKind.MONTH else kind.label
    head(about, "在旁边做，不耽误别人用。每个数点开是它数的记录；定稿以后台账再变，定稿不变。")
    room = _Room(desk, kind, subject)
    await room.show()
    await desk.drawn()
    await room.check()


PAGE = DeskPage(path="/reports/{kind}/{subject}", title="报表", body=_body)
