"""Pages of a whole help ledger at 100,000 rows: found on a narrow index, from whichever end is nearer."""

from __future__ import annotations

from typing import LiteralString, TypeVar

from content.model.chains import ChainEntry
from content.store.chains import Entries

E = TypeVar("E", bound=ChainEntry)


def newest_days(ledger: Entries[E], day: LiteralString, limit: int, offset: int) -> tuple[tuple[E, ...], int]:
    """Return one page of all that stands, newest day first, and how many there are; `day` names its column.

    An entry is followed by one other at most, so what stands is what was added less what follows something.
    """
    total = ledger.number("", []) - ledger.number("WHERE corrects <> ''", [])
    return _page(ledger, ledger.stands, (day, "DESC", "ASC"), limit, offset, total), total


def earliest_days(ledger: Entries[E], day: LiteralString, condition: LiteralString, limit: int, offset: int
                  ) -> tuple[tuple[E, ...], int]:  # fmt: skip
    """Return one page of what stands and meets a condition, earliest day first, and how many there are.

    The condition is of columns that lie with the day in one index; what stands is what meets it less what is followed.
    """
    followed = f"id IN (SELECT corrects FROM {ledger.table} WHERE corrects <> '')"
    total = ledger.number(f"WHERE {condition}", []) - ledger.number(f"WHERE {condition} AND {followed}", [])
    return _page(ledger, f"{condition} AND {ledger.stands}", (day, "ASC", "DESC"), limit, offset, total), total


def _page(ledger: Entries[E], condition: str, order: tuple[str, str, str], limit: int, offset: int, total: int
          ) -> tuple[E, ...]:  # fmt: skip
    """Return one page; `order` is its column, its way, and the other way, by which a page near the end is found."""
    day, way, back = order
    shown, turned = max(min(limit, total - offset), 0), offset > total // 2
    found, start = (back, total - offset - shown) if turned and shown else (way, offset)
    return ledger.select(
        f"""WHERE id IN (SELECT id FROM {ledger.table} WHERE {condition} ORDER BY {day} {found}, id {found}
            LIMIT ? OFFSET ?) ORDER BY {day} {way}, id {way}""", [shown, start])  # fmt: skip
