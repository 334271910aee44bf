"""A field of a form whose options are the employers, narrowed by typing."""

from __future__ import annotations

from typing import Any

from nicegui.elements.mixins.value_element import ValueElement

from content.admin.desk import Desk
from content.admin.typed_choice import find_by_typing
from content.store.database import Tables
from content.store.records import Page

_OFFERED = 30  # employers in the list at once; typing narrows it


def _employers(tables: Tables, text: str, chosen: str) -> dict[str, str]:
    found, _ = tables.employers.page(Page(text=text, limit=_OFFERED))
    offered = {firm.id: firm.name + ("" if firm.verified_at else "（未核实）") for firm in found}
    own = tables.employers.get(chosen) if chosen and chosen not in offered else None
    return offered | ({own.id: own.name} if own is not None else {})


async def offer_employers(desk: Desk, choice: ValueElement[Any], chosen_id: str) -> None:
    """Fill a choice with the newest employers and narrow it as its text is typed."""

    async def found(text: str, chosen: str) -> dict[str, str]:
        return await desk.ask(lambda tables: _employers(tables, text, chosen))

    await find_by_typing(choice, found, chosen_id)
