"""What somebody typed into a form and did not save yet: encrypted, one a person, kind and record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from content.clock import from_text, to_text
from content.errors import SealError
from content.privacy import ColumnCipher, KeyRing

Typed = str | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftNote:
    """That a draft lies there, without what it says."""

    kind: str
    record_id: str
    saved_at: datetime


class Drafts:
    """The unsaved forms; `kind` and `record_id` are the form's to choose ("new" for a record never stored)."""

    def __init__(self, db: Database, keys: KeyRing) -> None:
        self._db = db
        self._cipher = ColumnCipher(key=keys.data)

    def keep(self, staff_id: str, kind: str, record_id: str, typed: Mapping[str, Typed], now: datetime) -> None:
        """Keep what is typed in place of what was kept before for this form."""
        # it may name a person, so it lies in the file no clearer than the columns it is meant for
        plain = json.dumps(dict(typed), ensure_ascii=False)
        box = self._cipher.encrypt(plain, "draft", kind, f"{staff_id}/{record_id}")
        self._db.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)",
                         [staff_id, kind, record_id, box, to_text(now)])  # fmt: skip

    def get(self, staff_id: str, kind: str, record_id: str) -> dict[str, Typed] | None:
        """Return what was typed, or None; a draft under keys that were replaced is none."""
        row = self._db.execute("SELECT typed FROM draft WHERE staff_id = ? AND kind = ? AND record_id = ?",
                               [staff_id, kind, record_id]).fetchone()  # fmt: skip
        if row is None:
            return None
        try:
            plain = self._cipher.decrypt(row[0], "draft", kind, f"{staff_id}/{record_id}")
        except SealError:
            return None
        typed: dict[str, Typed] = json.loads(plain)
        return typed

    def drop(self, staff_id: str, kind: str, record_id: str) -> None:
        """Forget a draft, after a save or because its writer says so."""
        self._db.execute("DELETE FROM draft WHERE staff_id = ? AND kind = ? AND record_id = ?",
                         [staff_id, kind, record_id])  # fmt: skip

    def of(self, staff_id: str) -> tuple[DraftNote, ...]:
        """Return which forms somebody left unsaved, last first."""
        rows = self._db.execute(
            "SELECT kind, record_id, saved_at FROM draft WHERE staff_id = ? ORDER BY saved_at DESC", [staff_id]
        ).fetchall()
        return tuple(DraftNote(kind=kind, record_id=key, saved_at=from_text(at)) for kind, key, at in rows)
