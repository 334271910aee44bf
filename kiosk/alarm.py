"""The emergency a kiosk shows: which one is on at an instant, from the edition in use; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.programme import Priority, Programme

SCENE = "emergency"  # as the heartbeat names what is on the glass; screens name a scene's id there


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """What is shown over everything; `until` is its end, after which it goes by itself."""

    title: str
    text: str
    until: datetime
    stops: bool  # nothing else is to be done at the kiosk


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmShown:
    """The browser has put the emergency of an edition on the glass."""

    order: int
    at: datetime


def alarm_at(programme: Programme, now: datetime) -> Alarm | None:
    """Return the emergency of a programme that is on at an instant; one without an end is none (it must have one)."""
    for slot in programme.slots:
        started = slot.shown_from is None or slot.shown_from <= now
        if slot.priority is Priority.EMERGENCY and started and slot.shown_until is not None and now < slot.shown_until:
            return Alarm(title=slot.title, text=slot.text, until=slot.shown_until, stops=slot.stops_kiosks)
    return None
