"""Lines of 求职台账 and 用工台账 that wait for review, and every review of them, in market.db (R181)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from content.clock import to_text
from content.errors import StoreError
from content.model.line_reviews import Ledger, LineReview, ReviewDeed, WaitingLine
from content.store.mapping import row_mapping


class LineReviews:
    """What waits is filled by the ledgers themselves as a line is written; a review takes it from there."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def waiting(self, limit: int = 50, offset: int = 0) -> tuple[WaitingLine, ...]:
        """Return the lines nobody has reviewed, the oldest first."""
        rows = self._db.query("SELECT * FROM line_waiting ORDER BY since, line_id LIMIT ? OFFSET ?", [limit, offset])
        return tuple(map(row_mapping(WaitingLine).from_row, rows))

    def waiting_count(self, before: datetime | None = None) -> int:
        """Return how many lines wait; with `before` only those that came earlier."""
        where, values = ("", []) if before is None else ("WHERE since < ?", [to_text(before)])
        return int(self._db.execute(f"SELECT count(*) FROM line_waiting {where}", values).fetchone()[0])

    def check(self, lines: Iterable[tuple[Ledger, str]], by: str, now: datetime) -> int:
        """Note that somebody went over lines, all of them or none; StoreError where one does not wait any more."""
        done = 0
        for ledger, line_id in lines:
            found = self._db.execute("DELETE FROM line_waiting WHERE ledger = ? AND line_id = ? RETURNING since",
                                     [ledger.value, line_id]).fetchone()  # fmt: skip
            if found is None:
                raise StoreError("选中的有一条刚被别人核实过，一条也没有记，请看新的列表再选。")
            self._add(ledger, line_id, found[0], ReviewDeed.CHECKED, "", by, now)
            done += 1
        return done

    def take_back(self, ledger: Ledger, line_id: str, reason: str, by: str, now: datetime) -> None:
        """Undo a review by an entry with its reason; the line waits again, since it came."""
        if not reason.strip():
            raise StoreError("请写明为什么撤回核实，原来的核实会留着。")
        last = next(iter(self.of(ledger, line_id)), None)
        if last is None or last.deed is not ReviewDeed.CHECKED:
            raise StoreError("这一条现在没有核实过，不用撤回，列表已更新。")
        since = to_text(last.since)
        self._add(ledger, line_id, since, ReviewDeed.TAKEN_BACK, reason.strip(), by, now)
        self._db.execute("INSERT INTO line_waiting VALUES (?, ?, ?)", [ledger.value, line_id, since])

    def _add(self, ledger: Ledger, line_id: str, since: str, deed: ReviewDeed, reason: str, by: str,
             now: datetime) -> None:  # fmt: skip
        self._db.execute(
            """INSERT INTO line_review (ledger, line_id, since, deed, reason, "by", at)
            VALUES (?, ?, ?, ?, ?, ?, ?)""",
            [ledger.value, line_id, since, deed.value, reason, by, to_text(now)])  # fmt: skip

    def of(self, ledger: Ledger, line_id: str) -> tuple[LineReview, ...]:
        """Return every review of one line, newest first."""
        rows = self._db.query("SELECT * FROM line_review WHERE ledger = ? AND line_id = ? ORDER BY place DESC",
                              [ledger.value, line_id])  # fmt: skip
        return tuple(map(row_mapping(LineReview).from_row, rows))

    def page(self, limit: int = 50, offset: int = 0) -> tuple[tuple[LineReview, ...], int]:
        """Return one page of all reviews, newest first, and how many there are."""
        rows = self._db.query("SELECT * FROM line_review ORDER BY place DESC LIMIT ? OFFSET ?", [limit, offset])
        total = int(self._db.execute("SELECT count(*) FROM line_review").fetchone()[0])
        return tuple(map(row_mapping(LineReview).from_row, rows)), total

    def checked_between(self, start: datetime, end: datetime) -> int:
        """Return how many lines were checked between two instants, those taken back left out."""
        return int(self._db.execute(
            """SELECT count(DISTINCT ledger || line_id) FROM line_review AS one WHERE deed = 'checked' AND at >= ?
            AND at < ? AND NOT EXISTS (SELECT 1 FROM line_waiting WHERE line_waiting.ledger = one.ledger
            AND line_waiting.line_id = one.line_id)""", [to_text(start), to_text(end)]).fetchone()[0])  # fmt: skip
