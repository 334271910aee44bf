"""The programme of an edition's screens: a slot for everything there is to show, and the ones that are always on."""

from __future__ import annotations

from dataclasses import replace

from content.model.codes import FairTheme, MediaKind, NoticeKind, Settlement
from content.model.editions import Emergency
from content.model.programme import SCENES, Priority, Programme, Slot
from content.model.published import EditionContent


def alarmed(programme: Programme, emergency: Emergency | None) -> Programme:
    """Return the programme with this emergency and no other."""
    slots = tuple(slot for slot in programme.slots if slot.priority is not Priority.EMERGENCY)
    if emergency is None:
        return replace(programme, slots=slots)
    alarm = Slot(scene="emergency", priority=Priority.EMERGENCY, shown_from=emergency.declared_at,
                 shown_until=emergency.until, title=emergency.title, text=emergency.text,
                 stops_kiosks=emergency.stops_kiosks)  # fmt: skip
    return replace(programme, slots=(*slots, alarm))


def _there(content: EditionContent) -> frozenset[str]:
    """Return the kinds for which the edition holds something, or may hold it on another day."""
    live = [one for one in content.fairs if one.theme is FairTheme.LIVE]
    kinds = {one.kind for one in content.notices}
    shown = {one.kind for one in content.media if one.on_screens}
    has = {
        "jobs_today": any(job.settlement is Settlement.DAY for job in content.jobs),
        "urgent": any(job.urgent for job in content.jobs), "jobs": bool(content.jobs),
        "jobs_township": bool(content.jobs), "job": bool(content.jobs), "shortage": bool(content.jobs),
        "publicity": NoticeKind.PUBLICITY in kinds, "notice": NoticeKind.NOTICE in kinds,
        "policy": bool(content.policies), "fair": len(live) < len(content.fairs), "live": bool(live),
        "booths": any(one.booths for one in content.fairs), "course": bool(content.courses),
        "rights": bool(content.articles), "wages": bool(content.wages),
        "picture": MediaKind.IMAGE in shown, "film": MediaKind.VIDEO in shown,
    }  # fmt: skip
    return frozenset(kind for kind, there in has.items() if there)


def programme_for(content: EditionContent, emergency: Emergency | None = None) -> Programme:
    """Return the slots in the order of a round; day work comes twice a round (reference: people look for it first).

    The evergreen ones are always there: free service must be displayed (条例 §32).
    """
    there = _there(content)
    slots = tuple(
        Slot(scene=kind, weight=known.weight, priority=known.priority)
        for kind, known in SCENES.items()
        if kind in there or known.priority is Priority.EVERGREEN
    )
    return alarmed(Programme(slots=slots), emergency)
