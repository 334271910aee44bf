"""报表: the list of all reports of the market, by how often each is made."""

from __future__ import annotations

from nicegui import ui

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.parts import MOUNT, DeskPage
from content.admin.report_list import Listed, all_reports

_COLUMNS = ("报表", "哪一期", "做到哪一步")


def _row(place: int, one: Listed) -> Row:
    return Row(id=str(place), deeds=(Do(word="打开", href=MOUNT + one.path, hot=one.tone in ("", "warn")),), cells=(
        Cell(text=one.name, look="main", href=MOUNT + one.path), Cell(text=one.about),
        Cell(flags=(Flag(word=one.state, tone=one.tone),), small=one.small),
    ))  # fmt: skip


async def _body(desk: Desk) -> None:
    head("报表", "市场要出的报表都在这里。月度报告每月 5 日前定稿提交；定稿以后台账再变，那一稿不变。")
    groups = await desk.ask(lambda tables: all_reports(tables, desk.parts.made_reports, desk.now()))
    for group in groups:
        ui.label(group.title).classes("section")
        rows = tuple(_row(place, one) for place, one in enumerate(group.reports))
        listing("reports").set_content(table(_COLUMNS, rows, "最近没有。"))


PAGE = DeskPage(path="/reports", title="报表", menu="报表", place=103, body=_body)
