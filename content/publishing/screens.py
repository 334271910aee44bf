"""The programme of an edition's screens: a slot for everything there is to show, and the ones that are always on."""

from __future__ import annotations

from dataclasses import replace

from content.model.codes import Settlement
from content.model.editions import Emergency
from content.model.programme import Priority, Programme, Slot
from content.model.published import EditionContent


def alarmed(programme: Programme, emergency: Emergency | None) -> Programme:
    """Return the programme with this emergency and no other."""
    slots = tuple(slot for slot in programme.slots if slot.priority is not Priority.EMERGENCY)
    if emergency is None:
        return replace(programme, slots=slots)
    alarm = Slot(scene="emergency", priority=Priority.EMERGENCY, shown_from=emergency.declared_at,
                 shown_until=emergency.until, title=emergency.title, text=emergency.text)  # fmt: skip
    return replace(programme, slots=(*slots, alarm))


def programme_for(content: EditionContent, emergency: Emergency | None = None) -> Programme:
    """Return the slots in the order of a round; day work comes twice a round (reference: people look for it first).

    Service notice, 防骗 and hotlines are always there: free service must be displayed (条例 §32).
    """
    day_work = any(job.settlement is Settlement.DAY for job in content.jobs)
    named = (
        ("jobs_today", 2, day_work), ("jobs", 1, bool(content.jobs)), ("notice", 2, bool(content.notices)),
        ("policy", 1, bool(content.policies)), ("fair", 1, bool(content.fairs)), ("course", 1, bool(content.courses)),
        ("rights", 1, bool(content.articles)),
    )  # fmt: skip
    slots = [Slot(scene=scene, weight=weight) for scene, weight, there in named if there]
    slots += [Slot(scene=scene, priority=Priority.EVERGREEN) for scene in ("service", "safety", "hotlines")]
    return alarmed(Programme(slots=tuple(slots)), emergency)
