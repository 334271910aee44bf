"""Errands in market.db: ordered once, offered until answered or expired, never changed once answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.clock import to_text
from content.errors import StoreError
from content.model.terminals import Errand, ErrandKind, ErrandOrder, ErrandResult
from content.store.mapping import row_mapping

_LONGEST_SENTENCE = 200


class Errands:
    """The errands of all terminals."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _select(self, clause: str, values: list[Any]) -> tuple[Errand, ...]:
        rows = self._db.query(f"SELECT * FROM errand {clause}", values)
        return tuple(row_mapping(Errand).from_row(row) for row in rows)

    def order(self, errand: Errand) -> None:
        """Keep an errand until its terminal asks; StoreError when the terminal is unknown or shut out."""
        row = self._db.execute("SELECT revoked_at FROM terminal WHERE id = ?", [errand.terminal_id]).fetchone()
        if row is None or row[0] is not None:
            raise StoreError("这台设备已停用或没有配对，不能让它办事，请先重新配对。")
        self._db.table("errand").insert(row_mapping(Errand).to_row(errand))

    def get(self, errand_id: str) -> Errand | None:
        """Return an errand with what became of it, None when there is none of that id."""
        return next(iter(self._select("WHERE id = ?", [errand_id])), None)

    def offer(self, terminal_id: str, now: datetime) -> tuple[ErrandOrder, ...]:
        """Return what a terminal has still to do, oldest first, and note that it was told."""
        open_ones = self._select(
            "WHERE terminal_id = ? AND done_at IS NULL AND expires_at > ? ORDER BY id", [terminal_id, to_text(now)]
        )
        for errand in open_ones:
            self._db.execute(
                "UPDATE errand SET offered_at = ? WHERE id = ? AND offered_at IS NULL", [to_text(now), errand.id]
            )
        return tuple(ErrandOrder(id=one.id, kind=one.kind.value, argument=one.argument) for one in open_ones)

    def finish(self, terminal_id: str, results: Iterable[ErrandResult], now: datetime) -> None:
        """Keep what a terminal answered about its own errands; the first answer counts."""
        for result in results:
            self._db.execute(
                """UPDATE errand SET done_at = ?, ok = ?, sentence = ?
                WHERE id = ? AND terminal_id = ? AND done_at IS NULL""",
                [to_text(now), int(result.ok), result.sentence[:_LONGEST_SENTENCE], result.id, terminal_id],
            )

    def of_terminal(self, terminal_id: str, limit: int = 20) -> tuple[Errand, ...]:
        """Return a terminal's errands, newest first."""
        return self._select("WHERE terminal_id = ? ORDER BY ordered_at DESC, id DESC LIMIT ?", [terminal_id, limit])

    def newest_of_kind(self, kind: ErrandKind) -> dict[str, Errand]:
        """Return the newest errand of a kind for each terminal that was ever sent on one."""
        rows = self._select("WHERE kind = ? ORDER BY ordered_at, id", [kind.value])
        return {one.terminal_id: one for one in rows}
