"""当时屏上是什么: a screen, a date and a time; the answer is the picture, the edition and the records on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from nicegui import ui

from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.fields import Field, Kind, value_of
from content.admin.parts import MOUNT, DeskPage
from content.admin.written import written
from content.clock import local
from content.errors import ContentError
from content.store.database import Tables
from signage.desk.screen import PlayLine, lines_of
from signage.desk.screens import screens_of

_AROUND = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    on: PlayLine | None
    near: tuple[PlayLine, ...]  # what began within two minutes of it
    before: str  # when the last play before began, where nothing was on
    after: str


def answer_at(tables: Tables, screen_id: str, instant: datetime, now: datetime) -> _Answer:
    """Return what was on a screen at an instant, and what came just before and after."""
    found = tables.plays.at(screen_id, instant)
    near = tables.plays.between(screen_id, instant - _AROUND, instant + _AROUND)
    before, after = tables.plays.nearest(screen_id, instant)
    (on,) = lines_of(tables, (found,), now) if found is not None else (None,)
    return _Answer(
        on=on, near=lines_of(tables, near, now),
        before=f"{local(before.started_at):%Y-%m-%d %H:%M:%S}" if before else "",
        after=f"{local(after.started_at):%Y-%m-%d %H:%M:%S}" if after else "",
    )  # fmt: skip


class _Room:
    """The open page."""

    def __init__(self, desk: Desk, screens: dict[str, str]) -> None:
        self._desk = desk
        head("当时屏上是什么", "选屏、日期和时间，看到那一刻的画面、是第几期、上面有哪些记录。播放记录保存三年。")
        first = desk.named("screen") if desk.named("screen") in screens else next(iter(screens), None)
        with ui.element("div").classes("tools"):
            self._screen = ui.select(screens, value=first, label="哪块屏").props("outlined").classes("search")
            self._screen.mark("screen")
            self._at = ui.input("日期和时间").props("outlined type=datetime-local step=1 stack-label").mark("at")
            action("查", self._asked, "ask", "first")
        self._said = ui.label("").classes("section").mark("answer")
        self._picture = ui.html("").classes("w-full").mark("picture")
        self._near = ui.html("").classes("w-full").mark("near")

    async def _asked(self) -> None:
        desk, now, screen_id = self._desk, self._desk.now(), str(self._screen.value or "")
        try:
            instant = value_of(Field(name="at", label="日期和时间", kind=Kind.INSTANT), str(self._at.value or ""))
        except ValueError as wrong:
            desk.warn(str(wrong))
            return
        if not isinstance(instant, datetime) or not screen_id:
            desk.warn("请选一块屏，并填日期和时间。")
            return
        try:
            found = await desk.ask(lambda tables: answer_at(tables, screen_id, instant, now))
        except ContentError as error:
            desk.refuse(error)
            return
        self.fill(found, instant)

    def fill(self, found: _Answer, instant: datetime) -> None:
        """Show the answer."""
        moment = f"{local(instant):%Y-%m-%d %H:%M:%S}"
        if found.on is None:
            last = f"前一个画面 {found.before} 开始" if found.before else "这之前没有记录"
            following = f"，后一个 {found.after} 开始" if found.after else "，这之后还没有记录"
            self._said.set_text(f"{moment}，没有放完的画面：{last}{following}。屏没开、正在换期，或者记录还没送来。")
        else:
            self._said.set_text(f"{moment}，屏上是：")
        self._picture.set_content(written("screen_asked.html", play=found.on, mount=MOUNT))
        self._near.set_content(written("screen_plays.html", plays=found.near, mount=MOUNT, none="")
                               if found.near else "")  # fmt: skip


async def _body(desk: Desk) -> None:
    screens = await desk.ask(lambda tables: {one.id: one.name for one in screens_of(tables)})
    _Room(desk, screens)


PAGE = DeskPage(path="/screens/asked", title="当时屏上是什么", body=_body)
