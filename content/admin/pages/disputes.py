"""维权: the disputes kiosks and staff took in, how far each has come, and the form to take one in (R173)."""

from __future__ import annotations

from datetime import date
from typing import Any

from nicegui import ui

from content.admin.cases import ANSWERING, SEEING
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.disputes import dispute_groups, take_in, wrong_phone
from content.admin.fields import Typed, values_of
from content.admin.form import Form
from content.admin.listing import ROWS, Cell, Flag, Pager, Row, listing, table
from content.admin.parts import MOUNT, DeskPage
from content.admin.sheet_dialog import SheetDialog
from content.admin.sheets_hall import DISPUTES
from content.clock import calendar_day, local
from content.errors import ContentError
from content.model.cases import AmountClass, Case, CaseKind, DisputeKind, DisputeWish
from content.model.codes import Channel
from content.model.findings import Finding
from content.model.mediation import DisputeEvent
from content.rules.mediation import is_open, stands
from content.rules.reply_words import check_reply
from content.store.database import Tables
from content.store.records import Page

_COLUMNS = ("收到", "什么事", "谁", "办到哪一步", "最近一步", "来自")
_BLANK: dict[str, Typed] = {
    "dispute": DisputeKind.WAGES.value, "amount": AmountClass.UNKNOWN.value, "wish": DisputeWish.MEDIATE.value,
    "channel": Channel.WINDOW.value, "phone": "", "words": "",
}  # fmt: skip


def row_of(case: Case, events: tuple[DisputeEvent, ...], today: date) -> Row:
    """Return a dispute as a line; nothing anybody said stands in a list."""
    last = events[-1].day if events else calendar_day(case.occurred_at)
    waited = f"{(today - last).days} 天前" if is_open(events) and today > last else ""
    return Row(id=case.id, cells=(
        Cell(text=f"{local(case.occurred_at):%Y-%m-%d}", look="num", small=case.number),
        Cell(text=case.subject, look="main", href=f"{MOUNT}/disputes/{case.id}"),
        Cell(text=case.phone_mask or "—"),
        Cell(flags=(Flag(word=stands(events), tone="warn" if is_open(events) else "good"),)),
        Cell(text=last.isoformat(), small=waited, look="num"),
        Cell(text=case.channel.label),
    ))  # fmt: skip


class _Room:
    """The open list."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        head("维权", "欠薪、合同、工伤的事一步一步记：受理、联系双方、调解、结果、转到哪里。记错了写更正。")
        if desk.may(ANSWERING):
            self._form = Form(dispute_groups(), _BLANK)
            with ui.element("div").classes("foot"):
                action("受理", self._save, "save", "first")
        ui.label("已有的").classes("section")
        with ui.element("div").classes("foot"):
            SheetDialog(desk, DISPUTES, Page, "导出维权台账")
        self._place = listing("list")
        self._pager = Pager(self.show)

    async def show(self) -> None:
        """Ask again and redraw."""
        today, offset = calendar_day(self._desk.now()), self._pager.offset

        def look(tables: Tables) -> tuple[tuple[Row, ...], int]:
            cases, total = tables.cases.page(CaseKind.DISPUTE, limit=ROWS, offset=offset)
            events = tables.dispute_events.of_cases(one.id for one in cases)
            return tuple(row_of(one, events.get(one.id, ()), today) for one in cases), total

        rows, total = await self._desk.ask(look)
        self._place.set_content(table(_COLUMNS, rows, "还没有维权登记。"))
        self._pager.show(len(rows), total)

    async def _save(self) -> None:
        desk, now = self._desk, self._desk.now()
        read, wrong = values_of(dispute_groups(), self._form.typed())
        values: dict[str, Any] = read
        found = [*wrong, *check_reply("words", str(values.get("words", "")))]
        told = wrong_phone(str(values.get("phone", "")))
        if told:
            found.append(Finding(field="phone", sentence=told))
        if not values.get("words"):
            found.append(Finding(field="words", sentence="请写一两句：双方是谁、怎么回事、有什么证据。"))
        self._form.show(tuple(found))
        if found:
            desk.warn(f"还有 {len(found)} 处要改，改好再受理。填好的内容都还在。")
            return
        try:
            case_id = await desk.change(take_in(values, desk.parts.keys, now), ANSWERING)
        except ContentError as error:
            desk.refuse(error)
            return
        desk.go(f"/disputes/{case_id}")


async def _body(desk: Desk) -> None:
    await _Room(desk).show()


PAGE = DeskPage(path="/disputes", title="维权", menu="维权", place=92, body=_body, roles=SEEING)
