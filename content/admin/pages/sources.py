"""信息源登记: the month at a glance, a line noted in seconds, and a job opened from where it was found (R106)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta

from nicegui import ui
from nicegui.events import GenericEventArguments

from content.admin.cadence import workdays_of
from content.admin.checks import blocking
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.fields import Typed, typed_of, values_of
from content.admin.form import Form
from content.admin.listing import PICK, listing, table
from content.admin.login import EDITING
from content.admin.outreach_forms import blank_source, correction_groups, correction_of, source_from, source_groups
from content.admin.parts import DeskPage
from content.admin.source_days import entry_row, month_of_days, standing_of
from content.admin.written import written
from content.clock import calendar_day
from content.errors import ContentError
from content.model.audit import Action
from content.model.outreach import SourceWatch
from content.model.people import Staff
from content.rules.cadence import month_days
from content.rules.outreach import check_source
from content.rules.workdays import Workdays
from content.store.database import Tables

_COLUMNS = ("日期", "来源", "看到 / 采用", "备注", "登记人")


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    entries: tuple[SourceWatch, ...]
    known: tuple[SourceWatch, ...]
    since: date | None
    workdays: Workdays
    names: dict[str, str]


def _month(text: str, today: date) -> date:
    try:
        return min(date.fromisoformat(f"{text}-01"), today.replace(day=1))
    except ValueError:
        return today.replace(day=1)


def _kept(entry: SourceWatch, desk: Desk, tables: Tables, staff: Staff) -> None:
    tables.source_watches.add(entry)
    word = "更正信息源登记" if entry.corrects else "信息源登记"
    tables.audit.note(staff, desk.now(), Action.SAVED, subject="source_watch", subject_id=entry.id, words=word)


class _Room:
    """The open page."""

    def __init__(self, desk: Desk, month: date) -> None:
        self._desk, self._month, self._edits = desk, month, desk.may(EDITING)
        self._known: tuple[SourceWatch, ...] = ()
        self._entries: tuple[SourceWatch, ...] = ()
        head("信息源登记", "每个工作日看一家以上的中介或平台，记下看到几个、采用几个。漏了的日子是红的，可以补录。")
        if self._edits:
            self._place_entry()
            self._correction = _Correction(desk, self.show)
        self._place_month()
        self._days = ui.html("").classes("w-full").mark("days")
        self._days.on("click", self._pick_day, js_handler=PICK)
        ui.label("当月登记").classes("section")
        self._rows = listing("entries", self._deed if self._edits else None)

    def _place_month(self) -> None:
        before, after = self._month - timedelta(days=1), month_days(self._month)[1] + timedelta(days=1)
        with ui.element("div").classes("foot turn"):
            ui.link("上个月", f"/sources?month={before:%Y-%m}").classes("act quiet")
            ui.label(f"{self._month.year} 年 {self._month.month} 月").classes("section")
            if after <= calendar_day(self._desk.now()):
                ui.link("下个月", f"/sources?month={after:%Y-%m}").classes("act quiet")

    def _place_entry(self) -> None:
        self._chips = ui.html("").classes("w-full").mark("known")
        self._chips.on("click", self._pick_known, js_handler=PICK)
        blank = blank_source(self._desk.staff, self._desk.now())
        self._form = Form(source_groups(), typed_of(source_groups(), blank))
        for name in ("source", "url", "seen", "taken", "day", "note"):
            self._form.part(name).on("keydown.enter", self._save)
        with ui.element("div").classes("foot"):
            action("登记", self._save, "save", "first")
            ui.label("键盘：Tab 下一格，回车登记；看过的来源点一下就填好。").classes("sub")

    async def show(self) -> None:
        """Ask again and redraw the month."""
        days = month_days(self._month)

        def look(tables: Tables) -> _View:
            watches = tables.source_watches
            return _View(entries=watches.between(*days), known=watches.known(), since=watches.first_day(),
                         workdays=workdays_of(tables),
                         names={one.id: one.name for one in tables.staff.all()})  # fmt: skip

        view = await self._desk.ask(look)
        self._entries, self._known = view.entries, view.known
        today = calendar_day(self._desk.now())
        weeks = month_of_days(self._month, view.entries, view.since, today, view.workdays)
        self._days.set_content(written("source_days.html", weeks=weeks))
        rows = tuple(entry_row(one, view.entries, view.names, self._edits) for one in view.entries)
        self._rows.set_content(table(_COLUMNS, rows, "这个月还没有登记。"))
        if self._edits:
            self._chips.set_content(written("known_sources.html", known=view.known))

    def _pick_day(self, event: GenericEventArguments) -> None:
        if self._edits:
            self._form.fill({"day": str(event.args)})
            self._focus("source")

    def _pick_known(self, event: GenericEventArguments) -> None:
        entry = next((one for one in self._known if one.id == event.args), None)
        if entry is not None:
            self._form.fill({"source": entry.source, "kind": entry.kind.value, "url": entry.url})
            self._focus("seen")

    def _focus(self, name: str) -> None:
        part = self._form.part(name)
        if isinstance(part, ui.input):
            part.run_method("focus")

    async def _save(self) -> None:
        typed, now = self._form.typed(), self._desk.now()
        known = next((one for one in self._known if one.source == str(typed["source"]).strip()), None)
        if known is not None and not typed["url"]:
            typed |= {"url": known.url, "kind": known.kind.value}
        values, wrong = values_of(source_groups(), typed)
        found = wrong or check_source(source_from(values, self._desk.staff, now), calendar_day(now))
        self._form.show(found)
        if blocking(found):
            self._desk.warn(f"还有 {len(found)} 处要改，改好再登记。")
            return
        try:
            await self._desk.change(
                lambda tables, staff: _kept(source_from(values, staff, now), self._desk, tables, staff), EDITING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._form.fill(typed_of(source_groups(), blank_source(self._desk.staff, now)))
        self._desk.say(f"{values['source']} 已登记。")
        self._focus("source")
        await self.show()

    async def _deed(self, name: str, entry_id: str) -> None:
        entry = next((one for one in standing_of(self._entries) if one.id == entry_id), None)
        if name == "correct" and entry is not None:
            self._correction.open(entry)


class _Correction:
    """The question what was wrong with an entry, and why."""

    def __init__(self, desk: Desk, show: Callable[[], Awaitable[None]]) -> None:
        self._desk, self._show = desk, show
        self._entry: SourceWatch | None = None
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            self._title = ui.label("").classes("title")
            blank: dict[str, Typed] = {"seen": "", "taken": "", "url": "", "reason": "", "void": False}
            self._form = Form(correction_groups(), blank)
            with ui.element("div").classes("foot"):
                action("更正", self._save, "corrected", "first")
                action("取消", self._dialog.close)

    def open(self, entry: SourceWatch) -> None:
        """Ask about one entry."""
        self._entry = entry
        self._title.set_text(f"{entry.day.month}月{entry.day.day}日 · {entry.source}")
        self._form.fill({"seen": str(entry.seen), "taken": str(entry.taken), "url": entry.url, "reason": "",
                         "void": False})  # fmt: skip
        self._dialog.open()

    async def _save(self) -> None:
        if self._entry is None:
            return
        entry, now = self._entry, self._desk.now()
        values, wrong = values_of(correction_groups(), self._form.typed())
        found = wrong or check_source(correction_of(entry, values, self._desk.staff, now), calendar_day(now))
        self._form.show(found)
        if blocking(found):
            return
        try:
            await self._desk.change(
                lambda tables, staff: _kept(correction_of(entry, values, staff, now), self._desk, tables, staff),
                EDITING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._dialog.close()
        self._desk.say("已更正，原来的登记留着。")
        await self._show()


async def _body(desk: Desk) -> None:
    room = _Room(desk, _month(desk.named("month"), calendar_day(desk.now())))
    await room.show()


PAGE = DeskPage(path="/sources", title="信息源登记", menu="信息源", place=24, body=_body)
