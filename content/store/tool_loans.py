"""工位/工具 lent and returned in market.db (R006); a thing is with one person at a time."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from content.clock import to_text
from content.errors import StoreError
from content.model.loans import ToolLoan
from content.store.mapping import row_mapping
from content.store.own_records import FORGOTTEN

# what is out first, the longest overdue on top; then what came back, newest first
_ORDER = "ORDER BY returned_at IS NOT NULL, iif(returned_at IS NULL, due_at, ''), returned_at DESC, id DESC"


class ToolLoans:
    """Places and tools lent in the work area, out or back."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, loan_id: str) -> ToolLoan | None:
        """Return a loan, None when there is none of that id."""
        rows = self._db.query("SELECT * FROM tool_loan WHERE id = ?", [loan_id])
        return next((row_mapping(ToolLoan).from_row(row) for row in rows), None)

    def lend(self, loan: ToolLoan) -> None:
        """Give a thing out; StoreError when it is with somebody."""
        if self._db.execute("SELECT 1 FROM tool_loan WHERE thing = ? AND returned_at IS NULL", [loan.thing]).fetchone():
            raise StoreError(f"“{loan.thing}”还没有还，请先办归还，或者写另一件的编号。")
        row = row_mapping(ToolLoan).to_row(loan)
        names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        self._db.execute(f"INSERT INTO tool_loan ({names}) VALUES ({marks})", row)

    def take_back(self, loan_id: str, by: str, at: datetime, note: str) -> None:
        """Note that a thing came back; StoreError when somebody noted it before."""
        done = self._db.execute(
            "UPDATE tool_loan SET returned_at = ?, returned_by = ?, note = ? WHERE id = ? AND returned_at IS NULL",
            [to_text(at), by, note, loan_id])  # fmt: skip
        if done.rowcount != 1:
            raise StoreError("这一件已经还了，页面已更新。")
        # who took back their consent while they had it is kept only until here
        self._db.execute(
            """UPDATE tool_loan SET person_index = NULL, name_mask = ? WHERE id = ? AND EXISTS (
                SELECT 1 FROM consent_withdrawal WHERE consent_withdrawal.person_index = tool_loan.person_index
                AND withdrawn_at >= tool_loan.lent_at)""", [FORGOTTEN, loan_id])  # fmt: skip

    def page(self, limit: int = 50, offset: int = 0) -> tuple[tuple[ToolLoan, ...], int]:
        """Return one page, what is out first, and how many there are."""
        rows = self._db.query(f"SELECT * FROM tool_loan {_ORDER} LIMIT ? OFFSET ?", [limit, offset])
        found = tuple(row_mapping(ToolLoan).from_row(row) for row in rows)
        return found, int(self._db.execute("SELECT count(*) FROM tool_loan").fetchone()[0])

    def out(self) -> int:
        """Return how many things are with somebody."""
        return int(self._db.execute("SELECT count(*) FROM tool_loan WHERE returned_at IS NULL").fetchone()[0])

    def overdue(self, now: datetime) -> int:
        """Return how many things should be back and are not."""
        found = self._db.execute("SELECT count(*) FROM tool_loan WHERE returned_at IS NULL AND due_at <= ?",
                                 [to_text(now)])  # fmt: skip
        return int(found.fetchone()[0])
