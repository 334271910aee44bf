"""Noting that a terminal shows the emergency in force, from what it says it has painted."""

from __future__ import annotations

from datetime import datetime

from content.model.screens import AlarmPainted, read_screen_report
from content.store.tables import Tables


def note_alarm(tables: Tables, terminal_id: str, report: str, now: datetime) -> None:
    """Keep the first word of a terminal on each scene it painted of an edition that carries the emergency.

    Whether that scene is one of the emergency is for the desk to say, which can draw it.
    """
    emergency = tables.emergencies.get(now)
    if emergency is None:
        return
    said = read_screen_report(report)
    edition = tables.editions.first_carrying(emergency.declared_at)
    if edition is None:
        return
    glasses = ((terminal_id, said.painted_order, said.painted_scene, said.painted_at),
               *((f"{terminal_id}/{one.name}", one.painted_order, one.painted_scene, one.painted_at)
                 for one in said.thin))  # fmt: skip
    for glass, order, scene_id, painted_at in glasses:
        if scene_id and order is not None and order >= edition.order:
            tables.alarms_painted.note(AlarmPainted(
                declared_at=emergency.declared_at, terminal_id=glass, scene_id=scene_id,
                painted_at=painted_at or now, heard_at=now))  # fmt: skip
