"""A plan as a paper to take home: drawn beside the page, and written down who printed it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from nicegui import ui

from content.admin.controls import action
from content.admin.desk import Desk
from content.errors import ContentError, StoreError
from content.model.audit import Action
from content.model.codes import Role
from content.model.people import Staff
from content.reports.help_paper import HelpPaper, paper_values
from content.reports.paper import draw, page_of
from content.store.database import Tables


def printer(desk: Desk, subject: str, root: Callable[[], str], made: Callable[[Tables], HelpPaper | None],
            roles: frozenset[Role]) -> ui.button:  # fmt: skip
    """Place the button that prints the plan of a file; StoreError's sentence where none is written."""

    async def press() -> None:
        now = desk.now()

        def step(tables: Tables, staff: Staff) -> str:
            paper = made(tables)
            if paper is None:
                raise StoreError("还没有写好并保存方案，请先写，再打印。")
            tables.audit.note(staff, now, Action.EXPORTED, subject=subject, subject_id=root(),
                              words=f"打印{paper.title}")  # fmt: skip
            card = tables.market.get().card
            return page_of("help_plan.html", paper_values(paper, card.name, card.phone, now))

        try:
            html = await desk.change(step, roles)
            pdf = await asyncio.to_thread(draw, html)
        except ContentError as error:
            desk.refuse(error)
            return
        ui.download(pdf, "方案.pdf", "application/pdf")

    return action("打印（A4）", press, "print-plan", "plain")
