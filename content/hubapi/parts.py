"""What the hub's side of the link is made of; put together by `content/__main__.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from content.clock import Clock
from content.edition.shelf import Shelf
from content.hubapi.bell import Bell
from content.hubapi.board import TicketBoard
from content.hubapi.calls import CallBoard
from content.hubapi.hall_board import HallBoard
from content.hubapi.packages import PackageShelf
from content.privacy import KeyRing
from content.store.database import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class HubParts:
    """The parts behind the routes; `on_filed` is called, in any thread, after filings were stored."""

    market: Market
    shelf: Shelf  # the publisher's: published blobs lie here
    keys: KeyRing
    clock: Clock
    site_id: str
    bell: Bell
    on_filed: Callable[[], None]
    clock_ok: Callable[[], bool] = field(default=lambda: True)  # the hub's own time may be gone by
    authority: str = ""  # PEM of the hub's certificate authority, told to terminals that do not know it yet
    calls: CallBoard = field(default_factory=CallBoard)  # who calls for staff at present
    board: TicketBoard | None = None  # the numbers called; None makes one that rings nobody
    hall: HallBoard = field(default_factory=HallBoard)  # what open pages of the desk hear of terminals
    packages: PackageShelf = field(default_factory=PackageShelf)  # the program it offers to terminals
