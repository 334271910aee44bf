"""报名 in market.db: found again by the blind index of a person, never by name, phone or number of theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.clock import to_text
from content.errors import StoreError
from content.model.applications import Application, ApplicationLine, ApplicationState, Withdrawal, next_states
from content.model.seekers import Sealed
from content.store.mapping import row_mapping

_SEALED = ("name", "phone")
_LINES = """SELECT application.*, coalesce(job.title, '') AS job_title, job.stage AS job_stage,
    (SELECT min(withdrawn_at) FROM withdrawal WHERE withdrawal.application_number = application.number
        AND withdrawal.person_index = application.person_index) AS withdrawn_at
    FROM application LEFT JOIN job ON job.id = application.job_id"""
_OPEN = """NOT EXISTS (SELECT 1 FROM withdrawal WHERE withdrawal.application_number = application.number
    AND withdrawal.person_index = application.person_index)"""


class Applications:
    """The applications of the ledger, and what was taken back."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, application: Application) -> None:
        """Keep an application; the same id again has no effect, so a state noted since stays."""
        row = row_mapping(Application, _SEALED).to_row(application)
        for name in _SEALED:
            sealed: Sealed = getattr(application, name)
            row |= {name: sealed.ciphertext, f"{name}_mask": sealed.mask}
        self._insert("application", row)

    def withdraw(self, withdrawal: Withdrawal) -> None:
        """Keep that an application was taken back, whether it is here already or not; twice is once."""
        self._insert("withdrawal", row_mapping(Withdrawal).to_row(withdrawal))

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        marks = ", ".join(f":{name}" for name in row)
        self._db.execute(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING", row
        )

    def get(self, application_id: str) -> Application | None:
        """Return one application with its sealed name and phone."""
        for row in self._db.query("SELECT * FROM application WHERE id = ?", [application_id]):
            sealed = {name: Sealed(ciphertext=row[name], mask=row[f"{name}_mask"]) for name in _SEALED}
            return row_mapping(Application, _SEALED).from_row(row, **sealed)
        return None

    def line(self, application_id: str) -> ApplicationLine | None:
        """Return one application as the list shows it."""
        return next(iter(self._lines("WHERE application.id = ?", [application_id])), None)

    def page(self, state: ApplicationState | None = None, limit: int = 50,
             offset: int = 0) -> tuple[tuple[ApplicationLine, ...], int]:  # fmt: skip
        """Return one page, newest first, and how many there are; with a state only those not taken back."""
        where, values = ("", []) if state is None else (f"WHERE application.state = ? AND {_OPEN}", [state.value])
        total = self._db.execute(f"SELECT count(*) FROM application {where}", values).fetchone()[0]
        order = "ORDER BY application.occurred_at DESC, application.id DESC"
        newest = f"WHERE application.id IN (SELECT id FROM application {where} {order} LIMIT ? OFFSET ?) {order}"
        return self._lines(newest, [*values, limit, offset]), int(total)

    def of_person(self, index: bytes) -> tuple[ApplicationLine, ...]:
        """Return what the person with this blind index applied for, newest first."""
        return self._lines("WHERE application.person_index = ? ORDER BY application.occurred_at DESC", [index])

    def waiting(self) -> int:
        """Return how many nobody has taken up yet."""
        sql = f"SELECT count(*) FROM application WHERE state = ? AND {_OPEN}"
        return int(self._db.execute(sql, [ApplicationState.SUBMITTED.value]).fetchone()[0])

    def unreferred(self, limit: int, offset: int) -> tuple[tuple[ApplicationLine, ...], int]:
        """Return one page of those whose employer was spoken to and that no 推荐 was made of yet, oldest first."""
        where = f"WHERE application.id IN (SELECT application_id FROM application_unreferred) AND {_OPEN}"
        total = self._db.execute(f"SELECT count(*) FROM application {where}").fetchone()[0]
        oldest = f"{where} ORDER BY application.occurred_at, application.id LIMIT ? OFFSET ?"
        return self._lines(oldest, [limit, offset]), int(total)

    def set_state(self, application_id: str, state: ApplicationState, by: str, now: datetime) -> ApplicationLine:
        """Note how far one has come; StoreError where it was taken back or the step does not follow."""
        found = self.line(application_id)
        if found is None:
            raise StoreError("这份报名不在台账里，请刷新页面再看。")
        if found.withdrawn_at is not None:
            raise StoreError("本人已经撤回这份报名，不要再和单位联系。")
        if state not in next_states(found.state):
            raise StoreError(f"这份报名现在是“{found.state.label}”，不能直接改成“{state.label}”，请刷新页面再看。")
        self._db.execute("UPDATE application SET state = ?, state_at = ?, state_by = ? WHERE id = ?",
                         [state.value, to_text(now), by, application_id])  # fmt: skip
        return found

    def _lines(self, clause: str, values: list[Any]) -> tuple[ApplicationLine, ...]:
        rows = self._db.query(f"{_LINES} {clause}", values)
        return tuple(map(row_mapping(ApplicationLine).from_row, rows))
