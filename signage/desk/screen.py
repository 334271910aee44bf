"""One screen: what is on its glass, and what it played in the last hours, with pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from nicegui import ui

from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.hall_redraw import redraw_on_news
from content.admin.parts import MOUNT, DeskPage
from content.admin.screen_contents import ShownRecord, kind_words, records_of
from content.admin.screen_serving import picture_path
from content.admin.written import written
from content.errors import ContentError
from content.model.codes import TerminalKind
from content.model.people import Terminal
from content.model.screens import PlayedScene
from content.store.database import Tables
from signage.desk.edition_scenes import DrawnScene, scenes_of_edition
from signage.desk.screen_words import ScreenCard, card_of, edition_named, moment

_SHOWN = 60
_HOURS = (1, 3, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayLine:
    """One play as it is listed."""

    at: str
    seconds: int
    kind: str
    edition: str
    small: str  # address of the small picture, "" without one
    whole: str
    records: tuple[ShownRecord, ...]


def play_line(play: PlayedScene, editions: dict[int, int], pictures: frozenset[str],
              records: dict[str, ShownRecord], now: datetime) -> PlayLine:  # fmt: skip
    """Return a play as its line is drawn: time of the market, scene, edition, picture where one was kept, records."""
    has = play.scene_id in pictures
    return PlayLine(
        at=moment(play.started_at, now), seconds=round(play.milliseconds / 1000), kind=kind_words(play.kind),
        edition=edition_named(play.edition_order, editions),
        small=picture_path(play.scene_id, small=True) if has else "",
        whole=picture_path(play.scene_id) if has else "",
        records=tuple(records[one] for one in play.content_ids if one in records),
    )  # fmt: skip


def lines_of(tables: Tables, plays: tuple[PlayedScene, ...], now: datetime) -> tuple[PlayLine, ...]:
    """Return plays in words, with what they showed."""
    editions = tables.editions.numbers(play.edition_order for play in plays)
    pictures = frozenset(tables.scene_pictures.of(play.scene_id for play in plays))
    records = records_of(tables, (one for play in plays for one in play.content_ids))
    return tuple(play_line(play, editions, pictures, records, now) for play in plays)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    card: ScreenCard
    plays: tuple[PlayLine, ...]


class _Room:
    """The open page."""

    def __init__(self, desk: Desk, screen: Terminal) -> None:
        self._desk, self._screen_id, self._hours = desk, screen.id, _HOURS[0]
        head(screen.name, "现在的画面，和刚放过的每一个完整画面。播放记录每小时送来一次。")
        self._glass = ui.html("", sanitize=False).classes("w-full").mark("glass")
        with ui.element("div").classes("tools"):
            for hours in _HOURS:
                action(f"最近 {hours} 小时", partial(self._look_back, hours), f"hours-{hours}")
            ui.link("查当时屏上是什么", f"/screens/asked?screen={screen.id}").classes("act quiet")
        self._said = ui.label("").classes("sub")
        self._plays = ui.html("").classes("w-full").mark("plays")

    async def _look_back(self, hours: int) -> None:
        self._hours = hours
        await self.show()

    async def show(self) -> None:
        """Ask again and redraw."""
        desk, now = self._desk, self._desk.now()
        taken = desk.parts.hall.taken_at().get(self._screen_id)
        since = now - timedelta(hours=self._hours)

        def look(tables: Tables, drawn: Mapping[str, DrawnScene]) -> _Seen | None:
            screen = tables.terminals.get(self._screen_id)
            if screen is None:
                return None
            editions = {one.order: one.number for one in tables.editions.kept(200)}
            plays = tables.plays.between(self._screen_id, since, now, _SHOWN)
            return _Seen(card=card_of(screen, taken, editions, drawn, now), plays=lines_of(tables, plays, now))

        try:
            drawn = await asyncio.to_thread(scenes_of_edition(desk.parts.publisher).of, now)
            seen = await desk.ask(lambda tables: look(tables, drawn))
        except ContentError as error:
            desk.refuse(error)
            return
        if seen is None:
            return
        self._glass.set_content(written("screen_glass.html", one=seen.card))
        more = f"，只列最近 {_SHOWN} 个" if len(seen.plays) == _SHOWN else ""
        self._said.set_text(f"最近 {self._hours} 小时放完的画面{more}，新的在前。")
        self._plays.set_content(written("screen_plays.html", plays=seen.plays, mount=MOUNT,
                                        none="这段时间没有播放记录：屏没开，或者这一小时的还没送来。"))  # fmt: skip

    def listen(self) -> None:
        """Redraw when this screen is heard of."""
        redraw_on_news(self._desk.parts.hall, self._glass, self.show, lambda one: one == self._screen_id)


async def _body(desk: Desk) -> None:
    screen_id = desk.named("screen_id")
    screen = await desk.ask(lambda tables: tables.terminals.get(screen_id))
    if screen is None or screen.kind is not TerminalKind.SCREEN:
        not_there("这块信息屏", "信息屏")
        return
    room = _Room(desk, screen)
    await room.show()
    room.listen()


PAGE = DeskPage(path="/screens/{screen_id}", title="信息屏", body=_body)
