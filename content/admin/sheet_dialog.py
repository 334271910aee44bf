"""导出: what the list is asked for as Excel or CSV; contacts whole only by role and with a reason."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import partial

from nicegui import ui

from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.exports import watermark, write_sheet
from content.admin.login import EVERYONE
from content.admin.sheets_out import Sheet
from content.errors import ContentError
from content.model.audit import Action
from content.model.codes import Role
from content.model.people import Staff
from content.store.database import Tables
from content.store.records import Page

WHOLE = frozenset((Role.MANAGER,))  # may take whole contacts home
_FEWEST = 4  # characters of a reason
_LONGEST = 60
_PERSONAL = re.compile(r"\d{7}")


class SheetDialog:
    """The button and what it asks."""

    def __init__(self, desk: Desk, sheet: Sheet, asked: Callable[[], Page], word: str = "导出") -> None:
        self._desk, self._sheet, self._asked = desk, sheet, asked
        self._whole: ui.checkbox | None = None
        self._dialog: ui.dialog | None = None
        self._place = ui.element("div").classes("export-place")
        with self._place:
            action(word, self._open, "export" if word == "导出" else f"export-{sheet.title}", "export")

    def _placed(self) -> ui.dialog:
        # most visits of a list export nothing: the page comes sooner without it
        sheet = self._sheet
        with self._place, ui.dialog() as dialog, ui.card().classes("ask"):
            ui.label(f"导出{sheet.title}").classes("title")
            ui.label("导出的是现在筛选出来的全部，不只是这一页。").classes("sub")
            if sheet.contacts:
                self._place_contacts()
            self._state = ui.label("").classes("sub").mark("export-state")
            with ui.element("div").classes("foot"):
                action("Excel", lambda: self._make("xlsx"), "export-xlsx", "first")
                action("CSV", lambda: self._make("csv"), "export-csv", "brand")
                action("取消", dialog.close)
        return dialog

    def _place_contacts(self) -> None:
        if not self._desk.may(WHOLE):
            ui.label("姓名、电话和证件号码只写一部分。要写全，请负责人来导出。").classes("sub")
            return
        self._whole = ui.checkbox("姓名、电话和证件号码写全").mark("export-whole")
        self._why = ui.input("为什么要写全（会记入操作记录）").props("outlined dense maxlength=60").mark("export-why")
        self._why.bind_visibility_from(self._whole, "value")

    def _open(self) -> None:
        if self._dialog is None:
            self._dialog = self._placed()
        self._state.set_text("")
        self._dialog.open()

    def _reason(self) -> str | None:
        """Return why contacts are taken whole, "" for masked ones, None when what is typed does not do."""
        if self._whole is None or not self._whole.value:
            return ""
        typed = str(self._why.value or "").strip()
        if not _FEWEST <= len(typed) <= _LONGEST:
            self._desk.warn(f"请写明为什么要写全，{_FEWEST}—{_LONGEST} 个字。")
        elif _PERSONAL.search(typed):
            self._desk.warn("理由里不要写电话和证件号码，它会一直留在操作记录里。")
        else:
            return typed
        return None

    async def _make(self, form: str) -> None:
        reason = self._reason()
        if reason is None:
            return
        desk, sheet, page, tray = self._desk, self._sheet, self._asked(), self._desk.parts.exports
        roles = WHOLE if reason else EVERYONE
        self._state.set_text("正在导出……行数多时要等十几秒，可以先去做别的。")
        try:
            # noted before it leaves: what fails afterwards is one line too many, never one too few
            staff = await desk.change(lambda tables, staff: self._note(tables, staff, form, page, reason), roles)
            mark = watermark(sheet, staff, desk.now(), reason)
            work = partial(write_sheet, desk.parts.market, sheet, page, form, bool(reason), staff.id, desk.now(), mark)
            finished = await asyncio.wrap_future(tray.submit(work))
        except ContentError as error:
            self._state.set_text("")
            desk.refuse(error)
            return
        self._state.set_text(f"{finished.rows} 行，正在下载。")
        ui.download(f"/export/{tray.put(finished)}", finished.name)

    def _note(self, tables: Tables, staff: Staff, form: str, page: Page, reason: str) -> Staff:
        total = self._sheet.table(tables).page(page)[1]
        told = f"{self._sheet.title}，{total} 行，{form.upper()}" + (f"，联系方式写全：{reason}" if reason else "")
        tables.audit.note(staff, self._desk.now(), Action.EXPORTED, subject=self._sheet.table(tables).table, words=told)
        return staff
