"""今日工作: what is to be done today, this week and this month, and what falls due, for who sits there."""

from __future__ import annotations

from nicegui import ui

from content.admin.cadence import MANAGING, duty_cards, laid_out, on_board, workdays_of
from content.admin.desk import Desk
from content.admin.figures import own_cards
from content.admin.login import EDITING, REVIEWING
from content.admin.parts import MOUNT, Card, DeskPage
from content.admin.score_card import period_cards, score_card
from content.admin.scoring import SEEING
from content.admin.written import written
from content.clock import calendar_day
from content.store.database import Tables
from content.theme.words import day, weekday


async def _body(desk: Desk) -> None:
    now = desk.now()

    def count(tables: Tables) -> tuple[Card, ...]:
        glance = desk.parts.score
        score = (score_card(glance, tables, now), *period_cards(glance, tables, now, workdays_of(tables))) \
            if desk.may(SEEING) else ()  # fmt: skip
        cards = (source(tables, now) for source in (*own_cards(), *desk.parts.cards))
        return (*cards, *duty_cards(tables, now), *score)

    today = calendar_day(now)
    ui.label(f"{desk.staff.name}，今天是{day(today)}，{weekday(today)}").classes("title")
    ui.label("每个数字点开就是它数的那些记录。进度条上的竖线是按工作日算现在该到的地方。").classes("sub")
    laid = laid_out(await desk.ask(count), desk.staff)
    if desk.may(MANAGING):
        ui.html(written("board.html", columns=on_board(laid), mount=MOUNT)).classes("w-full").mark("board")
    # an escaped template with svg bars, which the browser's sanitizer would drop
    ui.html(written("duties.html", laid=laid, mount=MOUNT, edits=desk.may(EDITING | REVIEWING)),
            sanitize=False).classes("w-full").mark("cards")  # fmt: skip


PAGE = DeskPage(path="/", title="今日工作", menu="今日工作", place=10, body=_body)
