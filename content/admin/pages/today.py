"""今日工作: what is waiting and how the month stands, one card a question."""

from __future__ import annotations

from nicegui import ui

from content.admin.desk import Desk
from content.admin.figures import own_cards
from content.admin.parts import MOUNT, Card, DeskPage
from content.admin.written import written
from content.clock import calendar_day
from content.store.database import Tables
from content.theme.words import day, weekday


async def _body(desk: Desk) -> None:
    now = desk.now()

    def count(tables: Tables) -> tuple[Card, ...]:
        return tuple(source(tables, now) for source in (*own_cards(), *desk.parts.cards))

    today = calendar_day(now)
    ui.label(f"{desk.staff.name}，今天是{day(today)}，{weekday(today)}").classes("title")
    ui.label("每个数字点开就是它数的那些记录。").classes("sub")
    ui.html(written("cards.html", cards=await desk.ask(count), mount=MOUNT)).classes("w-full").mark("cards")


PAGE = DeskPage(path="/", title="今日工作", menu="今日工作", place=10, body=_body)
