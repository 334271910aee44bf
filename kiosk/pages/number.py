"""按编号找: the number a screen or a slip shows, on digits; a number that leads nowhere gets a kind sentence."""

from __future__ import annotations

from datetime import datetime

from nicegui import ui

from content.edition.reading import Edition
from kiosk.components.panel import Panel
from kiosk.components.writer import Field, Writer
from kiosk.pages.calm import NO_EDITION
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.visit import Standing, may_see

_FIELD = Field(key="number", label="大屏或小票上的岗位号", kind="number", most=9, hint="比如 1042")


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /number."""

    def number() -> None:
        async def look(texts: dict[str, str]) -> None:
            if here.over:
                return
            trouble = trouble_with(texts["number"], hall.edition(), here.standing, hall.clock.now())
            if trouble:
                writer.say("number", trouble)
            else:
                ui.navigate.to(f"/job/{int(texts['number'])}")

        with ui.element("div").classes("page writer-page").props("data-clock=idle"):
            Panel(classes="head").show("kiosk_number.html", who=here.person)
            writer = Writer((_FIELD,), "找", look)

    routes["/number"] = number


def trouble_with(typed: str, edition: Edition | None, who: Standing, now: datetime) -> str:
    """Say why a number leads to no job, "" where it leads to one."""
    if edition is None:
        return NO_EDITION[0] + "，请叫工作人员。"
    if not typed.isdecimal():
        return "请点数字，点好了再点“找”。"
    job = edition.job_by_number(int(typed))
    if job is None:
        return f"没有 {typed} 号岗位：可能招满下架了，也可能点错了一位。请再对一对。"
    if job.valid_until <= now:
        return f"{typed} 号“{job.title}”已经招到期了，看看别的岗位吧。"
    return "" if may_see(job, who) else f"{typed} 号的活有危险，不满 18 岁不能干。"
