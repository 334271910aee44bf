"""A page that reads like an article and has something to do at its foot, a slip among it."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.components.panel import Act, Panel
from kiosk.pages.hall import Hall, Here
from kiosk.pages.reading import Sheet
from kiosk.pages.slip import PaperSlip
from printer.receipt import Receipt

Button = tuple[str, str, str, str]  # word, act, value, look
Link = tuple[str, str, str]  # word, address, look
_BY_HAND = "也可以用手机拍下这一页。"


class SheetPage:
    """The page while it is shown; `show` draws it anew with what is to be done now."""

    def __init__(self, hall: Hall, here: Here, title: str, back: str, on_act: Act) -> None:
        self._here, self._title, self._back = here, title, back
        self._panel = Panel(on_act)
        self._paper = PaperSlip(hall, self._again)
        self._redraw: Callable[[], None] = lambda: None
        self._prints = 0
        here.on_slip = self._paper.hear

    def show(self, sheet: Sheet, *, buttons: tuple[Button, ...] = (), links: tuple[Link, ...] = (),
             ticks: tuple[tuple[int, str, bool], ...] = (), tick_word: str = "", said: str = "",
             trouble: bool = False) -> None:  # fmt: skip
        """Draw the page."""
        def draw() -> None:
            paper = self._paper
            self._panel.show(
                "kiosk_reading.html", title=self._title, back=self._back, who=self._here.person,
                headline=sheet.headline, plain=sheet.plain, sections=sheet.sections, buttons=buttons, links=links,
                ticks=ticks, tick_word=tick_word, said=said or (paper.said + (_BY_HAND if paper.trouble else "")),
                trouble=trouble or paper.trouble, taps=self._prints, prompt="" if said else paper.prompt,
            )  # fmt: skip

        self._redraw = draw
        draw()

    async def print(self, make: Callable[[], Receipt], about: str) -> None:
        """Print a slip once for a tap; the foot says how it goes."""
        self._prints += 1
        await self._paper.print(make, f"{about} {self._here.visit.id} {self._prints}")
        self._again()

    def _again(self) -> None:
        if not self._here.over:
            self._redraw()
