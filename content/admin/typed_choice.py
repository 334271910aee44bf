"""A choice found by typing: hanzi, pinyin or initials, asked of the hub, the first one ready for Enter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.value_element import ValueElement
from nicegui.events import GenericEventArguments

DEBOUNCE_MS = 150
Find = Callable[[str, str], Awaitable[dict[str, str]]]  # what is typed and what is chosen -> value to label


async def find_by_typing(choice: ValueElement[Any], find: Find, chosen: str) -> None:
    """Let the options of a choice be found by `find`; `chosen` is what it starts with."""
    if not isinstance(choice, ui.select):
        raise TypeError("only a choice is found by typing")
    choice.props(f"use-input fill-input hide-selected input-debounce={DEBOUNCE_MS}")
    choice.set_options(await find("", chosen), value=chosen or None)

    async def narrow(event: GenericEventArguments) -> None:
        text, now = str(event.args or ""), str(choice.value or "")
        if text == dict(choice.options).get(now):  # the label of what is chosen is not a search
            return
        choice.set_options(await find(text, now), value=now or None)
        if text:
            choice.run_method("setOptionIndex", -1)
            choice.run_method("moveOptionSelection", 1, True)

    choice.on("input-value", narrow)
