"""The record of who did what, in market.db: append-only, every entry bound to the one before (`chained`).

Triggers keep the product itself from changing it; the chain shows when somebody went round them. A cut at the end
leaves a chain that holds: `head` is what to note elsewhere (backup, printed check) and compare.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from content.clock import from_text, to_text
from content.model.audit import Action, AuditEntry
from content.model.people import Staff
from content.store.chained import START, first_break, mac_after
from content.store.mapping import row_mapping

_COLUMNS = "seq, at, staff_id, login, action, subject, subject_id, words"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Which entries are asked for; "" and None ask for all."""

    staff_id: str = ""
    action: Action | None = None
    subject: str = ""
    subject_id: str = ""
    text: str = ""
    limit: int = 50
    offset: int = 0


class AuditTrail:
    """The entries of one database."""

    def __init__(self, db: Database, key: bytes) -> None:
        self._db = db
        self._key = key

    def note(self, by: Staff | None, at: datetime, action: Action, *, subject: str = "", subject_id: str = "",
             words: str = "") -> None:  # fmt: skip
        """Append one entry in the transaction of the deed itself; `words` must hold no personal data."""
        seq, before = self.head()
        values = (seq + 1, to_text(at), by.id if by else "", by.login if by else "", action.value, subject, subject_id,
                  words)  # fmt: skip
        self._db.execute(
            f"INSERT INTO audit ({_COLUMNS}, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*values, mac_after(self._key, before, values)],
        )

    def head(self) -> tuple[int, bytes]:
        """Return number and digest of the last entry; (0, zeros) before the first."""
        row = self._db.execute("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
        return (0, START) if row is None else (row[0], row[1])

    def page(self, page: AuditPage) -> tuple[tuple[AuditEntry, ...], int]:
        """Return the entries asked for, newest first, and how many there are in all."""
        where, values = self._asked(page)
        rows = self._db.query(
            f"SELECT {_COLUMNS} FROM audit WHERE {where} ORDER BY seq DESC LIMIT :limit OFFSET :offset",
            {**values, "limit": page.limit, "offset": page.offset},
        )
        total = self._db.execute(f"SELECT count(*) FROM audit WHERE {where}", values).fetchone()[0]
        return tuple(row_mapping(AuditEntry).from_row(row) for row in rows), total

    def every(self, page: AuditPage) -> Iterator[AuditEntry]:
        """Yield all entries asked for, oldest first, whatever the page's limit."""
        where, values = self._asked(page)
        for row in self._db.query(f"SELECT {_COLUMNS} FROM audit WHERE {where} ORDER BY seq", values):
            yield row_mapping(AuditEntry).from_row(row)

    def last_of_each(self, action: Action) -> dict[str, datetime]:
        """Return when each account last did something, by staff id; those who never did are left out."""
        rows = self._db.execute("SELECT staff_id, max(at) FROM audit WHERE action = ? AND staff_id <> '' GROUP BY 1",
                                [action.value]).fetchall()  # fmt: skip
        return {staff: from_text(at) for staff, at in rows}

    def counts(self, start: datetime, end: datetime) -> dict[Action, int]:
        """Return how often each thing was done from `start` to before `end`."""
        rows = self._db.execute("SELECT action, count(*) FROM audit WHERE at >= ? AND at < ? GROUP BY 1",
                                [to_text(start), to_text(end)]).fetchall()  # fmt: skip
        return {Action(action): int(number) for action, number in rows}

    def first_fault(self, anchor: tuple[int, bytes] | None = None) -> int | None:
        """Return the number of the first entry that is missing or was changed; None when the chain holds.

        `anchor` is number and digest of an entry as noted elsewhere: without it a cut at the end does not show.
        """
        fault = first_break(self._key, self._db.execute(f"SELECT {_COLUMNS}, mac FROM audit ORDER BY seq"))
        if fault is not None or anchor is None or anchor[0] == 0:
            return fault
        noted = self._db.execute("SELECT mac FROM audit WHERE seq = ?", [anchor[0]]).fetchone()
        if noted is None:
            return self.head()[0] + 1
        return None if hmac.compare_digest(noted[0], anchor[1]) else anchor[0]

    @staticmethod
    def _asked(page: AuditPage) -> tuple[str, dict[str, object]]:
        terms, values = ["1"], {}
        for name, value in (("staff_id", page.staff_id), ("action", page.action.value if page.action else ""),
                            ("subject", page.subject), ("subject_id", page.subject_id)):  # fmt: skip
            if value:
                terms.append(f"{name} = :{name}")
                values[name] = value
        if page.text:
            terms.append("(instr(words, :text) OR instr(login, :text))")
            values["text"] = page.text
        return " AND ".join(terms), dict[str, object](values)
