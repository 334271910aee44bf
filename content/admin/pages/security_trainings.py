"""信息安全培训: what was taught to whom, who is due, and the record with room for signatures (R188)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from nicegui import ui

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.entry_form import EntryForm
from content.admin.entry_use_cases import keep_entry
from content.admin.listing import Cell, Do, Row, listing, table
from content.admin.papers_out import hand_out_paper
from content.admin.parts import DeskPage
from content.admin.security import SEEING_SECURITY
from content.admin.security_records import KEEPING, made_training, training_groups, training_paper
from content.clock import calendar_day
from content.model.findings import Finding
from content.model.security import SecurityTraining
from content.rules.security_records import TRAINED_FOR, check_training, untrained
from content.store.database import Tables

_COLUMNS = ("哪一天", "讲什么", "谁讲的", "到场", "谁记的")
_SHOWN = timedelta(days=1100)  # three years, as long as an assessor asks for


def row_of(one: SecurityTraining, names: Mapping[str, str]) -> Row:
    """Return a training as a line."""
    return Row(id=one.id, deeds=(Do(word="打印记录", deed="print"),), cells=(
        Cell(text=one.day.isoformat(), small=f"{one.minutes} 分钟", look="num"), Cell(text=one.topic, look="main"),
        Cell(text=one.trainer), Cell(text=f"{len(one.attended)} 人", small="、".join(one.attended)),
        Cell(text=names.get(one.entered_by, "已离开的人")),
    ))  # fmt: skip


class _Room:
    """The open page."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._found = desk, tuple[SecurityTraining, ...]()
        if desk.may(KEEPING):
            EntryForm(desk, training_groups(), self._keep, "记下", "keep")
        self._due = ui.label("").classes("sub").mark("untrained")
        self._place = listing("list", self._deed)

    async def show(self) -> None:
        """Ask again and redraw."""
        today = calendar_day(self._desk.now())

        def look(tables: Tables) -> tuple[tuple[SecurityTraining, ...], dict[str, str], tuple[str, ...]]:
            found = tables.security_trainings.between(today - _SHOWN, today)
            staff = tables.staff.all()
            due = untrained((one.name for one in staff if one.enabled), found, today)
            return found, {one.id: one.name for one in staff}, due

        self._found, names, due = await self._desk.ask(look)
        self._due.set_text(f"最近半年（{TRAINED_FOR.days} 天）还没有参加过的：{'、'.join(due)}。" if due
                           else "启用账号的人最近半年都参加过。")  # fmt: skip
        rows = tuple(row_of(one, names) for one in self._found)
        self._place.set_content(table(_COLUMNS, rows, "还没有记过培训。"))

    async def _keep(self, values: Mapping[str, Any]) -> tuple[Finding, ...]:
        now = self._desk.now()
        training = made_training(values, self._desk.staff, now)
        found = check_training(training, calendar_day(now))
        if not found:
            await self._desk.change(keep_entry(lambda tables: tables.security_trainings, training, now), KEEPING)
            await self.show()
        return found

    async def _deed(self, _name: str, row_id: str) -> None:
        training = next((one for one in self._found if one.id == row_id), None)
        if training is not None:
            market = await self._desk.ask(lambda tables: tables.market.get().card.name)
            day: date = training.day
            await hand_out_paper(self._desk, "security_training.html",
                                 training_paper(training, market, self._desk.now()), f"安全培训记录-{day}")  # fmt: skip


async def _body(desk: Desk) -> None:
    head("信息安全培训", "市场和运营公司的人都要定期学：号码怎样保管、什么不能外传。办完一次记一次，打印出来签到存档。")
    await _Room(desk).show()


PAGE = DeskPage(path="/trainings", title="信息安全培训", menu="信息安全培训", place=193, body=_body,
                roles=SEEING_SECURITY)  # fmt: skip
