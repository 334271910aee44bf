"""What a page of the window may ask, and the one person it serves at a time."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from nicegui import Event

from content.clock import Clock, calendar_day
from content.edition.reading import Edition
from content.link.outbox import Outbox
from content.model.ids import new_id
from content.model.published import MarketCard
from kiosk.reader.base import CardReader, ReaderEvent
from kiosk.registering import Draft
from kiosk.visit import Person
from kiosk.window.shift import Shift
from printer.printing import Printing
from printer.worker import PrinterEvent, SlipEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Everything around the page; the callables answer at once."""

    clock: Clock
    terminal: str
    edition: Callable[[], Edition | None]
    outbox: Callable[[], Outbox | None]
    clock_ok: Callable[[], bool]
    wake_courier: Callable[[], None]
    link: Callable[[], str]
    printing: Printing | None
    reader: CardReader | None
    shift: Shift
    edition_changed: Event[[]] = field(default_factory=Event)
    reader_said: Event[[ReaderEvent]] = field(default_factory=Event)
    slip_said: Event[[SlipEvent]] = field(default_factory=Event)
    printer_said: Event[[PrinterEvent]] = field(default_factory=Event)

    def today(self) -> date:
        """Return the market's calendar day."""
        return calendar_day(self.clock.now())

    def market(self) -> MarketCard:
        """Return the market's card, an empty one before the first edition."""
        edition = self.edition()
        return edition.market() if edition is not None else MarketCard()


class Guest:
    """Who is served now; only in the memory of one open page, and forgotten with 下一位."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.forget()

    def forget(self) -> None:
        """Make room for the next person."""
        now = self._clock.now()
        self.agreed_at: datetime | None = None
        self.person: Person | None = None
        self.number = ""  # of the registration, once it is filed
        self.draft = Draft(key=f"registration {new_id(now)}", code=f"{secrets.randbelow(10_000):04d}", consented_at=now)
        self.touched_at = now

    @property
    def blank(self) -> bool:
        """Say whether nothing here would have to be forgotten."""
        return self.agreed_at is None and self.person is None and not self.number

    def touch(self) -> None:
        """Note that the clerk is at work."""
        self.touched_at = self._clock.now()
