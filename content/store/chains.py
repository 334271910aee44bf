"""Files of entries in market.db that are only ever added: the newest one of a file stands, the others tell its past."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields, replace
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Generic, LiteralString, TypeVar, cast, get_type_hints

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from content.errors import StaleRecord, StoreError
from content.model.chains import ChainEntry
from content.model.seekers import Sealed
from content.privacy import ColumnCipher, KeyRing
from content.store.entries import newest
from content.store.mapping import Row, row_mapping

E = TypeVar("E", bound=ChainEntry)


@cache
def _sealed_fields(kind: Hashable) -> tuple[str, ...]:
    """Return the fields that hold ciphertext; every connection has its tables, and hints take long to read."""
    hints = get_type_hints(kind)
    return tuple(one.name for one in fields(cast(Any, kind)) if hints[one.name] is Sealed)


class Entries(Generic[E]):
    """One kind of file; subclasses say which, and ask their own questions."""

    kind: ClassVar[type[Any]]
    table: ClassVar[str]
    word: ClassVar[str]

    def __init__(self, db: Database, keys: KeyRing) -> None:
        self._db = db
        self._cipher = ColumnCipher(key=keys.data)
        self._sealed = _sealed_fields(cast(Hashable, self.kind))
        self._columns = [one.name for one in fields(self.kind)]

    @property
    def stands(self) -> str:
        """Return the condition for entries that nothing follows."""
        return newest(self.table)

    def _from_row(self, row: Row) -> E:
        sealed = {name: Sealed(ciphertext=row[name], mask=row[f"{name}_mask"]) for name in self._sealed}
        return cast(E, row_mapping(self.kind, self._sealed).from_row(row, **sealed))

    def _to_row(self, entry: E) -> Row:
        row = row_mapping(self.kind, self._sealed).to_row(entry)
        for name in self._sealed:
            sealed: Sealed = getattr(entry, name)
            row |= {name: sealed.ciphertext, f"{name}_mask": sealed.mask}
        return row

    def select(self, clause: LiteralString, values: list[Any]) -> tuple[E, ...]:
        """Return entries by the end of a statement; for questions of subclasses."""
        return tuple(map(self._from_row, self._db.query(f"SELECT {self.table}.* FROM {self.table} {clause}", values)))

    def number(self, clause: LiteralString, values: list[Any]) -> int:
        """Return how many entries the end of a statement finds."""
        return int(self._db.execute(f"SELECT count(*) FROM {self.table} {clause}", values).fetchone()[0])

    def get(self, root: str) -> E | None:
        """Return a file as it stands now."""
        return next(iter(self.select(f"WHERE root = ? AND {self.stands}", [root])), None)

    def chain(self, root: str) -> tuple[E, ...]:
        """Return every entry of a file, oldest first."""
        return self.select("WHERE root = ? ORDER BY rowid", [root])

    def of_person(self, index: bytes) -> tuple[E, ...]:
        """Return what stands of one person, newest first."""
        where = f"WHERE person_index = ? AND NOT void AND {self.stands} ORDER BY entered_at DESC, id DESC"
        return self.select(where, [index])

    def page(self, condition: LiteralString, values: list[Any], limit: int, offset: int,
             order: LiteralString = "entered_at DESC, id DESC") -> tuple[tuple[E, ...], int]:  # fmt: skip
        """Return one page of what stands, and how many there are."""
        where = f"WHERE {condition} AND {self.stands}"
        found = self.select(f"{where} ORDER BY {order} LIMIT ? OFFSET ?", [*values, limit, offset])
        return found, self.number(where, values)

    def add(self, entry: E) -> None:
        """Keep an entry; the same id again has no effect.

        StaleRecord when the entry it follows was followed by another meanwhile, StoreError when that is not there.
        """
        if self.select("WHERE id = ?", [entry.id]):
            return
        if bool(entry.corrects) == (entry.root == entry.id):
            raise StoreError(f"这条{self.word}接不上原来的记录，请刷新页面再试。")
        before = self.select("WHERE id = ? AND root = ?", [entry.corrects, entry.root]) if entry.corrects else ()
        if entry.corrects and not before:
            raise StoreError(f"要更正的{self.word}不在台账里，请刷新页面再试。")
        if before:  # whose file it is never changes; where they took that back meanwhile, it stays taken back
            entry = self._carried(entry, before[0])
        row = self._to_row(entry)
        marks = ", ".join(f":{name}" for name in row)
        names = ", ".join(f'"{name}"' for name in row)
        try:
            self._db.execute(f"INSERT INTO {self.table} ({names}) VALUES ({marks})", row)
        except sqlite3.IntegrityError as error:
            if entry.corrects:
                raise StaleRecord(f"这条{self.word}刚被别人改过，请看新的内容再改。", self.get(entry.root)) from error
            raise StoreError(f"这条{self.word}已经登记过了，请刷新页面再看。") from error

    def _carried(self, entry: E, before: E) -> E:
        whose: dict[str, Any] = {"person_index": before.person_index, "name": before.name}
        if not before.name.ciphertext:
            whose |= {name: before.name if name == "name" else Sealed(ciphertext=b"", mask="") for name in self._sealed}
        return cast(E, replace(cast(Any, entry), **whose))

    def seal(self, root: str, column: str, text: str) -> Sealed:
        """Return words of a file as they are stored, bound to the file and not to one entry of it."""
        return Sealed(ciphertext=self._cipher.encrypt(text, self.table, column, root), mask="")

    def reseal_name(self, root: str, name: str, mask: str) -> Sealed:
        """Return a person's name as this table stores it."""
        return Sealed(ciphertext=self._cipher.encrypt(name, self.table, "name", root), mask=mask)

    def open(self, entry: E, column: str) -> str:
        """Return words in clear, "" where the person took them back; whoever asks for a name writes that down."""
        sealed: Sealed = getattr(entry, column)
        if not sealed.ciphertext:
            return ""
        return self._cipher.decrypt(sealed.ciphertext, self.table, column, entry.root)


def following(entry: E, entry_id: str, by: str, now: datetime, **changes: Any) -> E:
    """Return the entry that follows another: the same but for `changes`, and for who wrote it when."""
    carried: dict[str, Any] = {"reason": "", **changes, "id": entry_id, "corrects": entry.id, "written_at": now,
                               "written_by": by}  # fmt: skip
    return cast(E, replace(cast(Any, entry), **carried))
