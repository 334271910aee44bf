"""查回执: number and four digits of a slip show what came of it, from the hub and at once; nothing is kept."""

from __future__ import annotations

import asyncio

from nicegui import ui

from content.clock import local
from content.errors import LinkError
from content.link.numbers import read_number
from content.model.walk_in import ReceiptAnswer
from content.theme import words
from kiosk.components.panel import Panel
from kiosk.components.writer import Field, Writer
from kiosk.pages.hall import Hall, Here, Routes

_FIELDS = (
    Field(key="number", label="小票上的号码，中间的横杠不用点", kind="number", most=12, hint="比如 12000417"),
    Field(key="code", label="查询码，4 位数字", kind="number", most=4, hint="在号码下面"),
)
_MISREAD = "号码有一位不对，请照小票对一对。"
_FOUR = "查询码是 4 位数字，印在号码下面。"
_AWAY = "现在联系不上中心，查不了。请过一会儿再来，或者拿小票到窗口问。"


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /answer."""

    def answer() -> None:
        _Asking(hall, here).begin()

    routes["/answer"] = answer


class _Asking:
    """The page while it is shown: the fields, then the answer in their place."""

    def __init__(self, hall: Hall, here: Here) -> None:
        self._hall, self._here = hall, here
        self._place = ui.element("div").classes("panel")
        self._writer: Writer | None = None

    def begin(self) -> None:
        """Ask for number and code."""
        self._place.clear()
        with self._place, ui.element("div").classes("page writer-page").props("data-clock=idle"):
            Panel(classes="head").show("kiosk_ask.html", who=self._here.person)
            self._writer = Writer(_FIELDS, "查一查", self._on_texts)

    async def _on_texts(self, texts: dict[str, str]) -> None:
        writer = self._writer
        if self._here.over or writer is None:
            return
        number, code = read_number(texts["number"]), texts["code"]
        if number is None:
            writer.say("number", _MISREAD)
            return
        if len(code) != 4 or not code.isdecimal():
            writer.say("code", _FOUR)
            return
        try:
            found = await asyncio.to_thread(self._hall.ask_receipt, number, code)
        except LinkError:
            if not self._here.over:
                writer.say("code", _AWAY)
            return
        if self._here.over or self._writer is not writer:
            return
        if found.found:
            self._show(found)
        else:
            writer.say("code", found.answer)

    def _show(self, found: ReceiptAnswer) -> None:
        self._writer = None
        self._here.touch()
        self._place.clear()
        at = "" if found.at is None else f"{words.day(local(found.at).date())} {local(found.at):%H:%M} 答复"
        with self._place:
            Panel(self._again).show("kiosk_answer.html", who=self._here.person, found=found, at=at)

    async def _again(self, name: str, value: str) -> None:
        if not self._here.over and name == "again":
            self.begin()
