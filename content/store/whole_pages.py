"""Pages of a whole help ledger at 100,000 rows: found on a narrow index, from whichever end is nearer."""

from __future__ import annotations

from typing import LiteralString, TypeVar

from content.model.chains import Entry
from content.store.chains import Entries

E = TypeVar("E", bound=Entry)


def newest_days(ledger: Entries[E], day: LiteralString, limit: int, offset: int) -> tuple[tuple[E, ...], int]:
    """Return one page of all that stands, newest day first, and how many there are; `day` names its column.

    An entry is followed by one other at most, so what stands is what was added less what follows something.
    """
    total = ledger.number("", []) - ledger.number("WHERE corrects <> ''", [])
    shown, turned = max(min(limit, total - offset), 0), offset > total // 2
    way, start = ("ASC", total - offset - shown) if turned and shown else ("DESC", offset)
    found = ledger.select(
        f"""WHERE id IN (SELECT id FROM {ledger.table} WHERE {ledger.stands} ORDER BY {day} {way}, id {way}
            LIMIT ? OFFSET ?) ORDER BY {day} DESC, id DESC""", [shown, start])  # fmt: skip
    return found, total
