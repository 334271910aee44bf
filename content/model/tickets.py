"""取号、叫号: windows, tickets and what is done with them. A ticket is a number and never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.codes import Labelled


class TicketMatter(Labelled):
    """What somebody comes to a window for; the order gives the letter of the number."""

    REGISTRATION = "registration", "求职登记"
    POLICY = "policy", "政策、补贴"
    BENEFITS = "benefits", "失业登记、困难认定"
    DISPUTE = "dispute", "维权、调解"
    TRAINING = "training", "培训报名"
    EMPLOYER = "employer", "单位招人"
    OTHER = "other", "别的事"


class TicketDeed(Labelled):
    """What a clerk does with a ticket; a second call of the same window is a 重叫."""

    CALLED = "called", "叫号"
    SERVED = "served", "办结"
    ABSENT = "absent", "过号"
    RETURNED = "returned", "重新排队"


class TicketState(Labelled):
    """How a ticket stands."""

    WAITING = "waiting", "等候"
    CALLED = "called", "正在办"
    SERVED = "served", "办结"
    ABSENT = "absent", "过号"


class WindowDeed(Labelled):
    """What a clerk does with a window."""

    OPENED = "opened", "开窗"
    PAUSED = "paused", "暂停"
    CLOSED = "closed", "关窗"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceWindow:
    """One 服务窗口 of the hall; `hours` is text such as `08:30-12:00 14:00-17:30`."""

    id: str
    number: int
    name: str
    matters: tuple[TicketMatter, ...]
    hours: str
    weekdays: tuple[int, ...]  # 1 Monday … 7 Sunday
    on_holidays: bool = False  # open on the days off of the yearly table too
    retired: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowEvent:
    """A window was opened, paused or closed; never changed."""

    id: str
    window_id: str
    deed: WindowDeed
    at: datetime
    by: str  # staff id


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketBody:
    """Body of kind `ticket`, version 1."""

    number: str
    matter: TicketMatter


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One number given out on one market day."""

    id: str  # of its filing
    number: str
    matter: TicketMatter
    day: date
    taken_at: datetime
    clock_ok: bool
    terminal_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketEvent:
    """Something done with a ticket; never changed."""

    id: str
    ticket_id: str
    deed: TicketDeed
    window_id: str
    at: datetime
    by: str  # staff id


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketStanding:
    """A ticket with the last thing that was done with it, where there was one."""

    ticket: Ticket
    state: TicketState
    event: TicketEvent | None = None
    times: int = 0  # called since it last waited


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFigures:
    """The queue between two days (R146): how many came, were served, were absent, and how long they waited."""

    taken: int = 0
    served: int = 0
    absent: int = 0
    called: int = 0
    mean_wait_s: int = 0  # from taking the number to its first call
    longest_wait_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """值班: who sits at a window on a day."""

    day: date
    window_id: str
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCall:
    """One call as a screen shows and says it."""

    id: str  # of the event: the same one is never said again
    number: str
    window: int
    times: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledNumbers:
    """The last five calls of the day, newest first; each ticket once."""

    calls: tuple[BoardCall, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """How a matter stands at present, as the hub tells a kiosk."""

    matter: TicketMatter
    waiting: int
    is_open: bool
    windows: tuple[int, ...]  # numbers of the windows that serve it


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueAnswer:
    """Every matter some window serves."""

    lines: tuple[QueueLine, ...] = ()

    def line(self, matter: TicketMatter) -> QueueLine | None:
        """Return how one matter stands."""
        return next((line for line in self.lines if line.matter is matter), None)
