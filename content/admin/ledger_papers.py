"""空白 求职登记表 and 用工登记表 at the desk's ledgers, drawn when somebody asks for one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nicegui import ui

from content.admin.controls import action
from content.admin.desk import Desk
from content.errors import ContentError
from content.model.published import MarketCard
from content.reports.blank_forms import hiring_form, seeker_form
from content.reports.paper import draw, page_of

_FORMS: Mapping[str, tuple[str, Callable[[MarketCard], dict[str, Any]]]] = {
    "求职登记表": ("seeker_form.html", seeker_form), "用工登记表": ("hiring_form.html", hiring_form),
}  # fmt: skip


def _drawing(desk: Desk, name: str) -> Callable[[], Awaitable[None]]:
    template, filled = _FORMS[name]

    async def drawn() -> None:
        try:
            market = await desk.ask(lambda tables: tables.market.get().card)
            paper = await asyncio.to_thread(draw, page_of(template, filled(market)))
        except ContentError as error:
            desk.refuse(error)
            return
        ui.download(paper, f"空白{name}.pdf", "application/pdf")

    return drawn


def blank_form(desk: Desk, name: str) -> None:
    """Place the button that draws one of the two blank forms."""
    with ui.element("div").classes("tools"):
        action(f"打印空白{name}", _drawing(desk, name), "blank-form")
