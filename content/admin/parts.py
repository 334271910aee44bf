"""What the desk is given, and what a page of it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from content.admin.login import EVERYONE
from content.clock import Clock
from content.model.codes import Role
from content.privacy import KeyRing
from content.publishing.publisher import Publisher
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


CardSource = Callable[[Tables, datetime], Card]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminParts:
    """Everything the desk works with; `pages` and `cards` are what other rooms add to it."""

    market: Market
    publisher: Publisher
    keys: KeyRing
    clock: Clock
    secure: bool = False  # the cookie travels over HTTPS only
    on_retry: Callable[[], None] | None = None  # a held filing was put back: project again
    on_errand: Callable[[str], None] | None = None  # a terminal (its id) has something to do: call it
    pin: str = ""  # of the hub's certificate, for pairing codes; "" on loopback
    pages: tuple[DeskPage, ...] = ()
    cards: tuple[CardSource, ...] = ()
    tray: Tray | None = None  # where files staff send lie till they are used
