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
            ui.link(*new).classes("act").props('data-key="new" title="N"')


# name of a control to the keys that press it, as its tooltip says them; `theme/desk.js` listens
KEYS = {"submit": "Ctrl+Enter", "save": "Ctrl+S", "again": "Alt+S",
        "call-next": "F2", "call-again": "F4", "call-absent": "F8", "call-served": "F9"}  # fmt: skip


def action(word: str, deed: Callable[[], Awaitable[None] | None], marker: str = "", look: str = "") -> ui.button:
    """Place a button; `look` is "first" for the one that matters most, "brand", "plain" or "".

    The markers in `KEYS` have keys of their own.
    """
    button = ui.button(word, color=None).props("flat no-caps").classes(f"act {look}")
    if marker in KEYS:
        button.props(f'data-key="{marker}" title="{KEYS[marker]}"')

    async def carry_out() -> None:
        try:
            answer = deed()
            # what closes a dialog returns that dialog, and awaiting it would open it again
            if answer is not None and not isinstance(answer, ui.element):
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
    """A question before something that cannot be undone; `marker` tells two questions of one page apart."""

    def __init__(self, consequence: str, yes: str, marker: str = "sure") -> None:
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            self._question = ui.label("").classes("title")
            ui.label(consequence).classes("sub")
            with ui.element("div").classes("foot"):
                action(yes, lambda: self._dialog.submit(True), marker, "first")
                action("取消", lambda: self._dialog.submit(False))

    @property
    def is_open(self) -> bool:
        """Say whether the question is on the page."""
        return bool(self._dialog.value)

    async def ask(self, question: str) -> bool:
        """Ask and wait for the answer; closing the question is a no."""
        self._question.set_text(question)
        return bool(await self._dialog)
