"""用工登记 in market.db: which employer and which job each became; the contact is ciphertext and mask."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.errors import StaleRecord, StoreError
from content.model.seekers import Sealed
from content.model.walk_in import Hiring
from content.privacy import ColumnCipher, KeyRing
from content.store.mapping import Row, row_mapping

# waits for staff: nobody has answered, and the job is still a draft
_WAITING = """answer = '' AND EXISTS (SELECT 1 FROM job WHERE job.id = hiring.job_id AND job.stage = 'draft')"""
_SEALED = ("contact_name", "contact_phone")
TABLE = "hiring"  # the place that its encrypted columns are bound to


def _row(hiring: Hiring) -> Row:
    row = row_mapping(Hiring, _SEALED).to_row(hiring)
    for name in _SEALED:
        sealed: Sealed = getattr(hiring, name)
        row |= {name: sealed.ciphertext, f"{name}_mask": sealed.mask}
    return row


def _hiring(row: Row) -> Hiring:
    sealed = {name: Sealed(ciphertext=row[name], mask=row[f"{name}_mask"]) for name in _SEALED}
    return row_mapping(Hiring, _SEALED).from_row(row, **sealed)


class Hirings:
    """What employers registered at the kiosk."""

    def __init__(self, db: Database, keys: KeyRing) -> None:
        self._db = db
        self._cipher = ColumnCipher(key=keys.data)

    def _select(self, clause: str, values: list[Any]) -> tuple[Hiring, ...]:
        rows = self._db.query(f"SELECT * FROM hiring {clause}", values)
        return tuple(map(_hiring, rows))

    def get(self, hiring_id: str) -> Hiring | None:
        """Return one."""
        return next(iter(self._select("WHERE id = ?", [hiring_id])), None)

    def add(self, hiring: Hiring) -> None:
        """Keep one; the same id again has no effect."""
        row = _row(hiring)
        marks = ", ".join(f":{name}" for name in row)
        self._db.execute(f"INSERT INTO hiring ({', '.join(row)}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING", row)

    def answer(self, hiring: Hiring, words: str, by: str, now: datetime) -> Hiring:
        """Write what its receipt answers and return it as stored; StaleRecord when somebody else did since."""
        kept = replace(hiring, answer=words.strip(), answered_at=now, handled_by=by, version=hiring.version + 1)
        row = _row(kept)
        done = self._db.execute(
            """UPDATE hiring SET answer = :answer, answered_at = :answered_at, handled_by = :handled_by,
            version = :version WHERE id = :id AND version = :version - 1""", row)  # fmt: skip
        if done.rowcount != 1:
            raise StaleRecord("这份用工登记刚被别人答复过，请看新的内容再办。", self.get(hiring.id))
        return kept

    def contact_of(self, hiring: Hiring) -> tuple[str, str]:
        """Return name and phone of who walked in; for the one who takes the draft up."""
        if not hiring.contact_name.ciphertext:
            raise StoreError("这份用工登记已过保存期限，联系人已按规定删除，请在企业资料里找现在的联系人。")
        name, phone = (self._cipher.decrypt(getattr(hiring, column).ciphertext, TABLE, column, hiring.id)
                       for column in _SEALED)  # fmt: skip
        return name, phone

    def by_receipt(self, number: str) -> tuple[Hiring, ...]:
        """Return those with this receipt number; one, unless a terminal was put back."""
        return self._select("WHERE number = ? ORDER BY occurred_at DESC", [number])

    def page(self, limit: int = 50, offset: int = 0) -> tuple[tuple[Hiring, ...], int]:
        """Return one page, newest first, and how many there are."""
        found = self._select("ORDER BY occurred_at DESC, id DESC LIMIT ? OFFSET ?", [limit, offset])
        return found, int(self._db.execute("SELECT count(*) FROM hiring").fetchone()[0])

    def waiting(self, limit: int = 50) -> tuple[Hiring, ...]:
        """Return those nobody has taken up, oldest first."""
        return self._select(f"WHERE {_WAITING} ORDER BY occurred_at, id LIMIT ?", [limit])

    def waiting_count(self) -> int:
        """Return how many nobody has taken up."""
        return int(self._db.execute(f"SELECT count(*) FROM hiring WHERE {_WAITING}").fetchone()[0])
