"""One list for each kind of hall record: search, stages, where each stands, 复制 and 撤下."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from nicegui import ui

from content.admin.controls import Sure, head
from content.admin.desk import Desk
from content.admin.hall_kinds import HallKind, withdraw
from content.admin.list_choices import owners
from content.admin.list_state import Choice
from content.admin.listing import Cell, Do, Flag, Row
from content.admin.login import EDITING
from content.admin.parts import MOUNT, DeskPage
from content.admin.record_list import RecordList
from content.admin.releases import CLOSING
from content.admin.sheets_out import Facts, Sheet
from content.admin.wording import day_words
from content.errors import ContentError
from content.model.codes import Stage
from content.model.editorial import Standing, standing
from content.store.database import Tables
from content.store.records import Page

R = TypeVar("R", bound=Any)
_TONES = {Standing.DRAFT: "calm", Standing.SUBMITTED: "warn", Standing.RETURNED: "", Standing.APPROVED: "warn",
          Standing.PUBLISHED: "good", Standing.FILLED: "calm", Standing.WITHDRAWN: "calm",
          Standing.EXPIRED: "calm"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class HallList(Generic[R]):
    """What is particular to one list."""

    kind: HallKind[R]
    title: str
    words: str
    new: str  # the word on the button
    columns: tuple[str, ...]  # between the name and where it stands
    cells: Callable[[R, datetime], tuple[Cell, ...]]
    small: Callable[[R], str]  # under the name
    search: str
    none: str
    place: int
    menu: str = ""
    second: tuple[str, str] | None = None  # another word and path for a new one
    choices: tuple[Choice, ...] = ()
    sorts: Mapping[str, str] = field(default_factory=dict)  # of its own columns
    named: str = "title"  # the sort of the name


def _row(page: HallList[R], record: R, now: datetime, edits: bool, closes: bool) -> Row:
    kind, where = page.kind, standing(record, page.kind.ends(record), now)
    deeds = (Do(word="复制", href=f"{MOUNT}{kind.path}/new?from={record.id}"),) * edits
    if closes and record.stage is not Stage.WITHDRAWN:
        deeds += (Do(word="撤下", deed="withdraw"),)
    return Row(id=record.id, deeds=deeds, cells=(
        Cell(text=kind.named(record) or "（没有名称）", look="main", href=f"{MOUNT}{kind.path}/{record.id}",
             small=page.small(record)),
        *page.cells(record, now),
        Cell(text=day_words(record.updated_at), look="num"),
        Cell(flags=(Flag(word=where.label, tone=_TONES[where]),),
             small=record.review_note if record.stage is Stage.RETURNED else ""),
    ))  # fmt: skip


def _sheet(page: HallList[R], columns: tuple[str, ...]) -> Sheet:
    def line(record: R, facts: Facts) -> tuple[str, ...]:
        cells = (Cell(text=page.kind.named(record)), *page.cells(record, facts.now),
                 Cell(text=day_words(record.updated_at)),
                 Cell(text=standing(record, page.kind.ends(record), facts.now).label))  # fmt: skip
        return tuple(" ".join((cell.text, *(flag.word for flag in cell.flags))).strip() for cell in cells)

    return Sheet(title=page.title, heading=columns, table=page.kind.table, line=line)


async def show_list(desk: Desk, page: HallList[R]) -> None:
    """Place the head and the list of one kind."""
    kind, edits, closes = page.kind, desk.may(EDITING), desk.may(CLOSING)

    def look(tables: Tables, asked: Page) -> tuple[tuple[Row, ...], int, dict[Stage, int]]:
        records, total = kind.table(tables).page(asked)
        now = desk.now()
        return tuple(_row(page, one, now, edits, closes) for one in records), total, kind.table(tables).counts()

    async def deed(name: str, record_id: str) -> None:
        if not await sure.ask(f"撤下这条{kind.word}？"):
            return
        try:
            record, reached = await withdraw(desk, kind, record_id)
        except ContentError as error:
            desk.refuse(error)
        else:
            desk.say(f"“{kind.named(record)}”已撤下" + ("，自助机和信息屏正在更新。" if reached else "。"))
        await shown.show()

    head(page.title, page.words, (page.new, f"{kind.path}/new") if edits else None)
    if edits and page.second is not None:
        with ui.element("div").classes("tools"):
            ui.link(*page.second).classes("act quiet")
    sure = Sure("撤下后不能恢复，自助机和信息屏上马上就没有了；要再发，点“复制”另写一条送审。", "撤下")
    columns = (kind.word if kind.word != "工资指导价位" else "文件", *page.columns, "改动", "状态")
    shown = RecordList(desk, kind.path, columns, look, deed if closes else None, search=page.search, none=page.none,
                       sorts={columns[0]: page.named, **page.sorts, "改动": "updated_at"},
                       choices=(*page.choices, await desk.ask(owners)), sheet=_sheet(page, columns))  # fmt: skip
    await shown.show()


def desk_page(page: HallList[R]) -> DeskPage:
    """Return the page of a list for the menu."""

    async def body(desk: Desk) -> None:
        await show_list(desk, page)

    return DeskPage(path=page.kind.path, title=page.title, menu=page.menu or page.title, place=page.place, body=body,
                    count=lambda tables, now: page.kind.table(tables).count_at(Stage.APPROVED))  # fmt: skip
