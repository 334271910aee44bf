"""What a page may ask, and the one visit a page load is."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nicegui import Event

from content.clock import Clock, calendar_day
from content.edition.reading import Edition
from content.errors import HubAway
from content.link.outbox import Outbox
from content.model.calls import CallAnswer, CallQuestion
from content.model.ids import new_id
from content.model.own_record import OwnRecord
from content.model.tickets import QueueAnswer
from content.model.walk_in import ReceiptAnswer
from kiosk.alarm import AlarmShown
from kiosk.applying import Application
from kiosk.complaining import ReportDraft
from kiosk.hiring import HiringDraft
from kiosk.listing import Question
from kiosk.reader.base import CardReader, ReaderEvent
from kiosk.registering import Draft
from kiosk.staff.room import StaffRoom
from kiosk.usage import Tally, UsageBook
from kiosk.visit import Person, Phase, Standing, Visit, VisitTimes, finished, identified, phase, standing, touched
from printer.printing import Printing
from printer.worker import PrinterEvent, SlipEvent

Handler = Callable[..., object]
Routes = dict[str, Handler]


def _deaf(*_: object) -> None:
    """Hear nothing."""


def _nobody_to_call(question: CallQuestion) -> CallAnswer:
    raise HubAway("这台机器还没有和中心配对，请工作人员查看。")


def _nobody_to_ask(*_: str) -> Any:
    raise HubAway("这台机器还没有和中心配对，请工作人员查看。")


class Here:
    """One page load: the visit, and what was chosen in it; only memory, and empty once it is over."""

    def __init__(self, clock: Clock, on_over: Callable[[], None], usage: UsageBook) -> None:
        now = clock.now()
        self.tally = Tally(usage)
        self._clock, self._on_over = clock, on_over
        self.visit = Visit(id=new_id(now), touched_at=now)
        self.list_path = "/kiosk/jobs"
        self.question: Question | None = None  # the list last looked at
        self.basket: tuple[int, ...] = ()  # numbers of the jobs for one slip
        self.applied: dict[str, Application] = {}  # by job id
        self.phone = ""
        self.draft: Draft | None = None
        self.agreed = False
        self.number = ""
        self.slips = 0
        self.staff = False  # the PIN was given on this page load
        self.card_period = 0  # the reader's period this visit waits for a card in
        self.over = False
        self.wish_to_apply: int | None = None  # number of the job an application waits for a registration for
        self.let_go: Callable[[], None] = _deaf  # the views, with what was typed into them
        self.send_home: Callable[[], None] = _deaf
        self.leave_page()

    def leave_page(self) -> None:
        """Let go of what the page now left wanted to hear, and of a 举报 or 用工登记 that was begun on it.

        The first page may rest for hours, and nobody's choices may rest behind it; nor may the consent of somebody who
        then gave no name stand for the next one.
        """
        self.begun = False  # the view holds choices of somebody
        if self.visit.person is None:
            self.draft, self.agreed = None, False
        self.report: ReportDraft | None = None
        self.hiring: HiringDraft | None = None
        self.on_edition: Callable[[], None] = _deaf
        self.on_reader: Callable[[ReaderEvent], None] = _deaf
        self.on_slip: Callable[[SlipEvent], object] = _deaf
        self.on_printer: Callable[[], None] = _deaf

    @property
    def person(self) -> Person | None:
        """Return who is here, None before a card or a typed number."""
        return self.visit.person

    @property
    def registered(self) -> bool:
        """Say whether a registration of this visit was filed."""
        return bool(self.number)

    @property
    def blank(self) -> bool:
        """Say whether nobody has left anything here that would have to be forgotten."""
        written = self.draft or self.report or self.hiring or self.basket or self.applied or self.phone or self.begun
        waiting = self.wish_to_apply is not None
        return not (self.visit.person or written or waiting or self.agreed or self.number or self.staff)

    @property
    def standing(self) -> Standing:
        """Return what the person's age means today; nobody known counts as an adult."""
        if self.person is None:
            return Standing.ADULT
        return standing(self.person.birth, self.person.sex, calendar_day(self._clock.now()))

    def touch(self) -> None:
        """Note a sign of life."""
        if not self.over:
            self.visit = touched(self.visit, self._clock.now())

    def identify(self, person: Person) -> None:
        """Take up who is here."""
        self.visit = identified(self.visit, person, self._clock.now())

    def forget_person(self) -> None:
        """Forget who is here and what they chose, as the law asks of the one who was stopped."""
        self.visit = Visit(id=self.visit.id, touched_at=self.visit.touched_at)
        self.wish_to_apply = None
        self.draft, self.agreed = None, False
        self.applied, self.phone = {}, ""

    def finish(self) -> None:
        """Note that the task is done; the visit ends soon unless the person goes on."""
        self.visit = finished(self.visit, self._clock.now())
        self.tally.finish()

    def new_draft(self) -> Draft:
        """Begin a registration."""
        now = self._clock.now()
        self.draft = Draft(key=f"registration {new_id(now)}", code=f"{secrets.randbelow(10_000):04d}", consented_at=now)
        return self.draft

    def end(self) -> None:
        """Forget everything, once."""
        if self.over:
            return
        self.over = True
        self.tally.end(self._clock.now())
        self.visit = Visit(id=self.visit.id, touched_at=self.visit.touched_at)
        self.draft, self.agreed, self.number, self.staff = None, False, "", False
        self.question, self.basket, self.applied, self.phone = None, (), {}, ""
        self.list_path, self.wish_to_apply = "/kiosk/jobs", None
        self.leave_page()
        self.let_go()
        self._on_over()


class Visits:
    """The visit at this kiosk: there is one screen, so a new page load ends the one before."""

    def __init__(self, clock: Clock, times: VisitTimes, on_over: Callable[[], None]) -> None:
        self._clock, self._times, self._on_over = clock, times, on_over
        self._here: Here | None = None
        self.usage = UsageBook()
        self.alarm: AlarmShown | None = None  # the emergency that stands on the glass
        self.card_left = False  # a card lies on the reader that belongs to a visit that is over

    def begin(self) -> Here:
        """Begin a visit and end the one before."""
        if self._here is not None:
            self._here.end()
        self._here = Here(self._clock, self._on_over, self.usage)
        return self._here

    def sweep(self, slack_s: float) -> None:
        """End a visit whose time is over `slack_s` past what the browser should have done itself.

        A blank one stays: the first page rests for hours, and whoever comes next must find it alive.
        """
        if self._here is None or self._here.over or self._here.blank:
            return
        slow = VisitTimes(idle_s=self._times.idle_s, grace_s=self._times.grace_s + round(slack_s),
                          done_s=self._times.done_s + round(slack_s))  # fmt: skip
        if phase(self._here.visit, slow, self._clock.now()) is Phase.OVER:
            self._here.end()
            self._here.send_home()  # a browser that is alive after all must not stand before an empty page


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """Everything around a page; all callables but those called `ask_…` answer at once."""

    clock: Clock
    terminal: str
    edition: Callable[[], Edition | None]
    outbox: Callable[[], Outbox | None]
    clock_ok: Callable[[], bool]
    wake_courier: Callable[[], None]
    visits: Visits
    printing: Printing | None
    reader: CardReader | None
    staff: StaffRoom
    link: Callable[[], str] = str  # what keeps filings from the hub, "" while it takes them
    tell_hub: Callable[[], None] = _deaf  # how this machine is has changed
    ask_receipt: Callable[[str, str], ReceiptAnswer] = _nobody_to_ask  # asks the hub: off the loop
    ask_person: Callable[[str], OwnRecord] = _nobody_to_ask  # by an ID number: asks the hub, so off the loop
    ask_call: Callable[[CallQuestion], CallAnswer] = _nobody_to_call  # as the one above
    ask_queue: Callable[[], QueueAnswer] = _nobody_to_ask  # as the one above
    edition_changed: Event[[]] = field(default_factory=Event)
    reader_said: Event[[ReaderEvent]] = field(default_factory=Event)
    slip_said: Event[[SlipEvent]] = field(default_factory=Event)
    printer_said: Event[[PrinterEvent]] = field(default_factory=Event)
    pause_changed: Event[[]] = field(default_factory=Event)
    call_changed: Event[[]] = field(default_factory=Event)

    def today(self) -> date:
        """Return the market's calendar day."""
        return calendar_day(self.clock.now())
