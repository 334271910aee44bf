"""取号: a matter by one touch, then its number on the glass and on paper; a closed window gives none."""

from __future__ import annotations

import asyncio
from functools import partial

from content.clock import calendar_day
from content.errors import LinkError
from content.model.tickets import QueueAnswer, TicketBody, TicketMatter
from content.rules.windows import ticket_number
from kiosk.components.panel import Panel
from kiosk.pages.calling import UNSTAFFED
from kiosk.pages.filed import NOT_PAIRED, market_of
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.slip import PaperSlip
from kiosk.queueing import Offer, offers, ticket_receipt

_PATIENCE_S = 2.0  # a number must not wait for a hub that does not answer


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /queue."""

    async def queue() -> None:
        await _Taking(hall, here).begin()

    routes["/queue"] = queue


class _Taking:
    """The page while it is shown; nothing of who stands before it goes with the number."""

    def __init__(self, hall: Hall, here: Here) -> None:
        self._hall, self._here = hall, here
        self._panel = Panel(self._act)
        self._answer: QueueAnswer | None = None
        self._paper = PaperSlip(hall, self._show_given)
        self._given: tuple[Offer, str] | None = None
        self._busy = False

    async def begin(self) -> None:
        """Show the matters by the hours of the edition, then as the hub knows them."""
        self._here.on_edition = self._show
        self._here.on_slip = self._paper.hear
        self._show()
        await self._ask()
        self._show()

    async def _ask(self) -> None:
        try:
            if self._hall.link():
                raise LinkError(self._hall.link())
            self._answer = await asyncio.wait_for(asyncio.to_thread(self._hall.ask_queue), _PATIENCE_S)
        except (LinkError, TimeoutError):
            self._answer = None

    def _offers(self) -> tuple[Offer, ...]:
        edition = self._hall.edition()
        windows = edition.windows().windows if edition is not None else ()
        return offers(windows, self._answer, self._hall.clock.now())

    def _show(self, closed: Offer | None = None, trouble: str = "") -> None:
        if self._here.over or self._given is not None:
            return
        found = self._offers()
        if not any(offer.is_open for offer in found) or closed is not None:
            self._panel.show("kiosk_queue.html", who=self._here.person, market=market_of(self._hall), works=UNSTAFFED,
                             offers=found, closed=closed)  # fmt: skip
            return
        self._panel.show("kiosk_ticket.html", who=self._here.person, offers=found, away=self._answer is None,
                         trouble=trouble)  # fmt: skip

    async def _act(self, name: str, value: str) -> None:
        if self._here.over or self._given is not None or self._busy:
            return
        if name == "back":
            self._show()
        if name != "take" or value not in set(TicketMatter):
            return
        self._busy = True  # a replayed tap
        try:
            await self._take(TicketMatter(value))
        finally:
            self._busy = False

    async def _take(self, matter: TicketMatter) -> None:
        await self._ask()
        offer = next((one for one in self._offers() if one.matter is matter), None)
        if offer is None or not offer.is_open:
            self._show(closed=offer)
            return
        try:
            number = await self._file(matter)
        except LinkError as error:
            self._show(trouble=str(error))
            return
        if self._here.over:
            return
        self._given = (offer, number)
        self._here.finish()
        self._show_given()
        now = self._hall.clock.now()
        make = partial(ticket_receipt, offer, number, market_of(self._hall), now, self._hall.terminal)
        await self._paper.print(make, f"{number} {calendar_day(now)}")

    async def _file(self, matter: TicketMatter) -> str:
        """File the next number of the day; the same matter in the same visit gets the same one."""
        outbox, now = self._hall.outbox(), self._hall.clock.now()
        if outbox is None:
            raise LinkError(NOT_PAIRED)
        written = partial(ticket_number, matter, outbox.prefix)
        filed = await asyncio.to_thread(
            outbox.file_numbered, "ticket", lambda count: TicketBody(number=written(int(count)), matter=matter), now,
            self._hall.clock_ok(), key=f"ticket {self._here.visit.id} {matter}",
            series=f"{calendar_day(now)} {matter}")  # fmt: skip
        self._hall.wake_courier()
        return written(int(filed.number))

    def _show_given(self) -> None:
        if self._here.over or self._given is None:
            return
        offer, number = self._given
        if self._paper.trouble:
            self._here.touch()  # writing the number down takes longer than taking a slip
        self._panel.show("kiosk_ticket_given.html", who=self._here.person, offer=offer, number=number,
                         said=self._paper.said, trouble=self._paper.trouble, prompt=self._paper.prompt)  # fmt: skip
