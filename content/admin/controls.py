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
    button = ui.button(word, color=None).props("flat no-caps").classes(f"act {look}")

    async def carry_out() -> None:
        try:
            answer = deed()
            if answer is not None:
                await answer
        finally:
            if not button.is_deleted:
                button.enable()

    def pressed() -> Awaitable[None] | None:
        # a stalled page replays every tap at once when it is back: shut before the handler first waits
        if not button.enabled:
            return None
        button.disable()
        return carry_out()

    button.on_click(pressed)
    return button.mark(marker) if marker else button


def not_there(what: str, where: str) -> None:
    """Say that a record is not there and where to look instead."""
    ui.label(f"没有{what}").classes("title")
    ui.label(f"可能链接不对，请回到“{where}”再找。").classes("sub")


class Sure:
    """A question before something that cannot be undone."""

    def __init__(self, consequence: str, yes: str) -> None:
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            self._question = ui.label("").classes("title")
            ui.label(consequence).classes("sub")
            with ui.element("div").classes("foot"):
                action(yes, lambda: self._dialog.submit(True), "sure", "first")
                action("取消", lambda: self._dialog.submit(False))

    async def ask(self, question: str) -> bool:
        """Ask and wait for the answer; closing the question is a no."""
        self._question.set_text(question)
        return bool(await self._dialog)
