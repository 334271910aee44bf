"""Ledgers of the hall in market.db: rows are added, never changed; a correction is a row of its own with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar, cast

from sqlite_utils import Database

from content.errors import StoreError
from content.model.entries import Entry
from content.privacy import ColumnCipher, KeyRing
from content.store.mapping import Row, row_mapping

E = TypeVar("E", bound=Entry)


def newest(table: str) -> str:
    """Return the SQL condition by which no row of a ledger corrects or follows this one."""
    # said twice over, for the index of corrections holds none of the rows that correct nothing
    later = f"SELECT 1 FROM {table} AS later WHERE later.corrects <> '' AND later.corrects = {table}.id"
    return f"NOT EXISTS ({later})"


def standing(table: str) -> str:
    """Return the SQL condition by which a row of a ledger stands: not corrected by another, not made void."""
    return f"NOT {table}.void AND {newest(table)}"


class EntryTable(Generic[E]):
    """One ledger; subclasses name it and add their questions."""

    kind: ClassVar[type[Any]]
    table: ClassVar[str]
    word: ClassVar[str]  # what staff call one row
    sealed: ClassVar[tuple[str, ...]] = ()  # text kept as ciphertext
    beside: ClassVar[tuple[str, ...]] = ()  # fields that have a table of their own

    def __init__(self, db: Database, keys: KeyRing) -> None:
        self._db = db
        self._cipher = ColumnCipher(key=keys.data)

    def _to_row(self, entry: E) -> Row:
        row = row_mapping(self.kind, (*self.sealed, *self.beside)).to_row(entry)
        return row | {name: self._cipher.encrypt(getattr(entry, name), self.table, name, entry.id)
                      for name in self.sealed}  # fmt: skip

    def _from_row(self, row: Row) -> E:
        # past its term a text is emptied, and the row stays
        opened = {name: self._cipher.decrypt(row[name], self.table, name, row["id"]) if row[name] else ""
                  for name in self.sealed}  # fmt: skip
        return cast(E, row_mapping(self.kind, (*self.sealed, *self.beside)).from_row(row, **opened,
                                                                                    **self._others(row)))  # fmt: skip

    def _others(self, row: Row) -> dict[str, Any]:
        """Return the fields of `beside`."""
        return {}

    def _select(self, clause: str, values: dict[str, Any]) -> tuple[E, ...]:
        return tuple(map(self._from_row, self._db.query(f"SELECT * FROM {self.table} {clause}", values)))

    def get(self, row_id: str) -> E | None:
        """Return one row, or None when there is none of that id."""
        return next(iter(self._select("WHERE id = :id", {"id": row_id})), None)

    def add(self, entry: E) -> E:
        """Keep a row and return it as kept; a correction takes over when the first row was entered, and by whom.

        StoreError when it corrects what is not there or was corrected already, gives no reason, or is refused.
        """
        kept = self._as_correction(entry) if entry.corrects else self._as_first(entry)
        if not kept.void:
            self._refuse(kept)
        row = self._to_row(kept)
        names = ", ".join(f'"{name}"' for name in row)
        self._db.execute(f"INSERT INTO {self.table} ({names}) VALUES ({', '.join(f':{name}' for name in row)})", row)
        self._kept(kept)
        return kept

    def _as_first(self, entry: E) -> E:
        if entry.void:
            raise StoreError(f"只有已经登记的才能作废，请从那条{self.word}上点“更正”。")
        return cast(E, replace(cast(Any, entry), entry_id=entry.id))

    def _as_correction(self, entry: E) -> E:
        stands = self.get(entry.corrects)
        if stands is None:
            raise StoreError(f"要更正的那条{self.word}不在库里，请刷新页面再试。")
        if not entry.reason.strip():
            raise StoreError("更正要写明原因，原来的登记会留着。")
        if stands.void or self._select("WHERE corrects = :id", {"id": entry.corrects}):
            raise StoreError(f"这条{self.word}刚被别人更正过，请刷新页面，在更正后的那条上再改。")
        return cast(E, replace(cast(Any, entry), entry_id=stands.entry_id, entered_at=stands.entered_at,
                               entered_by=stands.entered_by))  # fmt: skip

    def _refuse(self, entry: E) -> None:
        """Raise StoreError for what may not stand beside the others."""

    def _kept(self, entry: E) -> None:
        """Keep what belongs to a row and has a table of its own."""

    def between(self, first: date, last: date) -> tuple[E, ...]:
        """Return what stands for the days from `first` to `last`, newest day and entry first."""
        return self._select(f"WHERE day BETWEEN :first AND :last AND {standing(self.table)} "
                            "ORDER BY day DESC, entered_at DESC, entry_id DESC",
                            {"first": first.isoformat(), "last": last.isoformat()})  # fmt: skip

    def those(self, ids: Iterable[str]) -> tuple[E, ...]:
        """Return the rows of some ids that are here."""
        return self._select("WHERE id IN (SELECT value FROM json_each(:ids))", {"ids": json.dumps(tuple(ids))})

    def standing_row(self, entry_id: str) -> E | None:
        """Return the row of one entry that stands, None when it was made void or never was."""
        return next(iter(self._select(f"WHERE entry_id = :entry_id AND {standing(self.table)}",
                                      {"entry_id": entry_id})), None)  # fmt: skip

    def standing_rows(self, entry_ids: Iterable[str]) -> tuple[E, ...]:
        """Return the rows of some entries that stand, newest day and entry first."""
        return self._select(f"WHERE entry_id IN (SELECT value FROM json_each(:ids)) AND {standing(self.table)} "
                            "ORDER BY day DESC, entered_at DESC, entry_id DESC",
                            {"ids": json.dumps(tuple(entry_ids))})  # fmt: skip

    def thread(self, entry_id: str) -> tuple[E, ...]:
        """Return every row of one entry, the first one first."""
        return self._select("WHERE entry_id = :entry_id ORDER BY rowid", {"entry_id": entry_id})
