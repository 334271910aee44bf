"""举报 in market.db; what was told and the phone for a call back are ciphertext."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from content.errors import StaleRecord, StoreError
from content.model.seekers import Sealed
from content.model.walk_in import Complaint, ComplaintState
from content.privacy import ColumnCipher, KeyRing
from content.store.mapping import Row, row_mapping

_SEALED = ("text", "phone")
TABLE = "complaint"  # the place that its encrypted columns are bound to


def _row(complaint: Complaint) -> Row:
    text, phone = complaint.text, complaint.phone
    return row_mapping(Complaint, _SEALED).to_row(complaint) | {
        "text": text.ciphertext if text else None, "phone": phone.ciphertext if phone else None,
        "phone_mask": phone.mask if phone else None,
    }  # fmt: skip


def _complaint(row: Row) -> Complaint:
    text = None if row["text"] is None else Sealed(ciphertext=row["text"], mask="")
    phone = None if row["phone"] is None else Sealed(ciphertext=row["phone"], mask=row["phone_mask"])
    return row_mapping(Complaint, _SEALED).from_row(row, text=text, phone=phone)


class Complaints:
    """The 举报 of a market, one file each; text and phone are ciphertext, opened by `text_of` and `phone_of`."""

    def __init__(self, db: Database, keys: KeyRing) -> None:
        self._db = db
        self._cipher = ColumnCipher(key=keys.data)

    def _select(self, clause: str, values: list[Any]) -> tuple[Complaint, ...]:
        return tuple(map(_complaint, self._db.query(f"SELECT * FROM complaint {clause}", values)))

    def get(self, complaint_id: str) -> Complaint | None:
        """Return a file as it stands, None when there is none of that id."""
        return next(iter(self._select("WHERE id = ?", [complaint_id])), None)

    def add(self, complaint: Complaint) -> None:
        """Open a file; the same id again has no effect, so that what staff did with it stays."""
        row = _row(complaint)
        marks = ", ".join(f":{name}" for name in row)
        self._db.execute(f"INSERT INTO complaint ({', '.join(row)}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING", row)

    def save(self, complaint: Complaint, expected_version: int) -> Complaint:
        """Store a step of staff and return the file as stored; StaleRecord when somebody else took one since.

        StoreError where a file would be closed without an outcome and an answer.
        """
        if complaint.state is ComplaintState.ANSWERED and not (complaint.outcome and complaint.answer.strip()):
            raise StoreError("请选一个处理结果、写好答复再办结，举报的人凭回执要看的。")
        kept = replace(complaint, version=expected_version + 1)
        row = _row(kept)
        assigned = ", ".join(f'"{name}" = :{name}' for name in row if name != "id")
        done = self._db.execute(f"UPDATE complaint SET {assigned} WHERE id = :id AND version = :was",
                                row | {"was": expected_version})  # fmt: skip
        if done.rowcount != 1:
            raise StaleRecord("这份举报刚被别人处理过，请看新的内容再办。", self.get(complaint.id))
        return kept

    def text_of(self, complaint: Complaint) -> str:
        """Return what was told, "" for nothing."""
        sealed = complaint.text
        return "" if sealed is None else self._cipher.decrypt(sealed.ciphertext, TABLE, "text", complaint.id)

    def phone_of(self, complaint: Complaint) -> str:
        """Return the phone for a call back, "" for an anonymous one; whoever asks is written down by the caller."""
        sealed = complaint.phone
        return "" if sealed is None else self._cipher.decrypt(sealed.ciphertext, TABLE, "phone", complaint.id)

    def by_receipt(self, number: str) -> tuple[Complaint, ...]:
        """Return the files with this receipt number; one, unless a terminal was put back."""
        return self._select("WHERE number = ? ORDER BY occurred_at DESC", [number])

    def about_job(self, job_id: str) -> tuple[Complaint, ...]:
        """Return every file about a job, newest first."""
        return self._select("WHERE job_id = ? ORDER BY occurred_at DESC", [job_id])

    def page(self, limit: int = 50, offset: int = 0) -> tuple[tuple[Complaint, ...], int]:
        """Return one page, open ones first and newest first among them, and how many there are."""
        found = self._select("ORDER BY state = 'answered', occurred_at DESC, id DESC LIMIT ? OFFSET ?", [limit, offset])
        return found, int(self._db.execute("SELECT count(*) FROM complaint").fetchone()[0])

    def open(self, limit: int = 50) -> tuple[Complaint, ...]:
        """Return the files without an answer, oldest first."""
        return self._select("WHERE state <> 'answered' ORDER BY occurred_at, id LIMIT ?", [limit])

    def open_count(self) -> int:
        """Return how many files have no answer yet."""
        return int(self._db.execute("SELECT count(*) FROM complaint WHERE state <> 'answered'").fetchone()[0])
