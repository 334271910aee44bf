"""`programme.json` of an edition: what the screens may play, before wall time decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import IntEnum


class Priority(IntEnum):
    """Who wins when several slots are on; higher wins."""

    EVERGREEN = 0
    SCHEDULED = 10
    PUBLICITY = 20  # 公示, a legal duty
    EMERGENCY = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One scene kind with its window: market-local `start`/`end` of day, weekdays 1–7 (ISO), instants in UTC."""

    scene: str  # "jobs_today", "jobs", "policy", "course", "fair", "rights", "service", "notice", "emergency"
    priority: Priority = Priority.SCHEDULED
    weight: int = 1  # times a round
    start: time | None = None
    end: time | None = None
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    shown_from: datetime | None = None
    shown_until: datetime | None = None
    zones: tuple[str, ...] = ()
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The slots of one edition in the order of a round, and the line that runs along the foot."""

    slots: tuple[Slot, ...]
    ticker: tuple[str, ...] = ("免费服务 不收任何费用",)
