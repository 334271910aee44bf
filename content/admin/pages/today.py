"""今日工作: what is to be done today, this week and this month, and what falls due, for who sits there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from nicegui import ui

from content.admin.cadence import MANAGING, duty_cards, laid_out, on_board, workdays_of
from content.admin.desk import Desk
from content.admin.figures import own_cards
from content.admin.login import EDITING, REVIEWING
from content.admin.parts import MOUNT, AdminParts, Card, CardSource, DeskPage
from content.admin.score_card import period_cards, score_card
from content.admin.scoring import SEEING
from content.admin.written import written
from content.clock import calendar_day, local
from content.errors import ContentError
from content.store.database import Tables
from content.theme.words import day, weekday

_JUST_NOW = timedelta(seconds=5)


def cards_of(parts: AdminParts, tables: Tables, now: datetime) -> tuple[Card, ...]:
    """Return every card but those of the score; one that takes long as counted last, which its sentence tells."""

    def counted(name: str, ask: Callable[[Tables, datetime], tuple[Card, ...]]) -> tuple[Card, ...]:
        kept = parts.cards_kept.kept(name, ask, parts.market, tables, now)
        return kept.value if now - kept.at < _JUST_NOW else tuple(_dated(card, kept.at) for card in kept.value)

    def one(source: CardSource) -> Callable[[Tables, datetime], tuple[Card, ...]]:
        return lambda tables, now: (source(tables, now),)

    sources = (*map(one, (*own_cards(), *parts.cards)), duty_cards)
    return tuple(card for place, source in enumerate(sources) for card in counted(f"cards {place}", source))


def _dated(card: Card, at: datetime) -> Card:
    return replace(card, sentence=f"{card.sentence}（{local(at):%H:%M} 数的）")


class _Board:
    """The open page."""

    def __init__(self, desk: Desk, now: datetime) -> None:
        self._desk, self._now = desk, now
        if desk.may(MANAGING):
            self._board = ui.html("").classes("w-full").mark("board")
        self._counting = ui.label("").classes("sub").mark("counting")
        # an escaped template with svg bars, which the browser's sanitizer would drop
        self._cards = ui.html("", sanitize=False).classes("w-full").mark("cards")

    async def show(self) -> None:
        """Ask and draw; the score comes after where it takes a while."""
        desk, parts, now = self._desk, self._desk.parts, self._now
        cards = await desk.ask(lambda tables: cards_of(parts, tables, now))
        if not desk.may(SEEING):
            self._draw(cards)
            return
        if not parts.score.is_at_hand(now):
            self._draw(cards)
            self._counting.set_text("考核得分正在算，算好就显示在下面，不用刷新。")
        await desk.lately("glance", self._glance)
        score = await desk.ask(self._score)
        self._counting.set_text("")
        self._draw((*cards, *score))

    def _glance(self, tables: Tables, now: datetime) -> bool:
        """Have the score counted where it is not at hand; False where the market was not open this year."""
        try:
            self._desk.parts.score.all_at(tables, now)
        except ContentError:
            return False
        return True

    def _score(self, tables: Tables) -> tuple[Card, ...]:
        glance, now = self._desk.parts.score, self._now
        return score_card(glance, tables, now), *period_cards(glance, tables, now, workdays_of(tables))

    def _draw(self, cards: tuple[Card, ...]) -> None:
        desk, laid = self._desk, laid_out(cards, self._desk.staff)
        if desk.may(MANAGING):
            self._board.set_content(written("board.html", columns=on_board(laid), mount=MOUNT))
        self._cards.set_content(written("duties.html", laid=laid, mount=MOUNT, edits=desk.may(EDITING | REVIEWING)))


async def _body(desk: Desk) -> None:
    now = desk.now()
    today = calendar_day(now)
    ui.label(f"{desk.staff.name}，今天是{day(today)}，{weekday(today)}").classes("title")
    ui.label("每个数字点开就是它数的那些记录。进度条上的竖线是按工作日算现在该到的地方。").classes("sub")
    await _Board(desk, now).show()


PAGE = DeskPage(path="/", title="今日工作", menu="今日工作", place=10, body=_body)
