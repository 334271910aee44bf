"""The programme as staff planned it, or the usual one where nobody planned any."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from content.clock import SHANGHAI
from content.model.editions import Emergency
from content.model.programme import SCENES, Priority, Programme, Slot
from content.model.programme_plan import FREE_LINE, PlannedSlot, ProgrammePlan
from content.model.published import EditionContent
from content.publishing.screens import alarmed, programme_for


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def _planned(slot: PlannedSlot, usual: Mapping[str, Slot]) -> Slot:
    known = usual.get(slot.scene)
    rank = SCENES[slot.scene].priority if slot.scene in SCENES else Priority.SCHEDULED
    return Slot(
        scene=slot.scene, priority=known.priority if known else rank, weight=slot.weight, start=slot.start,
        end=slot.end, weekdays=slot.weekdays, zones=slot.zones, screens=slot.screens, title=slot.title, text=slot.text,
        shown_from=_midnight(slot.first_day) if slot.first_day else None,
        shown_until=_midnight(slot.last_day + timedelta(days=1)) if slot.last_day else None,
    )  # fmt: skip


def planned_programme(plan: ProgrammePlan | None, content: EditionContent,
                      emergency: Emergency | None = None) -> Programme:  # fmt: skip
    """Return the programme of a plan; a legal 公示 it leaves out is on all the same (R210)."""
    if plan is None:
        return programme_for(content, emergency)
    usual = {slot.scene: slot for slot in programme_for(content).slots}
    slots = tuple(_planned(slot, usual) for slot in plan.slots)
    named = {slot.scene for slot in slots}
    duties = tuple(slot for slot in usual.values() if slot.priority is Priority.PUBLICITY and slot.scene not in named)
    lines = (FREE_LINE, *(line for line in plan.ticker if line != FREE_LINE))
    return alarmed(Programme(slots=(*duties, *slots), ticker=lines), emergency)


def usual_plan(content: EditionContent) -> ProgrammePlan:
    """Return the usual programme as a plan, for staff to begin with."""
    return ProgrammePlan(slots=tuple(PlannedSlot(scene=slot.scene, weight=slot.weight)
                                     for slot in programme_for(content).slots))  # fmt: skip
