"""Paired boxes and the one-time codes by which they pair; codes and tokens come as digests, never in clear."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.clock import to_text
from content.errors import StoreError
from content.model.codes import TerminalKind
from content.model.people import Terminal
from content.store.mapping import row_mapping


class Terminals:
    """The terminals, revoked ones included, since their prefixes are never given again."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _select(self, clause: str, values: list[Any]) -> tuple[Terminal, ...]:
        rows = self._db.query(f"SELECT * FROM terminal {clause}", values)
        return tuple(row_mapping(Terminal).from_row(row) for row in rows)

    def new_code(self, digest: bytes, kind: TerminalKind, expires: datetime) -> None:
        """Keep a pairing code until it is used or expires."""
        self._db.execute(
            "INSERT INTO pairing_code (digest, kind, expires_at) VALUES (?, ?, ?)",
            [digest, kind.value, to_text(expires)],
        )

    def take_code(self, digest: bytes, now: datetime) -> TerminalKind | None:
        """Use a code up and return what it pairs; None when it is unknown, used or expired."""
        row = self._db.execute(
            """UPDATE pairing_code SET used_at = ?1 WHERE digest = ?2 AND used_at IS NULL AND expires_at > ?1
            RETURNING kind""",
            [to_text(now), digest],
        ).fetchone()
        return None if row is None else TerminalKind(row[0])

    def next_prefix(self) -> str:
        """Return the lowest free two-digit prefix, 01 to 99; StoreError when all are taken."""
        taken = {row[0] for row in self._db.execute("SELECT prefix FROM terminal").fetchall()}
        free = next((f"{n:02d}" for n in range(1, 100) if f"{n:02d}" not in taken), None)
        if free is None:
            raise StoreError("终端编号 01—99 已用完，请系统管理员联系开发方扩位。")
        return free

    def add(self, terminal: Terminal, token_digest: bytes) -> None:
        """Keep a newly paired terminal."""
        self._db.table("terminal").insert(row_mapping(Terminal).to_row(terminal) | {"token_digest": token_digest})

    def get(self, terminal_id: str) -> Terminal | None:
        """Return one terminal, revoked or not."""
        return next(iter(self._select("WHERE id = ?", [terminal_id])), None)

    def by_token(self, token_digest: bytes) -> Terminal | None:
        """Return the terminal that owns the token; None when unknown or revoked."""
        return next(iter(self._select("WHERE token_digest = ? AND revoked_at IS NULL", [token_digest])), None)

    def revoke(self, terminal_id: str, now: datetime) -> None:
        """Shut a terminal out from now on; a second time changes nothing."""
        self._db.execute(
            "UPDATE terminal SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", [to_text(now), terminal_id]
        )

    def seen(self, terminal_id: str, now: datetime, order: int | None, report: str) -> None:
        """Keep the last heartbeat: when, which edition, and the report as JSON."""
        self._db.execute(
            "UPDATE terminal SET last_seen_at = ?, edition_order = ?, report = ? WHERE id = ?",
            [to_text(now), order, report, terminal_id],
        )

    def all(self) -> tuple[Terminal, ...]:
        """Return every terminal in the order of pairing."""
        return self._select("ORDER BY paired_at, id", [])
