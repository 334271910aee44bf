"""What the hall reads of a fair beyond its own words."""

from __future__ import annotations

from content.model.codes import Invited
from content.model.notices import JobFair


def shown_booths(fair: JobFair) -> tuple[str, ...]:
    """Return the booths as typed, then those of firms that said they come."""
    coming = (one for one in fair.invitations if one.booth and one.answer in (Invited.CONFIRMED, Invited.ATTENDED))
    return tuple(dict.fromkeys((*fair.booths, *(f"{one.booth} · {one.name}" for one in coming))))
