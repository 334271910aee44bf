"""想找什么活: the search field with its panel; the finished text opens the list."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from nicegui import ui

from content.model.trades import Trade, trades
from kiosk.components.panel import Panel
from kiosk.components.writer import Field, Writer
from kiosk.pages.hall import Hall, Here, Routes

_FIELD = Field(key="text", label="手写、拼音，或者岗位号", kind="search", most=24, hint="要找的活，比如搬运")


_LOOKED_AT = 120
_OFFERED = 12


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /find."""

    def find() -> None:
        async def search(texts: dict[str, str]) -> None:
            if not texts["text"]:
                writer.say("text", "请先写要找的活，或者点几个字母，比如搬运就点 b 和 y。")
                return
            ui.navigate.to(f"/jobs?text={quote(texts['text'])}")

        with ui.element("div").classes("page writer-page").props("data-clock=idle data-prompt=find"):
            Panel(classes="head").show("kiosk_find.html", who=here.person, trades=_wanted(hall))
            writer = Writer((_FIELD,), "搜索", search)

    routes["/find"] = find


def _wanted(hall: Hall) -> tuple[Trade, ...]:
    """Return the trades with most jobs among the first of the edition, for those who would rather touch than spell."""
    edition = hall.edition()
    jobs = edition.jobs(hall.clock.now(), _LOOKED_AT) if edition is not None else ()
    return tuple(trades()[code] for code, _ in Counter(job.trade_code for job in jobs).most_common(_OFFERED))
