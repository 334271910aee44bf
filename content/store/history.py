"""What became of every record: each version as the columns it changed, in the form the columns are stored in.

Personal columns stay ciphertext here as they are there. A record that was stored before histories were kept gets its
first line when it is first changed.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.clock import from_text, to_text
from content.model.history import Deed
from content.store.mapping import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One version with the whole row as it stood then."""

    version: int
    at: datetime
    by: str
    deed: Deed
    note: str
    row: Row


def _plain(value: Any) -> Any:
    return {"blob": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _stored(value: Any) -> Any:
    return base64.b64decode(value["blob"]) if isinstance(value, dict) else value


class History:
    """The versions of the records of one database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, kind: str, before: Row | None, after: Row, at: datetime, by: str, deed: Deed,
            note: str = "") -> None:  # fmt: skip
        """Note a version; `before` is None for a new record."""
        if before is not None and not self._known(kind, after["id"]):
            told = before.get("updated_at") or before.get("created_at") or to_text(at)
            self._insert(kind, before, before, told, before.get("updated_by") or before.get("created_by") or "",
                         Deed.KEPT, "")  # fmt: skip
        changed = after if before is None else {name: after[name] for name in after if after[name] != before.get(name)}
        self._insert(kind, after, changed, to_text(at), by, deed, note)

    def _known(self, kind: str, record_id: str) -> bool:
        found = self._db.execute("SELECT 1 FROM history WHERE kind = ? AND record_id = ?", [kind, record_id])
        return found.fetchone() is not None

    def _insert(self, kind: str, row: Row, changed: Row, at: str, by: str, deed: Deed, note: str) -> None:
        body = json.dumps({name: _plain(value) for name, value in changed.items()}, ensure_ascii=False)
        self._db.execute(
            """INSERT INTO history (kind, record_id, version, at, "by", deed, note, changed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            [kind, row["id"], row["version"], at, by, deed.value, note, body],
        )

    def lines(self, kind: str, record_id: str) -> Iterator[Line]:
        """Yield the versions of a record, oldest first."""
        row: Row = {}
        found = self._db.execute(
            """SELECT version, at, "by", deed, note, changed FROM history
            WHERE kind = ? AND record_id = ? ORDER BY place""",
            [kind, record_id],
        )
        for version, at, by, deed, note, changed in found.fetchall():
            row = row | {name: _stored(value) for name, value in json.loads(changed).items()}
            yield Line(version=version, at=from_text(at), by=by, deed=Deed(deed), note=note, row=row)

    def editors_since_review(self, kind: str, record_id: str) -> frozenset[str]:
        """Return who wrote a record since it was last approved; "" is nobody."""
        found = self._db.execute(
            """SELECT DISTINCT "by" FROM history WHERE kind = :kind AND record_id = :id
            AND (deed IN (:saved, :restored) OR version = 1)
            AND place > coalesce((SELECT max(place) FROM history WHERE kind = :kind AND record_id = :id
                                  AND deed = :approved), 0)""",
            {"kind": kind, "id": record_id, "saved": Deed.SAVED.value, "restored": Deed.RESTORED.value,
             "approved": Deed.APPROVED.value},
        )  # fmt: skip
        return frozenset(by for (by,) in found.fetchall()) - {""}
