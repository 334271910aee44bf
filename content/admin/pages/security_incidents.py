"""安全事件: what happened, since when, to how many, reported to whom; and the pack for who is told (R189)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nicegui import ui

from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.entry_form import EntryForm
from content.admin.entry_use_cases import keep_entry
from content.admin.fields import typed_of
from content.admin.incident_out import PACKING, pack_of
from content.admin.listing import Cell, Flag, Row, listing, table
from content.admin.parts import MOUNT, DeskPage
from content.admin.security_records import (
    KEEPING,
    SEEING_INCIDENTS,
    followed_incident,
    incident_correction,
    incident_groups,
    made_incident,
)
from content.clock import calendar_day, local
from content.errors import ContentError
from content.model.findings import Finding
from content.model.security import SecurityIncident
from content.rules.security_records import check_incident, duty_to_report
from content.security.examining import Place
from content.store.database import Tables

_COLUMNS = ("发现", "什么事", "多严重", "涉及多少人", "报给谁", "现在")
_PAST = ("什么时候写的", "谁写的", "补了什么", "涉及多少人", "报给谁")


def _persons(one: SecurityIncident) -> str:
    return f"{one.persons} 人" if one.persons else "还不知道"


def row_of(one: SecurityIncident) -> Row:
    """Return an incident as a line; what happened stands in its file alone."""
    state = Flag(word="办结", tone="good") if one.closed else Flag(word="没有办结", tone="warn")
    return Row(id=one.id, cells=(
        Cell(text=f"{local(one.found_at):%Y-%m-%d %H:%M}", look="num"),
        Cell(text=one.incident.label, look="main", href=f"{MOUNT}/incidents/{one.entry_id}"),
        Cell(text=one.grade.label), Cell(text=_persons(one)),
        Cell(text=one.reported_to or "—", small=f"{local(one.reported_at):%m-%d %H:%M}" if one.reported_at else ""),
        Cell(flags=(state,)),
    ))  # fmt: skip


class _Room:
    """The open list."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        if desk.may(KEEPING):
            EntryForm(desk, incident_groups(), self._keep, "记下", "keep")
        self._place = listing("list")

    async def show(self) -> None:
        """Ask again and redraw."""
        found = await self._desk.ask(lambda tables: tables.security_incidents.every())
        self._place.set_content(table(_COLUMNS, tuple(map(row_of, found)), "还没有记过安全事件。"))

    async def _keep(self, values: Mapping[str, Any]) -> tuple[Finding, ...]:
        now = self._desk.now()
        incident = made_incident(values, self._desk.staff, now)
        found = check_incident(incident, now)
        if not found:
            await self._desk.change(keep_entry(lambda tables: tables.security_incidents, incident, now), KEEPING)
            await self.show()
        return found


class _File:
    """One open incident."""

    def __init__(self, desk: Desk, place: Place, entry_id: str) -> None:
        self._desk, self._hub, self._id = desk, place, entry_id
        self._due = ui.label("").classes("news wrong").mark("report-due")
        with ui.element("div").classes("foot turn"):
            if desk.may(PACKING):
                action("下载事件包", self._pack, "pack", "brand")
            ui.label("里面有什么事、多少人、从什么时候起、哪些数据、谁看过导出过、登录、版本、备份，没有任何人的个人信息。"
                     ).classes("sub")  # fmt: skip
        self._words = listing("words")
        if desk.may(KEEPING):
            self._form = EntryForm(desk, incident_correction(), self._keep, "记下进展", "keep")
        ui.label("写过的每一次").classes("section")
        self._past = listing("past")

    async def show(self) -> bool:
        """Ask again and redraw; False when there is no such incident."""

        def look(tables: Tables) -> tuple[tuple[SecurityIncident, ...], dict[str, str]]:
            return tables.security_incidents.thread(self._id), {one.id: one.name for one in tables.staff.all()}

        thread, names = await self._desk.ask(look)
        if not thread:
            return False
        self._now = now = thread[-1]
        due = duty_to_report(now, self._desk.now())
        self._due.set_text(due)
        self._due.set_visibility(bool(due))
        told = (("开始", f"{local(now.began_at):%Y-%m-%d %H:%M}"), ("发现", f"{local(now.found_at):%Y-%m-%d %H:%M}"),
                ("多严重", now.grade.label), ("涉及", _persons(now)), ("发生了什么", now.what),
                ("做了什么", now.measures or "—"), ("报给谁", now.reported_to or "还没有报"))  # fmt: skip
        self._words.set_content(table((now.incident.label, ""), tuple(
            Row(id=word, cells=(Cell(text=word, look="main"), Cell(text=text)))
            for word, text in told), ""))  # fmt: skip
        self._past.set_content(table(_PAST, tuple(Row(id=one.id, cells=(
            Cell(text=f"{local(one.noted_at):%Y-%m-%d %H:%M}", look="num"),
            Cell(text=names.get(one.noted_by, "已离开的人"), look="main"), Cell(text=one.reason or "第一次记"),
            Cell(text=_persons(one)), Cell(text=one.reported_to or "—")))
            for one in reversed(thread)), ""))  # fmt: skip
        if self._desk.may(KEEPING):
            self._form.form.fill(typed_of(incident_groups(), now))
        return True

    async def _keep(self, values: Mapping[str, Any]) -> tuple[Finding, ...]:
        now = self._desk.now()
        incident = followed_incident(self._now, values, self._desk.staff, now)
        found = check_incident(incident, now)
        if not found:
            await self._desk.change(keep_entry(lambda tables: tables.security_incidents, incident, now), KEEPING)
            # drawn anew: the form of this page holds what stands now
            self._desk.go(f"/incidents/{self._id}")
        return found

    async def _pack(self) -> None:
        try:
            made = await self._desk.work(lambda staff: pack_of(self._hub, self._id, staff), PACKING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        ui.download(made, f"事件包-{calendar_day(self._now.found_at)}.zip", "application/zip")


async def _list(desk: Desk) -> None:
    head("安全事件", "泄露、丢失、冒用、被改、中断，不论大小都记。较大以上的，发现后 4 小时内报省级网信部门。")
    await _Room(desk).show()


class IncidentsDesk:
    """The two pages of one hub's incidents; the hub is asked what a pack holds."""

    def __init__(self, place: Place) -> None:
        self._place = place

    async def body(self, desk: Desk) -> None:
        """Draw one incident."""
        head("安全事件", "写过的不改，有进展再记一次；办结也记在这里。")
        file = _File(desk, self._place, desk.named("id"))
        if not await file.show():
            not_there("这件安全事件", "安全事件")

    def pages(self) -> tuple[DeskPage, ...]:
        """Return both pages."""
        return (DeskPage(path="/incidents", title="安全事件", menu="安全事件", place=194, body=_list,
                         roles=SEEING_INCIDENTS, urgent=True,
                         count=lambda tables, now: len(tables.security_incidents.open_ones())),
                DeskPage(path="/incidents/{id}", title="安全事件", body=self.body,
                         roles=SEEING_INCIDENTS))  # fmt: skip
