"""Published editions in market.db: the row is what makes one published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.clock import to_text
from content.errors import StoreError
from content.model.editions import EditionRow
from content.store.mapping import row_mapping


class Editions:
    """The published editions, highest order first."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _select(self, clause: str, values: list[Any]) -> tuple[EditionRow, ...]:
        rows = self._db.query(f"SELECT * FROM edition {clause}", values)
        return tuple(row_mapping(EditionRow).from_row(row) for row in rows)

    def add(self, order: int, number: int, kind: str, built_at: datetime, by: str, note: str, manifest: bytes,
            signature: bytes) -> EditionRow:  # fmt: skip
        """Publish: from this row's COMMIT on the link serves it; StoreError unless its order is the highest."""
        highest = self.highest()
        if highest is not None and order <= highest.order:
            raise StoreError("刚刚有人发布了更新的一期，请刷新后再发布。")
        row = EditionRow(order=order, number=number, kind=kind, built_at=built_at, by=by, note=note,
                         manifest=manifest, signature=signature)  # fmt: skip
        self._db.table("edition").insert(row_mapping(EditionRow).to_row(row))
        return row

    def highest(self) -> EditionRow | None:
        """Return the edition in force."""
        return next(iter(self.kept(1)), None)

    def kept(self, limit: int = 20) -> tuple[EditionRow, ...]:
        """Return the newest editions, highest order first."""
        return self._select('ORDER BY "order" DESC LIMIT ?', [limit])

    def last_of_numbers(self, count: int) -> tuple[EditionRow, ...]:
        """Return how each of the newest numbers stood last, patches applied, highest order first."""
        return self._select('WHERE "order" IN (SELECT max("order") FROM edition GROUP BY number ORDER BY number DESC '
                            'LIMIT ?) ORDER BY "order" DESC', [count])  # fmt: skip

    def first_carrying(self, declared_at: datetime) -> EditionRow | None:
        """Return the first edition that carries an emergency declared at an instant; its own patch, or a later one."""
        return next(iter(self._select(
            "WHERE built_at > ?1 OR (built_at = ?1 AND kind = 'emergency') ORDER BY \"order\" LIMIT 1",
            [to_text(declared_at)])), None)  # fmt: skip

    def in_force_at(self, at: datetime) -> EditionRow | None:
        """Return the edition in force at an instant, the one built at it included."""
        return next(iter(self._select('WHERE built_at <= ? ORDER BY "order" DESC LIMIT 1', [to_text(at)])), None)

    def by_order(self, order: int) -> EditionRow | None:
        """Return the edition of an order, published or rolled back to; None when none had it."""
        return next(iter(self._select('WHERE "order" = ?', [order])), None)

    def numbers(self, orders: Iterable[int]) -> dict[int, int]:
        """Return which 期 each of some orders is."""
        wanted = sorted(set(orders))
        rows = self._db.execute(f'SELECT "order", number FROM edition WHERE "order" IN ({",".join("?" * len(wanted))})',
                                wanted).fetchall()  # fmt: skip
        return {int(order): int(number) for order, number in rows}

    def next_number(self) -> int:
        """Return the printed number the next full edition takes; patches keep the number they mend."""
        return int(self._db.execute("SELECT coalesce(max(number), 0) + 1 FROM edition").fetchone()[0])
