"""Accounts of the desk, their one-time links and sessions; links and tokens come as digests, never in clear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.clock import to_text
from content.errors import StoreError
from content.model.people import Staff
from content.store.mapping import row_mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSession:
    """One login that is still open."""

    digest: bytes
    staff_id: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    by_link: bool = False  # may set a password without knowing the one before
    device: str = ""  # browser and address, as the session list shows them


def _pledged(staff: Staff) -> None:
    if staff.enabled and staff.pledged_on is None:
        raise StoreError(f"“{staff.name}”还没有签数据安全责任书，签好并填上日期后才能启用账号。")


class StaffAccounts:
    """Who may work at the desk: accounts, one-time links, sessions. Of a secret only the digest is kept."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _select(self, clause: str, values: list[Any]) -> tuple[Staff, ...]:
        rows = self._db.query(f"SELECT staff.* FROM staff {clause}", values)
        return tuple(row_mapping(Staff).from_row(row) for row in rows)

    def add(self, staff: Staff) -> None:
        """Make an account; StoreError when the login is taken or the pledge is missing (R189)."""
        _pledged(staff)
        if self.by_login(staff.login) is not None:
            raise StoreError(f"登录名“{staff.login}”已有人用，请换一个。")
        self._db.table("staff").insert(row_mapping(Staff).to_row(staff))

    def change(self, staff: Staff) -> None:
        """Replace name, roles, pledge and whether the account is open; closing it ends its sessions.

        StoreError when it would be open without the pledge (R189).
        """
        _pledged(staff)
        row = row_mapping(Staff).to_row(staff)
        self._db.table("staff").update(row.pop("id"), row)
        if not staff.enabled:
            self.end_sessions(staff.id)

    def get(self, staff_id: str) -> Staff | None:
        """Return an account, closed ones too; None when there is none of that id."""
        return next(iter(self._select("WHERE id = ?", [staff_id])), None)

    def by_login(self, login: str) -> Staff | None:
        """Return the account with this login, closed ones too; None when nobody has it."""
        return next(iter(self._select("WHERE login = ?", [login])), None)

    def all(self) -> tuple[Staff, ...]:
        """Return every account by login."""
        return self._select("ORDER BY login", [])

    def new_link(self, staff_id: str, digest: bytes, expires: datetime) -> None:
        """Keep a one-time link; earlier unused ones of the account stop working."""
        self._db.execute("DELETE FROM staff_link WHERE staff_id = ? AND used_at IS NULL", [staff_id])
        self._db.execute(
            "INSERT INTO staff_link (digest, staff_id, expires_at) VALUES (?, ?, ?)",
            [digest, staff_id, to_text(expires)],
        )

    def take_link(self, digest: bytes, now: datetime) -> Staff | None:
        """Use a link up and return who it lets in; None when unknown, used, expired or the account is closed."""
        row = self._db.execute(
            """UPDATE staff_link SET used_at = ?1 WHERE digest = ?2 AND used_at IS NULL AND expires_at > ?1
            RETURNING staff_id""",
            [to_text(now), digest],
        ).fetchone()
        found = None if row is None else self.get(row[0])
        return found if found is not None and found.enabled else None

    def open_session(self, digest: bytes, staff_id: str, now: datetime, expires: datetime, by_link: bool = False,
                     device: str = "") -> None:  # fmt: skip
        """Keep a new session under the digest of its token; the account's ended ones are swept."""
        self._db.execute("DELETE FROM staff_session WHERE staff_id = ? AND expires_at <= ?", [staff_id, to_text(now)])
        session = StaffSession(digest=digest, staff_id=staff_id, created_at=now, last_used_at=now, expires_at=expires,
                               by_link=by_link, device=device)  # fmt: skip
        self._db.table("staff_session").insert(row_mapping(StaffSession).to_row(session))

    def session(self, digest: bytes, now: datetime) -> StaffSession | None:
        """Return a session that has not expired, whether or not its account is open; None when there is none."""
        rows = self._db.query(
            "SELECT * FROM staff_session WHERE digest = ? AND expires_at > ?", [digest, to_text(now)]
        )
        return next((row_mapping(StaffSession).from_row(row) for row in rows), None)

    def every_session(self, now: datetime) -> tuple[StaffSession, ...]:
        """Return all open sessions, last used first."""
        rows = self._db.query(
            "SELECT * FROM staff_session WHERE expires_at > ? ORDER BY last_used_at DESC", [to_text(now)]
        )
        return tuple(row_mapping(StaffSession).from_row(row) for row in rows)

    def by_session(self, digest: bytes, now: datetime) -> Staff | None:
        """Return whose session it is; None when unknown, expired or the account is closed."""
        return next(iter(self._select(
            """JOIN staff_session ON staff_session.staff_id = staff.id
            WHERE staff_session.digest = ? AND staff_session.expires_at > ? AND staff.enabled""",
            [digest, to_text(now)],
        )), None)  # fmt: skip

    def sessions(self, staff_id: str) -> tuple[StaffSession, ...]:
        """Return an account's sessions, last used first."""
        rows = self._db.query("SELECT * FROM staff_session WHERE staff_id = ? ORDER BY last_used_at DESC", [staff_id])
        return tuple(row_mapping(StaffSession).from_row(row) for row in rows)

    def used_session(self, digest: bytes, now: datetime, expires: datetime) -> None:
        """Note that a session was used, and how long it now lasts."""
        self._db.execute(
            "UPDATE staff_session SET last_used_at = ?, expires_at = ? WHERE digest = ?",
            [to_text(now), to_text(expires), digest],
        )

    def end_session(self, digest: bytes) -> None:
        """End one session; no effect when it is over already."""
        self._db.execute("DELETE FROM staff_session WHERE digest = ?", [digest])

    def end_sessions(self, staff_id: str) -> None:
        """End every session of an account."""
        self._db.execute("DELETE FROM staff_session WHERE staff_id = ?", [staff_id])
