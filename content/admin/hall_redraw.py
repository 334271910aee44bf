"""Redrawing an open page soon after something is heard of the hall, once for all that was heard meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from nicegui import background_tasks, ui

from content.hubapi.hall_board import HallBoard

_PAUSE_S = 0.5  # forty terminals beat within fifteen seconds; a page is drawn for all of them together


def redraw_on_news(board: HallBoard, place: ui.element, show: Callable[[], Awaitable[None]],
                   about: Callable[[str], bool] = lambda terminal_id: True) -> None:  # fmt: skip
    """Call `show`, within `place`, after news of a terminal that `about` says yes to; it ends with the page."""
    under_way = False

    async def soon() -> None:
        nonlocal under_way
        await asyncio.sleep(_PAUSE_S)
        under_way = False
        if not place.is_deleted:
            with place:
                await show()

    def heard(terminal_id: str) -> None:
        nonlocal under_way
        if under_way or place.is_deleted or (terminal_id and not about(terminal_id)):
            return
        under_way = True
        background_tasks.create(soon(), name="redraw")

    ui.context.client.on_delete(board.listen(heard))
