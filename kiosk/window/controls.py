"""The few controls the window's page has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui


def press(word: str, deed: Callable[[], Awaitable[None] | None], marker: str, look: str = "") -> ui.button:
    """Place a button that is shut while its deed is done, so that a replayed click does nothing twice."""
    button = ui.button(word, color=None).props("flat no-caps").classes(f"act {look}").mark(marker)

    async def carry_out() -> None:
        try:
            answer = deed()
            if answer is not None:
                await answer
        finally:
            if not button.is_deleted:
                button.enable()

    def pressed() -> Awaitable[None] | None:
        if not button.enabled:
            return None
        button.disable()
        return carry_out()

    return button.on_click(pressed)


def tell(sentence: str) -> None:
    """Say what was done."""
    ui.notify(sentence, type="positive", position="top")


def complain(sentence: str) -> None:
    """Say what is missing or went wrong; stays until it is closed."""
    known = [{"label": "知道了", "color": "white"}]  # the colour of other buttons cannot be read on red
    ui.notify(sentence, type="negative", position="top", timeout=0, actions=known, multi_line=True)
