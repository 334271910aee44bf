"""帮扶档案 in market.db: the files, what was done in each, and the weekly sweeps."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlite_utils import Database

from content.model.aid import AidEvent, AidFile, LedgerSweep
from content.model.codes import Labelled
from content.store.entries import Entries
from content.store.mapping import row_mapping

_OPEN = "NOT void AND state <> 'closed' AND length(name) > 0"


class AidView(Labelled):
    """Which files a list shows."""

    OPEN = "open", "办理中的"
    DUE = "due", "该联系的"
    MINE = "mine", "我负责的"
    CLOSED = "closed", "已结案的"
    ALL = "all", "全部"


class AidFiles(Entries[AidFile]):
    """Every 帮扶档案."""

    kind: ClassVar[type[AidFile]] = AidFile
    table = "aid_file"
    word = "帮扶档案"

    def listed(self, view: AidView, today: date, staff: str, limit: int,
               offset: int) -> tuple[tuple[AidFile, ...], int]:  # fmt: skip
        """Return one page of a view; who is to be spoken to first comes first."""
        asked: dict[AidView, tuple[str, list[str]]] = {
            AidView.OPEN: (_OPEN, []), AidView.DUE: (f"{_OPEN} AND next_on <= ?", [today.isoformat()]),
            AidView.MINE: (f"{_OPEN} AND owner = ?", [staff]), AidView.CLOSED: ("NOT void AND state = 'closed'", []),
            AidView.ALL: ("1", []),
        }  # fmt: skip
        condition, values = asked[view]
        order = "closed_on DESC, id DESC" if view is AidView.CLOSED else "next_on IS NULL, next_on, id"
        return self.page(condition, values, limit, offset, order)

    def due_count(self, first: date | None, last: date) -> int:
        """Return how many open files have their next date in those days; all up to `last` without a first."""
        since = first.isoformat() if first is not None else ""
        return self.number(f"WHERE {_OPEN} AND next_on BETWEEN ? AND ? AND {self.stands}", [since, last.isoformat()])

    def open_of(self, index: bytes) -> AidFile | None:
        """Return the open file of a person."""
        return next(iter(self.select(f"WHERE person_index = ? AND {_OPEN} AND {self.stands}", [index])), None)

    def persons(self) -> frozenset[bytes]:
        """Return who has or had a file."""
        found = self._db.execute(f"SELECT DISTINCT person_index FROM aid_file WHERE NOT void AND {self.stands}")
        return frozenset(index for (index,) in found.fetchall())


class AidEvents(Entries[AidEvent]):
    """What was done in the files."""

    kind: ClassVar[type[AidEvent]] = AidEvent
    table = "aid_event"
    word = "帮扶记录"

    def of_file(self, root: str) -> tuple[AidEvent, ...]:
        """Return what stands in one file, newest day first."""
        return self.select(f"WHERE file = ? AND NOT void AND {self.stands} ORDER BY day DESC, id DESC", [root])


class LedgerSweeps:
    """每周台账梳理, one an ISO week; a later one of the same week is another line."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, sweep: LedgerSweep) -> None:
        """Keep one."""
        self._db.table("ledger_sweep").insert(row_mapping(LedgerSweep).to_row(sweep))

    def of_week(self, week: str) -> LedgerSweep | None:
        """Return the last one of an ISO week."""
        rows = self._db.query("SELECT * FROM ledger_sweep WHERE week = ? ORDER BY at DESC LIMIT 1", [week])
        return next((row_mapping(LedgerSweep).from_row(row) for row in rows), None)
