"""Papers and small tables a page hands out at once: drawn or written off the loop, noted before they leave."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterable, Mapping
from typing import Any

from nicegui import ui

from content.admin.desk import Desk
from content.errors import ContentError
from content.feeds.sheet_stream import write_xlsx
from content.feeds.workbook import BookSheet, as_book
from content.model.audit import Action
from content.model.codes import Role
from content.model.people import Staff
from content.reports.paper import draw, page_of
from content.store.database import Tables

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def hand_out_paper(desk: Desk, template: str, values: Mapping[str, Any], name: str) -> None:
    """Draw a page of `content/reports/templates` and let the browser save it."""
    try:
        paper = await asyncio.to_thread(draw, page_of(template, values))
    except ContentError as error:
        desk.refuse(error)
        return
    ui.download(paper, f"{name}.pdf", "application/pdf")


def workbook(title: str, heading: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Return an .xlsx of one sheet; texts that look like formulas stay texts."""
    out = io.BytesIO()
    write_xlsx(out, title, heading, rows)
    return out.getvalue()


async def hand_out_book(desk: Desk, subject: str, name: str, sheets: tuple[BookSheet, ...],
                        roles: frozenset[Role]) -> None:  # fmt: skip
    """Note that a workbook without persons leaves the desk, and let the browser save it."""
    rows = sum(len(one.rows) for one in sheets)

    def note(tables: Tables, staff: Staff) -> None:
        tables.audit.note(staff, desk.now(), Action.EXPORTED, subject=subject, words=f"{name}，{rows} 行，XLSX")

    try:
        await desk.change(note, roles)
    except ContentError as error:
        desk.refuse(error)
        return
    ui.download(await asyncio.to_thread(as_book, sheets), f"{name}.xlsx", _XLSX)


async def hand_out_table(desk: Desk, subject: str, name: str, heading: tuple[str, ...],
                         rows: tuple[tuple[str, ...], ...], roles: frozenset[Role]) -> None:  # fmt: skip
    """Note that a table without persons leaves the desk, and let the browser save it."""

    def note(tables: Tables, staff: Staff) -> None:
        tables.audit.note(staff, desk.now(), Action.EXPORTED, subject=subject, words=f"{name}，{len(rows)} 行，XLSX")

    try:
        await desk.change(note, roles)
    except ContentError as error:
        desk.refuse(error)
        return
    ui.download(await asyncio.to_thread(workbook, name, heading, rows), f"{name}.xlsx", _XLSX)
