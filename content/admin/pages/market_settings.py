"""市场设置: who the market is, what the hall must display, and the figures and days its rules stand on."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from nicegui import background_tasks, ui

from content.admin.clashes import Clashes
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.editing import merge
from content.admin.editor import PAUSE_S
from content.admin.fields import Group, typed_of, values_of
from content.admin.form import Form
from content.admin.holidays import COLUMNS as HOLIDAY_COLUMNS
from content.admin.holidays import announced, holiday_row
from content.admin.listing import Cell, Row, listing, table
from content.admin.market_sheet import HARDSHIP_COLUMNS, check_settings, market_groups, settings_from, sheet_of
from content.admin.parts import DeskPage
from content.admin.picture_field import picture_options
from content.admin.row_field import RowField
from content.clock import calendar_day, local
from content.errors import ContentError, StaleRecord
from content.model.audit import Action
from content.model.codes import MediaKind, Role
from content.model.findings import Severity
from content.model.market import MarketSettings
from content.model.people import Staff
from content.store.database import Tables

_MANAGING = frozenset((Role.MANAGER,))
_SORT = "market"
_PAPER = (MediaKind.IMAGE, MediaKind.PDF)
_LAST = 10  # saves shown below the form


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    settings: MarketSettings
    groups: tuple[Group, ...]
    names: Mapping[str, str]  # of staff


def _opened(tables: Tables) -> _Opened:
    names = {one.id: one.name for one in tables.staff.all()}
    owners = {one.id: one.name for one in tables.staff.all() if one.enabled}
    return _Opened(settings=tables.market.get(), names=names,
                   groups=market_groups(picture_options(tables, _PAPER), owners))  # fmt: skip


class _Settings:
    """The open form: saved as a whole, kept while it is typed, laid beside another's save."""

    def __init__(self, desk: Desk, opened: _Opened) -> None:
        self._desk, self._base, self._groups = desk, opened.settings, opened.groups
        self._values = typed_of(opened.groups, sheet_of(opened.settings))
        self._later: asyncio.Task[None] | None = None
        self._live = False
        self._clashes = Clashes()
        with ui.element("div").classes("news").mark("resumed") as self._bar:
            ui.label("上次填了没有保存的内容，已经放回来了。").classes("said")
            action("不要了", self._discard, "discard")
        self._bar.set_visibility(False)
        self.form = Form(opened.groups, self._values, self._edited)
        self.holidays = RowField(self.form.part("holidays"), HOLIDAY_COLUMNS, "加一年")
        RowField(self.form.part("hardship"), HARDSHIP_COLUMNS, "加一类")

    async def resume(self) -> None:
        """Put back what was typed and never saved, and say what is missing."""
        staff = self._desk.staff.id
        typed = await self._desk.ask(lambda tables: tables.drafts.get(staff, _SORT, _SORT))
        changed = {name: value for name, value in (typed or {}).items() if name in self._values}
        if changed:
            self.form.fill(changed)
            self._bar.set_visibility(True)
        self._show()
        self._live = True

    def _show(self) -> None:
        values, wrong = values_of(self._groups, self.form.typed())
        self.form.show(wrong or check_settings(values, calendar_day(self._desk.now())))

    async def _discard(self) -> None:
        self.form.fill(self._values)
        self._bar.set_visibility(False)
        await self._keep()

    def _edited(self, name: str) -> None:
        if self._later is not None:
            self._later.cancel()
        if self._live:
            self._later = background_tasks.create(self._keep_after_pause(), name="keep settings draft")

    async def _keep_after_pause(self) -> None:
        await asyncio.sleep(PAUSE_S)
        await self._keep()

    async def _keep(self) -> None:
        changed = {name: value for name, value in self.form.typed().items() if value != self._values[name]}

        def put(tables: Tables, staff: Staff) -> None:
            if changed:
                tables.drafts.keep(staff.id, _SORT, _SORT, changed, self._desk.now())
            else:
                tables.drafts.drop(staff.id, _SORT, _SORT)

        # a draft is a second net: the save itself will say what is wrong
        with suppress(ContentError):
            await self._desk.change(put, _MANAGING, always=True)

    def _changed_words(self) -> str:
        typed = self.form.typed()
        labels = (spec.label.split("（")[0] for group in self._groups for spec in group.fields
                  if typed[spec.name] != self._values[spec.name])  # fmt: skip
        return "、".join(labels)

    async def save(self) -> bool:
        """Save; False when something is to be mended or looked at first."""
        values, wrong = values_of(self._groups, self.form.typed())
        found = wrong or check_settings(values, calendar_day(self._desk.now()))
        self.form.show(found)
        blocking = [one for one in found if one.severity is Severity.BLOCK]
        if blocking:
            self._desk.warn(f"还有 {len(blocking)} 处要改，改好再保存。填好的内容都还在。")
            return False
        typed, words, base = self.form.typed(), self._changed_words(), self._base

        def step(tables: Tables, staff: Staff) -> MarketSettings:
            saved = tables.market.save(settings_from(base, values), base.version, staff.id, words)
            if saved.version != base.version:
                tables.audit.note(staff, self._desk.now(), Action.SETTING, subject=_SORT, words=words)
            tables.drafts.drop(staff.id, _SORT, _SORT)
            return saved

        try:
            self._base = await self._desk.change(step, _MANAGING)
        except StaleRecord as stale:
            self._meet(stale)
            return False
        except ContentError as error:
            self._desk.refuse(error)
            return False
        self._values = typed
        if self._later is not None:
            self._later.cancel()
        self._bar.set_visibility(False)
        self._clashes.clear()
        self._desk.say("已保存。大厅里看到的内容，从下一次发布起更新。")
        return True

    def _meet(self, stale: StaleRecord) -> None:
        if not isinstance(stale.theirs, MarketSettings):
            self._desk.refuse(stale)
            return
        other = typed_of(self._groups, sheet_of(stale.theirs))
        both = merge(self._groups, self._values, self.form.typed(), other)
        self.form.fill(both.filled)
        self._base, self._values = stale.theirs, other
        self._clashes.show(self.form, both, "别人")
        self._desk.warn("别人刚改过市场设置，还没有保存，请看页面上方的对照。")


def _paste_announcement(desk: Desk, settings: _Settings) -> None:
    """Offer to read a year's holidays from the State Council's notice as it stands."""

    def read() -> None:
        year = str(wanted.value or "").strip()
        try:
            if not year.isdigit():
                raise ValueError("请先填这份通知是哪一年的。")
            found = announced(str(text.value or ""), int(year), str(source.value or "").strip())
        except ValueError as wrong:
            text.error = str(wrong)
            return
        settings.holidays.put(0, holiday_row(found))
        dialog.close()
        desk.say(f"{year} 年放假 {len(found.days_off)} 天、调休上班 {len(found.working_weekends)} 天，核对后按保存。")

    with ui.dialog() as dialog, ui.card().classes("ask"):
        ui.label("粘贴国务院办公厅的放假通知").classes("title")
        next_year = calendar_day(desk.now()).year + (calendar_day(desk.now()).month >= 11)
        wanted = ui.input("年份", value=str(next_year)).props("outlined dense").mark("notice-year")
        source = ui.input("文号").props("outlined dense").mark("notice-source")
        text = ui.textarea("从“一、元旦”到“国庆节”几段原文").props("outlined stack-label").mark("notice-text")
        with ui.element("div").classes("foot"):
            action("读出日期", read, "notice-read", "brand")
            action("取消", dialog.close)
    with settings.holidays.foot:
        action("粘贴放假通知", dialog.open, "notice-paste")


async def _body(desk: Desk) -> None:
    opened = await desk.ask(_opened)
    head("市场设置", "只有负责人能改，改了什么都记在操作记录里。")
    settings = _Settings(desk, opened)
    _paste_announcement(desk, settings)
    await settings.resume()
    with ui.element("div").classes("bar"):

        async def save() -> None:
            if await settings.save():
                await show_saves()

        action("保存", save, "save", "first")
    ui.label("最近的改动").classes("section")
    saves = listing("saves")

    async def show_saves() -> None:
        revisions = await desk.ask(lambda tables: tables.market.revisions()[:_LAST])
        rows = tuple(Row(id=str(one.version), cells=(
            Cell(text=f"{local(one.at):%Y-%m-%d %H:%M}", look="num"), Cell(text=opened.names.get(one.by, "系统")),
            Cell(text=one.note or "整份设置"),
        )) for one in revisions)  # fmt: skip
        saves.set_content(table(("时间", "谁", "改了什么"), rows, "还没有改过。"))

    await show_saves()


PAGE = DeskPage(path="/market", title="市场设置", menu="市场设置", place=185, body=_body, roles=_MANAGING)
