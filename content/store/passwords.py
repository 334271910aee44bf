"""Password hashes of the desk and the count of failed logins; a failure is kept under a keyed digest of whom it hit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from content.clock import from_text, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """How often a login or an address failed since it last succeeded."""

    count: int
    last_at: datetime | None


class Passwords:
    """The hashes and the failures."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def hash_of(self, staff_id: str) -> str | None:
        """Return an account's hash; None while it has no password."""
        row = self._db.execute("SELECT hash FROM staff_password WHERE staff_id = ?", [staff_id]).fetchone()
        return None if row is None else str(row[0])

    def set_at(self, staff_id: str) -> datetime | None:
        """Return when an account's password was set; None while it has none."""
        row = self._db.execute("SELECT set_at FROM staff_password WHERE staff_id = ?", [staff_id]).fetchone()
        return None if row is None else from_text(row[0])

    def put(self, staff_id: str, hashed: str, at: datetime) -> None:
        """Set or replace an account's hash."""
        self._db.execute(
            """INSERT INTO staff_password (staff_id, hash, set_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (staff_id) DO UPDATE SET hash = ?2, set_at = ?3""",
            [staff_id, hashed, to_text(at)],
        )

    def failures(self, subject: bytes) -> Failures:
        """Return the failures under a digest."""
        row = self._db.execute("SELECT count, last_at FROM login_failure WHERE subject = ?", [subject]).fetchone()
        return Failures(count=0, last_at=None) if row is None else Failures(count=row[0], last_at=from_text(row[1]))

    def failed(self, subject: bytes, at: datetime, forget_before: datetime) -> None:
        """Count one more failure; older ones than `forget_before` no longer count."""
        self._db.execute("DELETE FROM login_failure WHERE last_at < ?", [to_text(forget_before)])
        self._db.execute(
            """INSERT INTO login_failure (subject, count, last_at) VALUES (?1, 1, ?2)
            ON CONFLICT (subject) DO UPDATE SET count = count + 1, last_at = ?2""",
            [subject, to_text(at)],
        )

    def succeeded(self, subject: bytes) -> None:
        """Forget the failures under a digest."""
        self._db.execute("DELETE FROM login_failure WHERE subject = ?", [subject])
