"""取号: which matters have numbers now, when the others open, and the words of page and slip; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from content.clock import calendar_day, local
from content.model.published import MarketCard, PublicWindow
from content.model.tickets import QueueAnswer, TicketMatter
from content.rules.windows import in_hours, matters_of, next_opening, windows_for
from content.theme import words
from kiosk.slips import imprint
from printer import templates
from printer.receipt import Receipt
from printer.templates import TicketSlip

PICTURES = {
    TicketMatter.REGISTRATION: "form", TicketMatter.POLICY: "icon:paper", TicketMatter.BENEFITS: "receipt",
    TicketMatter.DISPUTE: "icon:scales", TicketMatter.TRAINING: "icon:cap", TicketMatter.EMPLOYER: "stall",
    TicketMatter.OTHER: "ask",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One matter as the page offers it; `waiting` is None where the hub cannot be asked."""

    matter: TicketMatter
    is_open: bool
    waiting: int | None
    windows: tuple[int, ...]
    opens: str  # when it opens next, in words; "" while it is open or where nobody knows

    @property
    def picture(self) -> str:
        """Return which picture stands on its button."""
        return PICTURES[self.matter]

    @property
    def where(self) -> str:
        """Return 2 号窗口, or 2 号、3 号窗口."""
        return "、".join(f"{number} 号" for number in self.windows) + "窗口"

    @property
    def said(self) -> str:
        """Return the line below its name."""
        if not self.is_open:
            return self.opens or "现在没有人办"
        if self.waiting is None:
            return "可以取号"
        return f"前面有 {self.waiting} 人" if self.waiting else "现在不用等"


def offers(windows: Sequence[PublicWindow], answer: QueueAnswer | None, now: datetime) -> tuple[Offer, ...]:
    """Return every matter of the windows; what the hub answers goes before the hours of the edition."""
    found = []
    for matter in matters_of(windows):
        serving = windows_for(windows, matter)
        line = answer.line(matter) if answer is not None else None
        if answer is not None:  # a matter it does not name is served nowhere any more
            is_open = line is not None and line.is_open
        else:
            is_open = any(in_hours(one, now) for one in serving)
        numbers = line.windows if line is not None else tuple(one.number for one in serving)
        found.append(Offer(matter=matter, is_open=is_open, waiting=line.waiting if line is not None else None,
                           windows=numbers, opens="" if is_open else opening_words(serving, now)))  # fmt: skip
    return tuple(found)


def opening_words(windows: Sequence[PublicWindow], now: datetime) -> str:
    """Return 今天 14:00 开, 明天 08:30 开, or 11月30日 08:30 开; "" where none opens within a month."""
    opens = next_opening(windows, now)
    if opens is None:
        return ""
    away = (calendar_day(opens) - calendar_day(now)).days
    day = {0: "今天", 1: "明天"}.get(away, f"{words.day_of(opens)} ")
    return f"{day}{' ' if away < 2 else ''}{local(opens):%H:%M} 开"


def ticket_receipt(offer: Offer, number: str, market: MarketCard, now: datetime, terminal: str) -> Receipt:
    """Return the slip: the number and no person."""
    slip = TicketSlip(number=number, business=offer.matter.label, waiting_before=offer.waiting, window=offer.where)
    return templates.ticket_receipt(slip, imprint(market, now, terminal))
