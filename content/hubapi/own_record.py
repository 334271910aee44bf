"""What the ledger holds of one person, as that person may see it."""

from __future__ import annotations

from dataclasses import fields

from content.model.own_record import OwnApplication, OwnRecord, Wish
from content.model.seekers import Correction, Registration
from content.store.tables import Tables


def own_record(tables: Tables, person_index: bytes) -> OwnRecord:
    """Return the record of the person with this blind index; `found` is False where nobody is registered."""
    applied = _applied(tables, person_index)
    seeker = tables.seekers.by_index(person_index)
    registrations = tables.seekers.of_seeker(seeker.id) if seeker is not None else ()
    if seeker is None or not registrations:
        return OwnRecord(found=False, applications=applied)
    newest = registrations[0]
    said: tuple[Registration | Correction, ...] = (*tables.own_records.corrections(person_index), *registrations)
    last = max(said, key=lambda one: one.occurred_at)
    return OwnRecord(
        found=True, number=newest.number, registered_at=newest.occurred_at, changed_at=last.occurred_at,
        name_mask=seeker.name.mask, phone_mask=seeker.phone.mask if seeker.phone is not None else "",
        phone_of=last.phone_of, wish=Wish(**{one.name: getattr(last, one.name) for one in fields(Wish)}),
        applications=applied,
    )  # fmt: skip


def _applied(tables: Tables, person_index: bytes) -> tuple[OwnApplication, ...]:
    return tuple(OwnApplication(
        number=line.number, job_number=line.job_number, job_title=line.job_title or f"岗位 {line.job_number}",
        employer_name=line.employer_name, state=line.standing, at=line.state_at or line.occurred_at,
    ) for line in tables.applications.of_person(person_index))  # fmt: skip
