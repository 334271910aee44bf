"""信息源登记 in market.db: one row a look, never changed; a correction is a row of its own (R106)."""

from __future__ import annotations

from datetime import date

from sqlite_utils import Database

from content.errors import StoreError
from content.model.outreach import SourceWatch
from content.store.mapping import row_mapping

_STANDING = "NOT void AND NOT EXISTS (SELECT 1 FROM source_watch AS later WHERE later.corrects = source_watch.id)"


class SourceWatches:
    """The entries, by day."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _select(self, clause: str, values: list[str]) -> tuple[SourceWatch, ...]:
        rows = self._db.query(f"SELECT * FROM source_watch {clause}", values)
        return tuple(row_mapping(SourceWatch).from_row(row) for row in rows)

    def get(self, entry_id: str) -> SourceWatch | None:
        """Return an entry, or None when there is none of that id."""
        return next(iter(self._select("WHERE id = ?", [entry_id])), None)

    def add(self, entry: SourceWatch) -> None:
        """Keep an entry; StoreError when it corrects one that is not there or corrected already, or gives no reason."""
        if entry.corrects:
            if self.get(entry.corrects) is None:
                raise StoreError("要更正的那条登记不在库里，请刷新页面再试。")
            if not entry.reason:
                raise StoreError("更正要写明原因，原来的登记会留着。")
            if self._select("WHERE corrects = ?", [entry.corrects]):
                raise StoreError("这条登记刚被别人更正过，请刷新页面，在更正后的那条上再改。")
        elif entry.void:
            raise StoreError("只有已经登记的才能作废，请从那条登记上点“更正”。")
        row = row_mapping(SourceWatch).to_row(entry)
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join(f":{name}" for name in row)
        self._db.execute(f"INSERT INTO source_watch ({names}) VALUES ({marks})", row)

    def between(self, first: date, last: date) -> tuple[SourceWatch, ...]:
        """Return every entry for the days from `first` to `last`, corrected ones too, newest day and entry first."""
        return self._select("WHERE day BETWEEN ? AND ? ORDER BY day DESC, at DESC, rowid DESC",
                            [first.isoformat(), last.isoformat()])  # fmt: skip

    def days(self, first: date, last: date) -> frozenset[date]:
        """Return the days that have an entry which stands: not corrected by another, not made void."""
        rows = self._db.execute(f"SELECT DISTINCT day FROM source_watch WHERE day BETWEEN ? AND ? AND {_STANDING}",
                                [first.isoformat(), last.isoformat()])  # fmt: skip
        return frozenset(date.fromisoformat(day) for (day,) in rows.fetchall())

    def first_day(self) -> date | None:
        """Return the first day ever noted, None before that."""
        (day,) = self._db.execute("SELECT min(day) FROM source_watch").fetchone()
        return None if day is None else date.fromisoformat(day)

    def known(self, limit: int = 12) -> tuple[SourceWatch, ...]:
        """Return the latest standing entry of each source, the one looked at last first."""
        return self._select(
            f"""WHERE rowid IN (SELECT max(rowid) FROM source_watch WHERE {_STANDING} GROUP BY source)
            ORDER BY day DESC, rowid DESC LIMIT ?""", [str(limit)])  # fmt: skip
