"""The few controls every page of the desk has: its head, its buttons, the sentence when a record is not there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui


def head(title: str, words: str, new: tuple[str, str] | None = None) -> None:
    """Place the title, one sentence, and on the right the link to a new record: its word and its path."""
    with ui.element("div").classes("head"):
        with ui.element("div").classes("words"):
            ui.label(title).classes("title")
            ui.label(words).classes("sub")
        if new is not None:
            ui.link(*new).classes("act")


def action(word: str, deed: Callable[[], Awaitable[None] | None], marker: str = "", look: str = "") -> ui.button:
    """Place a button; `look` is "first" for the one that matters most, "brand", "plain" or ""."""
    # a stalled page replays every tap once the loop is back: only the first of a second is sent
    button = ui.button(word, color=None).props("flat no-caps").classes(f"act {look}")
    button.on("click", lambda: deed(), throttle=1.0, trailing_events=False)
    return button.mark(marker) if marker else button


def not_there(what: str, where: str) -> None:
    """Say that a record is not there and where to look instead."""
    ui.label(f"没有{what}").classes("title")
    ui.label(f"可能链接不对，请回到“{where}”再找。").classes("sub")
