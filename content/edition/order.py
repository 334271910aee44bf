"""In which order the hits of a search come: title and trade first, in each day work near first, then display order.

Few hits are ranked where they are; many are asked for part by part, so that a page stops at its last hit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from content.edition import matching
from content.edition.layout import FILTERS, filter_tokens
from content.edition.reading import Edition
from content.model.places import rings_of
from content.model.trades import trade_groups

COUNT_CAP = 1000
LATER = 1 << 40  # added to the place of a hit for each part before its own
_RINGS = 3  # the township, those beside it, the rest
_FEW = 200  # hits that are ranked though all of them are many; of more, a part has its page within a few steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for as expressions: `all` of it ("" is every job), and of that what comes `first` ("" for nothing).

    `title` is what tells the first from the rest, alone; `townships` are those `all` leaves, () for every one: a ring
    without any of them need not be asked for.
    """

    all: str
    first: str
    title: str
    near: str
    townships: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Hits that come together: an expression within a stretch of places; "" is a part that can hold none."""

    wanted: str
    above: int = 0
    below: int = LATER


def places(edition: Edition, wanted: str, instant: str, *, after: int, limit: int, below: int = LATER) -> list[int]:
    """Return the places of open hits in display order, within a stretch of it."""
    rows = edition.select("SELECT job.place FROM job_words CROSS JOIN job ON job.place = job_words.rowid "
                          "WHERE job_words MATCH ? AND job_words.rowid > ? AND job_words.rowid < ? "
                          "AND job.valid_until > ? ORDER BY job_words.rowid LIMIT ?",
                          wanted, after, below, instant, limit)  # fmt: skip
    return [place for (place,) in rows]


def hits(edition: Edition, wanted: str, instant: str, most: int = COUNT_CAP) -> list[int]:
    """Return the places of the first open hits in display order."""
    over = edition.expired(instant)
    if len(over) > COUNT_CAP:
        return places(edition, wanted, instant, after=0, limit=most)
    # from the index alone: looking up the end of each cost more than all the rest of a search
    rows = edition.select("SELECT rowid FROM job_words WHERE job_words MATCH ? ORDER BY rowid LIMIT ?",
                          wanted, most + len(over))  # fmt: skip
    return list(islice((place for (place,) in rows if place not in over), most))


def ordered(edition: Edition, wanted: Wanted, found: list[int], instant: str, *, after: int, limit: int) -> list[int]:
    """Return a page of places, each raised by `LATER` for every part before its own; `found` are the first hits."""
    by_ring = bool(rings_of(wanted.near)) and edition.filters >= FILTERS
    if not (by_ring and wanted.all):
        return _part_by_part(edition, _parts(edition, wanted), instant, after, limit)
    if len(found) < COUNT_CAP:
        titled = _titled(edition, wanted) if wanted.first else found
        return _page(_ranked(edition, wanted.near, found, frozenset(titled)), after, limit)
    return _of_many(edition, wanted, instant, after, limit)


def _of_many(edition: Edition, wanted: Wanted, instant: str, after: int, limit: int) -> list[int]:
    """Return a page of more than can be ranked; where those that come first are few, they are ranked all the same.

    Each part with less than a page in it is looked through to its end, and there can be a dozen of them.
    """
    parts, later = _parts(edition, wanted), 2 * _RINGS
    first = hits(edition, wanted.first, instant, _FEW) if wanted.first else []
    if not wanted.first or len(first) == _FEW:
        return _part_by_part(edition, parts, instant, after, limit)
    page = _page(_ranked(edition, wanted.near, first, frozenset(first)), after, limit)
    if len(page) < limit:
        page += _part_by_part(edition, parts, instant, max(after, later * LATER), limit - len(page))
    return page


def _titled(edition: Edition, wanted: Wanted) -> list[int]:
    rows = edition.select("SELECT rowid FROM job_words WHERE job_words MATCH ? ORDER BY rowid", wanted.first)
    return [place for (place,) in rows]


def _ranked(edition: Edition, near: str, found: list[int], titled: frozenset[int]) -> list[int]:
    """Return places raised by their part; one numbering with `_parts`."""
    rings, day_ends = edition.rings_near(near), edition.first_other
    of_titled = [LATER * part for part in range(4 * _RINGS)]
    raised = [place + of_titled[((place not in titled) * 2 + (place >= day_ends)) * _RINGS + rings[place]]
              for place in found]  # fmt: skip
    raised.sort()
    return raised


def _page(ranked: list[int], after: int, limit: int) -> list[int]:
    begin = bisect_right(ranked, after)
    return ranked[begin : begin + limit]


def _parts(edition: Edition, wanted: Wanted) -> list[_Part]:
    """Return the parts in the order they come; one numbering with `_ranked`."""
    wholes = [wanted.all]
    if wanted.first:
        wholes = [wanted.first, matching.without(wanted.all, wanted.title)]
    rings = rings_of(wanted.near)
    if not rings:
        return [_Part(wanted=whole) for whole in wholes]
    # day work has the first places, so a stretch of them is day work without asking the index
    stretches = ((0, edition.first_other), (edition.first_other - 1, LATER))
    return [_Part(wanted=ring, above=above, below=below) for whole in wholes for above, below in stretches
            for ring in _by_ring(whole, rings, wanted.townships)]  # fmt: skip


def _by_ring(whole: str, rings: Sequence[Sequence[str]], townships: tuple[str, ...]) -> list[str]:
    asked = set(townships)
    if asked and any(asked <= set(ring) for ring in rings):
        return [whole if asked <= set(ring) else "" for ring in (*rings, ())]
    if asked and asked.isdisjoint(code for ring in rings for code in ring):
        return [*("" for _ in rings), whole]
    near = [matching.filters([[token for code in ring for token in filter_tokens(township=code)]]) for ring in rings]
    groups = [token for letter in trade_groups() for token in filter_tokens(group=letter)]
    anything = f"({whole})" if whole else matching.filters([groups])
    inside = [f"({whole}) AND {ring}" if whole else ring for ring in near]
    return [*inside, matching.without(anything, " OR ".join(near))]


def _part_by_part(edition: Edition, parts: list[_Part], instant: str, after: int, limit: int) -> list[int]:
    found: list[int] = []
    begun, last = divmod(after, LATER)
    for number, part in enumerate(parts):
        if number < begun or len(found) >= limit or (not part.wanted and len(parts) > 1):
            continue
        above = max(part.above, last if number == begun else 0)
        page = places(edition, part.wanted, instant, after=above, limit=limit - len(found), below=part.below)
        found += [place + number * LATER for place in page]
    return found
