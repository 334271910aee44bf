"""What the desk is given, and what a page of it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import thread_time
from typing import TYPE_CHECKING

from content.admin.exports import ExportTray
from content.admin.last_counted import LastCounted
from content.admin.live_pages import LivePages
from content.admin.login import EVERYONE
from content.admin.look_alikes import LookAlikes
from content.admin.made_reports import MadeReports
from content.admin.scoring import ScoreGlance
from content.clock import Clock
from content.hubapi.board import TicketBoard
from content.hubapi.calls import CallBoard
from content.hubapi.hall_board import HallBoard
from content.model.codes import Role
from content.privacy import KeyRing
from content.publishing.publisher import Publisher
from content.rules.cadence import DutyState, Span
from content.store.database import Market, Tables

if TYPE_CHECKING:
    from content.admin.desk import Desk
    from content.admin.uploads import Tray

MOUNT = "/staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """One route of the desk; other rooms hand theirs in through `AdminParts.pages`."""

    path: str  # below /staff, with {names} as FastAPI reads them
    title: str
    body: Callable[[Desk], Awaitable[None]]
    menu: str = ""  # the word in the menu; "" keeps the page out of it
    place: int = 0  # order in the menu
    roles: frozenset[Role] = EVERYONE
    count: Callable[[Tables, datetime], int] | None = None  # figure beside the word
    urgent: bool = False  # the figure is something to do


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One figure on 今日工作, with what it should reach where there is such a number."""

    label: str
    figure: int
    target: int | None = None
    path: str = ""  # page below /staff that lists what was counted
    pressing: bool = False  # drawn as something to do
    span: Span = Span.TODAY
    state: DutyState | None = None  # of a regular duty
    expected: int = 0  # where an even pace would be by now
    sentence: str = ""
    clause: str = ""  # of the regulation
    roles: frozenset[Role] = EVERYONE  # whose it is to do
    do: tuple[str, str] = ("", "")  # word and path of where more of it is made

    @property
    def mark(self) -> str:
        """Return the word for how it stands, "" where nothing is to be said; a figure of a period falls due no day."""
        if self.state is None:
            return "要处理" if self.pressing else ""
        return "要抓紧" if self.span is Span.PERIOD and self.state is DutyState.SOON else self.state.label


CardSource = Callable[[Tables, datetime], Card]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Something for the reviewer that is no record: a filing from the kiosk, with the page that treats it."""

    title: str
    words: str = ""
    path: str = ""  # below /staff


QueueSource = Callable[[Tables, datetime], tuple[Elsewhere, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminParts:
    """Everything the desk works with; `pages` and `cards` are what other rooms add to it."""

    market: Market
    publisher: Publisher
    keys: KeyRing
    clock: Clock
    secure: bool = False  # the cookie travels over HTTPS only
    lasting: bool = False  # browsers trust the certificate by themselves, so they may be bound to HTTPS (HSTS)
    on_retry: Callable[[], None] | None = None  # a held filing was put back: project again
    on_errand: Callable[[str], None] | None = None  # a terminal (its id) has something to do: call it
    on_planned: Callable[[], None] | None = None  # a publishing was planned or taken back: look at the plans again
    asks_password: bool = True  # who has none yet is reminded of it
    pin: str = ""  # of the hub's authority, for pairing codes; "" on loopback
    pages: tuple[DeskPage, ...] = ()
    cards: tuple[CardSource, ...] = ()
    queue: tuple[QueueSource, ...] = ()  # what else stands in the reviewer's queue
    tray: Tray | None = None  # where files staff send lie till they are used
    calls: CallBoard = field(default_factory=CallBoard)  # terminals that call for staff
    board: TicketBoard | None = None  # numbers called at the windows: told of every change
    hall: HallBoard = field(default_factory=HallBoard)  # terminals heard of, and their live pictures
    # ids of the scenes by which a screen shows the emergency in force; handed in by who can draw them
    alarm_scenes: Callable[[datetime], frozenset[str]] = field(default=lambda now: frozenset())
    exports: ExportTray = field(default_factory=ExportTray)  # tables written and not fetched yet
    figures: LastCounted = field(default_factory=LastCounted)  # of the menu
    # by the work of the asking thread, so that a busy machine makes nothing old; of 今日工作, and of what takes seconds
    cards_kept: LastCounted = field(default_factory=lambda: LastCounted(thread_time, long_s=0.05, times=2))
    seconds_kept: LastCounted = field(default_factory=lambda: LastCounted(
        thread_time, long_s=0.2, fresh=timedelta(minutes=2), most=4))  # fmt: skip
    score: ScoreGlance = field(default_factory=ScoreGlance)  # the year's score, for 今日工作
    alike: LookAlikes = field(default_factory=LookAlikes)  # one index of the standing jobs for all forms
    made_reports: MadeReports = field(default_factory=MadeReports)  # made and not frozen yet
    live: LivePages = field(default_factory=LivePages)  # pages that stand open, by login
