"""What the aggregates have in common: get, save against a version, history, lists, and going back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast

from sqlite_utils import Database

from content.clock import Clock
from content.errors import StaleRecord, StoreError
from content.model.codes import Stage
from content.model.editorial import Standing
from content.model.history import Deed, FieldChange, Revision
from content.store.history import History
from content.store.listing import Listed, listed
from content.store.mapping import Row, row_mapping
from content.store.words import FOUND_BY, asked, words_of

_NO_CHANGE = frozenset(("version", "updated_at", "updated_by", "words"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which part of a list is asked for.

    `text` finds hanzi, pinyin or initials; `sort` and the names in `filters` are those of the table's `sorts` and
    `filters`, "" sorts newest first; `stage` None means every stage.
    """

    text: str = ""
    stage: Stage | None = None
    standing: Standing | None = None
    sort: str = ""
    descending: bool = True
    filters: tuple[tuple[str, str], ...] = ()
    limit: int = 50
    offset: int = 0


class Versioned(Protocol):
    """A record whose saves are counted."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...


V = TypeVar("V", bound=Versioned)
Named = Mapping[str, str]  # what a page's address says to the SQL behind it


def sorted_by(table: str, names: str) -> dict[str, str]:
    """Return sorts that are called as their columns are."""
    return {name: f"{table}.{name}" for name in names.split()}


def equal_to(table: str, names: str) -> dict[str, str]:
    """Return filters that ask for one value of a column."""
    return {name: f"{table}.{name} = :value" for name in names.split()}


def looked_after(table: str) -> dict[str, str]:
    """Return the filter for the records of one member of staff."""
    return {"owner": f"({table}.owner = :value OR ({table}.owner = '' AND {table}.created_by = :value))"}


class RecordTable(Generic[V]):
    """One table of versioned records; subclasses name it and add their questions."""

    kind: ClassVar[type[Any]]
    table: ClassVar[str]
    word: ClassVar[str]  # what staff call one of them
    newest_first: ClassVar[str]
    staged: ClassVar[bool] = True
    over: ClassVar[str] = ""  # SQL in :now and :today that says a record is over; "" when it never is
    sorts: ClassVar[Named] = {}  # name of a sort to its SQL expression
    filters: ClassVar[Named] = {}  # name of a filter to its SQL condition on :value

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._history = History(db)

    def _to_row(self, record: V) -> Row:
        return row_mapping(self.kind).to_row(record)

    def _from_row(self, row: Row) -> V:
        return cast(V, row_mapping(self.kind).from_row(row))

    def _select(self, clause: str, values: dict[str, Any]) -> tuple[V, ...]:
        rows = self._db.query(f"SELECT {self.table}.* FROM {self.table} {clause}", values)
        return tuple(self._from_row(row) for row in rows)

    def _number(self, sql: str, values: dict[str, Any]) -> int:
        return int(self._db.execute(sql, values).fetchone()[0])

    def get(self, record_id: str) -> V | None:
        """Return the record, or None when there is none of that id."""
        return next(iter(self._select("WHERE id = :id", {"id": record_id})), None)

    def _needed(self, record_id: str) -> V:
        found = self.get(record_id)
        if found is None:
            raise StoreError(f"这条{self.word}不在库里，请刷新列表再试。")
        return found

    def save(self, record: V, expected_version: int | None, by: str = "") -> V:
        """Store a record as `by` (staff id) leaves it and return it as stored.

        `expected_version` is None for a new one, else the version it was read with: StaleRecord, with what stands
        now, when somebody else saved it since. A save that changes nothing leaves version and times alone.
        """
        return self._save(record, expected_version, by, Deed.SAVED)

    def _save(self, record: V, expected_version: int | None, by: str, deed: Deed, note: str = "") -> V:
        stored = self.get(record.id)
        if stored is None and expected_version is None:
            return self._insert(record, by, deed)
        if stored is None or stored.version != expected_version:
            raise StaleRecord(f"这条{self.word}刚被别人改过，请刷新后对照着再改一次，您填的内容还在。", stored)
        kept = self._as_kept(record, stored)
        if self._changed(kept, stored) - _NO_CHANGE:
            return self._update(kept, stored, by, deed, note)
        return stored

    def _as_kept(self, record: V, stored: V) -> V:
        return record

    def _changed(self, one: V, other: V) -> set[str]:
        # compared as stored, so that a microsecond the file cannot hold is no change
        first, second = (row_mapping(self.kind).to_row(record) for record in (one, other))
        return {name for name, value in first.items() if second[name] != value}

    def _row_of(self, record: V) -> Row:
        texts = (str(getattr(record, name)) for name in FOUND_BY[self.table])
        return self._to_row(record) | {"words": words_of(texts)}

    def _stored(self, row: Row) -> None:
        """Keep in step, in the same write, what follows from a row."""

    def found_by(self, text: str) -> tuple[str, dict[str, Any]]:
        """Return the SQL condition and its values by which a list of these is searched; "" for no condition."""
        return asked(text, f"{self.table}.words")

    def _noted(self, before: Row | None, after: Row, by: str, deed: Deed, note: str) -> None:
        lean = [None if row is None else {name: value for name, value in row.items() if name != "words"}
                for row in (before, after)]  # fmt: skip
        told = lean[1]
        if told is not None:
            self._history.add(self.table, lean[0], told, self._clock.now(), by, deed, note)

    def _stamped(self, record: V, by: str) -> V:
        facts: dict[str, Any] = {"updated_by": by} if by else {}
        if getattr(record, "updated_at", None) is None:
            facts["updated_at"] = self._clock.now()
        if getattr(record, "created_at", None) is None:
            facts |= {"created_at": self._clock.now(), "created_by": by}
        names = {field.name for field in fields(cast(Any, record))}
        return cast(V, replace(cast(Any, record), **{name: facts[name] for name in facts if name in names}))

    def _insert(self, record: V, by: str, deed: Deed = Deed.SAVED) -> V:
        author = by or str(getattr(record, "created_by", ""))
        stamped = self._stamped(record, by)
        row = self._row_of(cast(V, replace(cast(Any, stamped), version=1)))
        names = ", ".join(f'"{name}"' for name in row)
        # by hand: sqlite-utils' insert takes three times as long, and tables come in by the thousand
        self._db.execute(f"INSERT INTO {self.table} ({names}) VALUES ({', '.join(f':{name}' for name in row)})", row)
        self._stored(row)
        self._noted(None, row, author, deed, "")
        return self._from_row(row)

    def _update(self, record: V, stored: V, by: str, deed: Deed, note: str = "") -> V:
        stamped = self._stamped(record, by)
        row = self._row_of(cast(V, replace(cast(Any, stamped), version=stored.version + 1)))
        assigned = ", ".join(f'"{name}" = :{name}' for name in row if name != "id")
        self._db.execute(f"UPDATE {self.table} SET {assigned} WHERE id = :id", row)
        self._stored(row)
        self._noted(self._to_row(stored), row, by, deed, note)
        return self._from_row(row)

    def revisions(self, record_id: str) -> tuple[Revision, ...]:
        """Return every version of a record, newest first."""
        return self._revisions(record_id)

    def _revisions(self, record_id: str) -> tuple[Revision, ...]:
        found, before = [], None
        for line in self._history.lines(self.table, record_id):
            record = self._from_row(line.row)
            changes = () if before is None else tuple(self._changes(before, record))
            found.append(Revision(record_id=record_id, version=line.version, at=line.at, by=line.by, deed=line.deed,
                                  note=line.note, changes=changes))  # fmt: skip
            before = record
        return tuple(reversed(found))

    @staticmethod
    def _changes(before: V, after: V) -> Iterator[FieldChange]:
        for field in fields(cast(Any, after)):
            old, new = getattr(before, field.name), getattr(after, field.name)
            if old != new and field.name not in _NO_CHANGE:
                yield FieldChange(field=field.name, before=old, after=new)

    def at_version(self, record_id: str, version: int) -> V | None:
        """Return a record as it stood at one of its versions."""
        lines = [line for line in self._history.lines(self.table, record_id) if line.version == version]
        return self._from_row(lines[-1].row) if lines else None

    def restore(self, record_id: str, version: int, by: str, now: datetime) -> V:
        """Make an earlier version the newest one; its stage stays, and what the hall reads is reviewed anew."""
        stored, past = self._needed(record_id), self.at_version(record_id, version)
        if past is None:
            raise StoreError("没有这个版本，请刷新历史记录后再选。")
        wanted = self._brought_back(past, stored, now)
        return self._save(wanted, stored.version, by, Deed.RESTORED, f"恢复第 {version} 版")

    def _brought_back(self, past: V, stored: V, now: datetime) -> V:
        return past

    def hand_over(self, from_staff: str, to_staff: str, by: str, most: int = -1) -> int:
        """Give everything one person looks after to another, or `most` of it; return how many records that are."""
        mine = self._select("WHERE owner = :staff OR (owner = '' AND created_by = :staff) LIMIT :most",
                            {"staff": from_staff, "most": most})  # fmt: skip
        for record in mine:
            new = cast(V, replace(cast(Any, record), owner=to_staff))
            self._update(new, record, by, Deed.HANDED_OVER)
        return len(mine)

    def _listed(self, page: Page) -> Listed:
        return listed(self, page, self._clock.now())

    def page(self, page: Page) -> tuple[tuple[V, ...], int]:
        """Return one page and how many there are in all; StoreError for an unknown sort or filter."""
        wanted, source = self._listed(page), self._source(page)
        places = [place for (place,) in self._db.execute(
            f"SELECT {self.table}.rowid FROM {source} {wanted.where} ORDER BY {wanted.order} "
            "LIMIT :limit OFFSET :offset", wanted.values | {"limit": page.limit, "offset": page.offset},
        )]  # fmt: skip
        total = self._number(f"SELECT count(*) FROM {source} {wanted.where}", wanted.values)
        return self._at(places), total

    def _source(self, page: Page) -> str:
        return self.table

    def _at(self, places: list[int]) -> tuple[V, ...]:
        # the list was found on a narrow index; only what is shown is read whole
        marks = ",".join("?" * len(places))
        rows = {row["_rowid"]: row for row in self._db.query(
            f"SELECT rowid AS _rowid, * FROM {self.table} WHERE rowid IN ({marks})", places)}  # fmt: skip
        return tuple(self._from_row(rows[place]) for place in places)

    def every(self, page: Page) -> Iterator[V]:
        """Yield all records asked for, whatever the page's limit, for an export; read on while the tables are lent."""
        wanted = self._listed(page)
        rows = self._db.query(
            f"SELECT {self.table}.* FROM {self.table} {wanted.where} ORDER BY {wanted.order}", wanted.values
        )
        for row in rows:
            yield self._from_row(row)
