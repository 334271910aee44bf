"""What the hub answers a terminal with, besides editions and receipts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.terminals import ErrandOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """What the hub says at the start: how far it has this terminal's filings without a gap, and its time."""

    contiguous_seq: int
    now: datetime
    clock_ok: bool = True  # False while the hub does not know the time for sure
    version: str = ""  # of the hub's program


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """What the bell says: what to look at, and for "edition" the order of the highest one."""

    event: str
    order: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """What the hub answers to a heartbeat: its time, and what this terminal is to do."""

    now: datetime
    errands: tuple[ErrandOrder, ...]
    moved_to: str = ""  # where the hub is from now on
