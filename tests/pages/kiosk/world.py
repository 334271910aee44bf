"""A kiosk without process or wire, and a walk-in who touches it."""

from __future__ import annotations

import asyncio
import html
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

import httpx
from fastapi import FastAPI
from nicegui import Client, events, ui
from nicegui.testing import User

from content.clock import SetClock, calendar_day
from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.errors import HubAway, LinkError
from content.link.envelope import open_envelope
from content.link.outbox import Outbox
from content.model.codec import from_json
from content.model.filings import RegistrationBody
from content.model.own_record import OwnRecord
from content.model.tickets import QueueAnswer
from kiosk.components.writer import Writer
from kiosk.pages.hall import Hall, Visits
from kiosk.reader.base import IdCard
from kiosk.reader.demo_cards import demo_cards
from kiosk.reader.in_process_reader import InProcessReader
from kiosk.staff.condition import Condition
from kiosk.staff.pausing import Pausing
from kiosk.staff.pins import PinBook
from kiosk.staff.room import StaffRoom
from kiosk.staff.sound import Sound
from kiosk.visit import VisitTimes
from printer.fonts import Bitmap, FontChain
from printer.layout import TextLine
from printer.printing import Printing
from printer.profiles import PROFILES
from printer.sealing import Sealing
from printer.spool import Spool
from printer.twin.in_process import InProcessPrinter
from printer.worker import PrinterEvent, PrinterWorker, SlipEvent, Timings
from tests.pages.kiosk_market import KEYS, content_at, pairing, publish
from tests.pages.simulation import PatientUser

B = TypeVar("B")

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # Monday 09:30 in the hall
TIMES = VisitTimes(idle_s=60, grace_s=20, done_s=15)
DEADLINE_S = 20.0
CARDS = dict(zip(("man_52", "woman_45", "man_33", "rare_name", "man_61", "girl_17", "boy_15", "woman_38"),
                 demo_cards(calendar_day(NOW)), strict=True))  # fmt: skip


QUICK = Timings(spare_s=2.0, idle_check_s=0.1, fault_retry_s=0.1, reconnect_s=(0.1, 0.2))


class Glyphs:
    """The real fonts, on a disk that may take its time."""

    def __init__(self) -> None:
        self._fonts, self.free = FontChain(), threading.Event()
        self.free.set()

    def covers(self, char: str) -> bool:
        """Say whether there is a glyph, once the disk answers."""
        self.free.wait(DEADLINE_S * 2)
        return self._fonts.covers(char)

    def line(self, line: TextLine, width_dots: int) -> Bitmap:
        """Draw one line, once the disk answers."""
        self.free.wait(DEADLINE_S * 2)
        return self._fonts.line(line, width_dots)


class World:
    """The parts of one kiosk, and what a test does to them."""

    app: FastAPI

    def __init__(self, folder: Path, *, with_printer: bool = False) -> None:
        self.folder, self.clock = folder, SetClock(NOW)
        self.content = content_at(NOW)
        self.shelf = Shelf(folder / "shelf")
        self.edition: Edition | None = publish(self.content, self.shelf, folder, NOW)
        self.outbox: Outbox | None = Outbox(folder / "outbox.db", pairing())
        self._opened_outbox = self.outbox
        self.reader = InProcessReader()
        self.woken = self.restarts = 0
        self.own_record: OwnRecord | LinkError = OwnRecord(found=False)  # what the hub answers
        self.queue: QueueAnswer | LinkError = HubAway("中心不在")  # what the hub answers
        self.asked: list[str] = []
        self.printing: Printing | None = None
        self.profile = PROFILES["58mm"]
        self.drawing = Glyphs()
        if with_printer:
            self._install_printer()
        self.hall = self._hall()

    def _hall(self) -> Hall:
        hall = Hall(
            clock=self.clock, terminal="自助机 A1", edition=lambda: self.edition, outbox=lambda: self.outbox,
            clock_ok=lambda: True, wake_courier=self._wake, visits=Visits(self.clock, TIMES, self.reader.disarm),
            printing=self.printing, reader=self.reader, staff=self._staff_room(), ask_person=self._ask_person,
            ask_queue=self._ask_queue,
        )  # fmt: skip
        # as the kiosk does it: an event comes in a turn of the loop of its own
        self.reader.start(lambda event: asyncio.get_event_loop().call_soon(hall.reader_said.emit, event))
        return hall

    def _install_printer(self) -> None:
        loop = asyncio.get_running_loop()
        self.printer = InProcessPrinter(self.folder / "paper")
        self._spool = Spool(self.folder / "spool.db", Sealing(bytes(32)))

        def hear(event: SlipEvent | PrinterEvent) -> None:
            told = self.hall.slip_said if isinstance(event, SlipEvent) else self.hall.printer_said
            if not loop.is_closed():
                loop.call_soon_threadsafe(told.emit, event)

        self.worker = PrinterWorker(self._spool, self.printer.transport, self.profile, hear, now=self.clock.now,
                                    timings=QUICK)  # fmt: skip
        self.printing = Printing(self._spool, self.worker, self.profile, glyphs=self.drawing, now=self.clock.now)

    def _staff_room(self) -> StaffRoom:
        def restart() -> None:
            self.restarts += 1

        return StaffRoom(
            pins=PinBook(self.folder / "pin.json", self.clock),
            pausing=Pausing(self.folder / "pause.json", lambda: self.hall.pause_changed.emit()),
            sound=Sound(self.folder / "volume.json", which=lambda name: None), condition=self._condition,
            restart=restart,
        )  # fmt: skip

    def _condition(self) -> Condition:
        return Condition(
            reader=self.reader.state, printer=self.printing.printer_state() if self.printing is not None else None,
            edition_number=94, built_at=NOW, paired=self.outbox is not None,
            waiting=self.outbox.waiting() if self.outbox is not None else 0, link="",
        )  # fmt: skip

    def _ask_person(self, id_number: str) -> OwnRecord:
        self.asked.append(id_number)
        if isinstance(self.own_record, OwnRecord):
            return self.own_record
        raise self.own_record

    def _ask_queue(self) -> QueueAnswer:
        if isinstance(self.queue, QueueAnswer):
            return self.queue
        raise self.queue

    def _wake(self) -> None:
        self.woken += 1

    def close(self) -> None:
        """Give the files back."""
        self.reader.stop()
        if self.printing is not None:
            self.drawing.free.set()
            self.worker.stop()
            self._spool.close()
        self._opened_outbox.close()

    async def walk_in(self, path: str = "/") -> Visitor:
        """Return a walk-in at a fresh page load."""
        line = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://test/kiosk")
        visitor = Visitor(PatientUser(line))
        await visitor.user.open(path)
        return visitor

    def publish(self, order: int) -> None:
        """Put a changed market on the screens, as the follower does."""
        self.edition = publish(self.content, self.shelf, self.folder, self.clock.now(), order)
        self.hall.edition_changed.emit()

    def filed(self) -> list[RegistrationBody]:
        """Return the registrations in the outbox, opened with the hub's key."""
        return self.filings("registration", RegistrationBody)

    def filings(self, kind: str, body: type[B]) -> list[B]:
        """Return the filings of one kind in the outbox, opened with the hub's key."""
        envelopes = self._opened_outbox.after(0, limit=50, max_bytes=10_000_000)
        return [from_json(body, open_envelope(envelope, KEYS.seal)) for envelope in envelopes
                if envelope.header.kind == kind]  # fmt: skip


class Visitor:
    """Reads the page as a person does, and touches its buttons by what they say."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._taps = count()

    def page(self) -> str:
        """Return all text now shown, the overlays included only while open."""
        with self.user:
            pages = [panel.content for panel in self.user.client.elements.values() if isinstance(panel, ui.html)]  # type: ignore[union-attr]
        shown = [one for one in pages if 'class="ask-over "' not in one]
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " ".join(shown))))

    def source(self) -> str:
        """Return the HTML now shown."""
        with self.user:
            return " ".join(one.content for one in self.user.client.elements.values() if isinstance(one, ui.html))  # type: ignore[union-attr]

    async def sees(self, *texts: str) -> None:
        """Wait until all texts are shown."""
        await self.until(lambda: all(text in self.page() for text in texts), f"{texts}")

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Wait until something is so, at most five seconds."""
        waited = 0.0
        while not true():
            assert waited < DEADLINE_S, f"no {what} on: {self.page()}"
            await asyncio.sleep(0.01)
            waited += 0.01

    async def touch(self, act: str, value: str = "") -> None:
        """Touch a button by its act."""
        assert f'data-act="{act}"' in self.source(), f"no {act} on: {self.page()}"
        panels = [one for one in self._elements(ui.html) if f'data-act="{act}"' in one.content]
        self._trigger(panels[-1], "click", [act, value])
        await asyncio.sleep(0)

    def send(self, act: str, value: str) -> None:
        """Send an act no button offers, as a tampered or an old page could."""
        self._trigger(self._elements(ui.html)[-1], "click", [act, value])

    def old_page(self) -> Callable[[str, str], None]:
        """Return what touches the page now shown, also after the visitor was sent elsewhere."""
        panel, client = self._elements(ui.html)[-1], self.user.client
        return lambda act, value: self._trigger(panel, "click", [act, value], client)

    async def touch_once_there(self, act: str) -> None:
        """Wait for a button and touch it."""
        await self.until(lambda: f'data-act="{act}"' in self.source(), act)
        await self.touch(act)

    async def go(self, path: str) -> None:
        """Follow a link."""
        self.user.navigate.to(path)
        await asyncio.sleep(0.02)

    async def writes(self, **texts: str) -> None:
        """Finish the fields of the input panel."""
        self._trigger(self._elements(Writer)[-1], "done", {"texts": texts, "tap": str(next(self._taps))})
        await asyncio.sleep(0)

    def elements(self) -> int:
        """Return how many elements the view has."""
        assert self.user.client is not None
        return len(self.user.client.elements)

    def _elements(self, kind: type[ui.element]) -> list[ui.element]:
        assert self.user.client is not None
        return [one for one in self.user.client.elements.values() if isinstance(one, kind)]

    def _trigger(self, element: ui.element, event: str, args: object, page: Client | None = None) -> None:
        client = page or self.user.client
        assert client is not None
        with client:
            for listener in list(element._event_listeners.values()):
                if listener.type == event:
                    events.handle_event(
                        listener.handler, events.GenericEventArguments(sender=element, client=client, args=args)
                    )


def card(name: str) -> IdCard:
    """Return one of the demonstration's cards, by who holds it on `NOW`."""
    return CARDS[name]
