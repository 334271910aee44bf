"""What every NiceGUI page of ours wears: our style sheets, and our words when the connection is lost."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from nicegui import app, ui
from nicegui.translations import translations

from content.faults import fault_sentence, note_fault

LOST = "系统正在恢复"
WAIT = "请稍候，页面会自动回来"


def dress(style_sheets: tuple[str, ...], scripts: tuple[str, ...] = ()) -> None:
    """Link style sheets and scripts into every page to come; call once, before the first page is asked for."""
    # the table is not public API; tests/pages holds it to what it does today
    translations["zh-CN"].update(connection_lost=LOST, trying_to_reconnect=WAIT)
    links = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in style_sheets)
    links += "".join(f'<script src="{script}" defer></script>' for script in scripts)
    ui.add_head_html(links, shared=True)


def answer_errors(html: Callable[[str], str]) -> None:
    """Answer an unknown address and a fault of a page in words of ours; `html` makes a page of a sentence.

    NiceGUI's own pages speak English, and the one for a fault shows the exception's text.
    """

    async def not_found(_request: Request, _error: Exception) -> Response:
        return HTMLResponse(html("没有这个页面，请从首页重新进入。"), status_code=404)

    async def fault(_request: Request, error: Exception) -> Response:
        return HTMLResponse(html(fault_sentence(note_fault(error))), status_code=500)

    app.add_exception_handler(404, not_found)
    app.add_exception_handler(Exception, fault)
