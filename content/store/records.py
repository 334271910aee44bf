"""What the aggregates have in common: get, save against a version, page, and the stages of an editorial record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast

from sqlite_utils import Database

from content.clock import calendar_day, to_text
from content.errors import StaleRecord, StoreError
from content.model.codes import Stage
from content.store.mapping import Row, row_mapping
from content.store.stages import is_verdict, refuse_step

_BOOKKEEPING = frozenset((
    "id", "number", "stage", "created_at", "created_by", "updated_at", "reviewed_by", "reviewed_at",
    "review_note", "published_at", "version",
))  # fmt: skip
_GIVEN_ONCE = ("number", "created_at", "created_by", "published_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which part of a list is asked for; `text` is matched as it stands, `stage` None means every stage."""

    text: str = ""
    stage: Stage | None = None
    limit: int = 50
    offset: int = 0


class Versioned(Protocol):
    """A record whose saves are counted."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...


V = TypeVar("V", bound=Versioned)


def like(text: str) -> str:
    """Return the LIKE pattern (ESCAPE '\\') that finds the text anywhere."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


class RecordTable(Generic[V]):
    """One table of versioned records; subclasses name it and add their questions."""

    kind: ClassVar[type[Any]]
    table: ClassVar[str]
    word: ClassVar[str]  # what staff call one of them
    searched: ClassVar[tuple[str, ...]]
    newest_first: ClassVar[str]

    def __init__(self, db: Database) -> None:
        self._db = db

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

    def save(self, record: V, expected_version: int | None) -> V:
        """Store a record and return it as stored; None for a new one, else the version it was read with.

        StaleRecord when somebody else saved it since; a save that changes nothing leaves version and times alone.
        """
        stored = self.get(record.id)
        if stored is None and expected_version is None:
            return self._insert(record)
        if stored is None or stored.version != expected_version:
            raise StaleRecord(f"这条{self.word}刚被别人改过，请刷新后对照着再改一次，您填的内容还在。")
        kept = self._as_kept(record, stored)
        if self._changed(kept, stored) - {"version", "updated_at"}:
            return self._update(kept, stored.version)
        return stored

    def _as_kept(self, record: V, stored: V) -> V:
        return record

    def _changed(self, one: V, other: V) -> set[str]:
        # compared as stored, so that a microsecond the file cannot hold is no change
        first, second = (row_mapping(self.kind).to_row(record) for record in (one, other))
        return {name for name, value in first.items() if second[name] != value}

    def _insert(self, record: V) -> V:
        row = self._to_row(cast(V, replace(cast(Any, record), version=1)))
        self._db.table(self.table).insert(row)
        return self._from_row(row)

    def _update(self, record: V, version: int) -> V:
        row = self._to_row(cast(V, replace(cast(Any, record), version=version + 1)))
        self._db.table(self.table).update(row.pop("id"), row)
        return self._from_row(row | {"id": record.id})

    def _where(self, page: Page) -> tuple[str, dict[str, Any]]:
        parts, values = [], {"text": like(page.text.strip()), "stage": page.stage and page.stage.value}
        if page.text.strip():
            parts.append("(" + " OR ".join(f"{name} LIKE :text ESCAPE '\\'" for name in self.searched) + ")")
        if page.stage is not None:
            parts.append(f"{self.table}.stage = :stage")
        return ("WHERE " + " AND ".join(parts) if parts else ""), values

    def page(self, page: Page) -> tuple[tuple[V, ...], int]:
        """Return one page, newest first, and how many there are in all."""
        where, values = self._where(page)
        found = self._select(
            f"{where} ORDER BY {self.newest_first} LIMIT :limit OFFSET :offset",
            values | {"limit": page.limit, "offset": page.offset},
        )
        return found, self._number(f"SELECT count(*) FROM {self.table} {where}", values)


class EditorialTable(RecordTable[V]):
    """Records that a reviewer passes before the hall sees them."""

    unpublished: ClassVar[frozenset[str]] = _BOOKKEEPING
    living: ClassVar[str]  # what of the approved is not over, in terms of :now and :today

    def _as_kept(self, record: V, stored: V) -> V:
        new, old = cast(Any, record), cast(Any, stored)
        if new.stage is not old.stage:
            raise StoreError(f"这条{self.word}的状态要按流程改，请用提交、审核、已招满或撤下按钮。")
        names = {field.name for field in fields(new)}
        new = replace(new, **{name: getattr(old, name) for name in _GIVEN_ONCE if name in names})
        in_public = old.stage in (Stage.APPROVED, Stage.FILLED)
        if not in_public or not self._changed(new, stored) - self.unpublished:
            return cast(V, new)
        # what the hall reads has changed, so somebody must look at it again
        again = {"stage": Stage.SUBMITTED, "reviewed_by": None, "reviewed_at": None, "review_note": ""}
        return cast(V, replace(new, **{name: value for name, value in again.items() if name in names}))

    def set_stage(self, record_id: str, stage: Stage, by: str, now: datetime, note: str = "") -> V:
        """Take the record a step further and return it; StoreError when no rule leads there."""
        stored: Any = self.get(record_id)
        if stored is None:
            raise StoreError(f"这条{self.word}不在库里，请刷新列表再试。")
        refuse_step(stored.stage, stage)
        changes: dict[str, Any] = {"stage": stage, "updated_at": now}
        if is_verdict(stored.stage, stage):
            changes |= {"reviewed_by": by, "reviewed_at": now, "review_note": note}
        elif note:
            changes["review_note"] = note
        names = {field.name for field in fields(stored)}
        return self._update(replace(stored, **{k: v for k, v in changes.items() if k in names}), stored.version)

    def publishable(self, now: datetime) -> tuple[V, ...]:
        """Return what an edition built now may show, newest first."""
        return self._select(
            f"WHERE {self.table}.stage = 'approved' AND {self.living} ORDER BY {self.newest_first}",
            {"now": to_text(now), "today": calendar_day(now).isoformat()},
        )

    def counts(self) -> dict[Stage, int]:
        """Return how many records stand at each stage, zero included."""
        rows = self._db.execute(f"SELECT stage, count(*) FROM {self.table} GROUP BY stage").fetchall()
        found = {Stage(stage): number for stage, number in rows}
        return {stage: found.get(stage, 0) for stage in Stage}


class AuthoredTable(EditorialTable[V]):
    """Editorial records that remember when the hall first saw them."""

    def mark_published(self, ids: Iterable[str], now: datetime) -> None:
        """Note the first time records stood in an edition; no save, so nobody's open form goes stale."""
        self._db.conn.executemany(
            f"UPDATE {self.table} SET published_at = ? WHERE id = ? AND published_at IS NULL",
            [(to_text(now), record_id) for record_id in ids],
        )
