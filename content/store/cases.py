"""Cases of the hall in market.db; the body is ciphertext, what stands beside it names nobody."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.clock import to_text
from content.errors import StaleRecord, StoreError
from content.model.cases import BODIES, Case, CaseBody, CaseKind, CaseState
from content.model.codec import from_json
from content.model.seekers import Sealed
from content.privacy import ColumnCipher, KeyRing
from content.store.mapping import Row, row_mapping

_SEALED = ("body",)
_OPEN = "state IN ('new', 'handling')"
_THE_OPEN = "hall_case INDEXED BY hall_case_open"  # a few of 100,000; SQLite would rather read all of a wider index
TABLE = "hall_case"  # the place that its encrypted column is bound to


def _row(case: Case) -> Row:
    return row_mapping(Case, _SEALED).to_row(case) | {"body": case.body.ciphertext}


def _case(row: Row) -> Case:
    return row_mapping(Case, _SEALED).from_row(row, body=Sealed(ciphertext=row["body"], mask=""))


class Cases:
    """Everything filed in the hall that has no table of its own."""

    def __init__(self, db: Database, keys: KeyRing) -> None:
        self._db = db
        self._cipher = ColumnCipher(key=keys.data)

    def _select(self, clause: str, values: list[Any]) -> tuple[Case, ...]:
        return tuple(map(_case, self._db.query(f"SELECT * FROM hall_case {clause}", values)))

    def get(self, case_id: str) -> Case | None:
        """Return one."""
        return next(iter(self._select("WHERE id = ?", [case_id])), None)

    def add(self, case: Case) -> None:
        """Keep one; the same id again has no effect, so that what staff did with it stays."""
        row = _row(case)
        marks = ", ".join(f":{name}" for name in row)
        self._db.execute(f"INSERT INTO hall_case ({', '.join(row)}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING", row)

    def save(self, case: Case, expected_version: int) -> Case:
        """Store a step of staff and return the case as stored; StaleRecord when somebody else took one since."""
        if case.state is CaseState.ANSWERED and not case.answer.strip():
            raise StoreError("请写一句答复，来办事的人凭回执要看的。")
        kept = replace(case, version=expected_version + 1)
        done = self._db.execute(
            """UPDATE hall_case SET state = :state, answer = :answer, answered_at = :answered_at, version = :version,
            handled_by = :handled_by WHERE id = :id AND version = :version - 1""", _row(kept))
        if done.rowcount != 1:
            raise StaleRecord("这份登记刚被别人处理过，请看新的内容再办。", self.get(case.id))
        return kept

    def body_of(self, case: Case) -> CaseBody:
        """Return what was filed; whoever asks for the person in it is written down by the caller."""
        if not case.body.ciphertext:
            raise StoreError("这份登记已过保存期限，内容和电话已按规定删除，只留下计数。")
        text = self._cipher.decrypt(case.body.ciphertext, TABLE, "body", case.id)
        return from_json(BODIES[case.kind], text)

    def left_of(self, case: Case) -> CaseBody | None:
        """Return what was filed, None where its term is over and it was emptied."""
        return self.body_of(case) if case.body.ciphertext else None

    def by_receipt(self, number: str) -> tuple[Case, ...]:
        """Return those with this receipt number; one, unless a terminal was put back."""
        return self._select("WHERE number = ? AND number <> '' ORDER BY occurred_at DESC", [number])

    def page(self, kind: CaseKind | None, limit: int = 50, offset: int = 0) -> tuple[tuple[Case, ...], int]:
        """Return one page of a kind, or of all that somebody waits for; open ones first, newest first among them."""
        kinds = [kind.value] if kind is not None else [one.value for one in CaseKind if one.answered]
        which = f"WHERE kind IN ({', '.join('?' * len(kinds))})"
        order = f"ORDER BY {_OPEN} DESC, occurred_at DESC, id DESC"
        total = int(self._db.execute(f"SELECT count(*) FROM hall_case {which}", kinds).fetchone()[0])
        # found on the narrow index; only what is shown is read whole
        shown = f"WHERE id IN (SELECT id FROM hall_case {which} {order} LIMIT ? OFFSET ?) {order}"
        return self._select(shown, [*kinds, limit, offset]), total

    def of_kind(self, kind: CaseKind, since: datetime, until: datetime) -> tuple[Case, ...]:
        """Return those of a kind that came between two instants, newest first."""
        return self._select("WHERE kind = ? AND occurred_at >= ? AND occurred_at < ? "
                            "ORDER BY occurred_at DESC, id DESC",
                            [kind.value, to_text(since), to_text(until)])  # fmt: skip

    def about(self, kind: CaseKind, subject_ids: Iterable[str]) -> tuple[Case, ...]:
        """Return those of a kind about some courses, fairs or notices, oldest first."""
        wanted = list(subject_ids)
        return self._select(f"WHERE subject_id IN ({', '.join('?' * len(wanted))}) AND subject_id <> '' AND kind = ? "
                            "ORDER BY occurred_at, id", [*wanted, kind.value])  # fmt: skip

    def open(self, limit: int = 50) -> tuple[Case, ...]:
        """Return those that wait for an answer, oldest first."""
        return self._select(f"INDEXED BY hall_case_open WHERE {_OPEN} ORDER BY occurred_at, id LIMIT ?", [limit])

    def open_before(self, kind: CaseKind, instant: datetime, limit: int = 50) -> tuple[Case, ...]:
        """Return those of a kind that came before an instant and wait for an answer, oldest first."""
        which = f"WHERE kind = ? AND ({_OPEN}) = 1 AND occurred_at < ?"
        return self._select(f"{which} ORDER BY occurred_at, id LIMIT ?",
                            [kind.value, to_text(instant), limit])  # fmt: skip

    def those(self, ids: Iterable[str]) -> tuple[Case, ...]:
        """Return those of some ids that are here, newest first."""
        return self._select("WHERE id IN (SELECT value FROM json_each(?)) ORDER BY occurred_at DESC, id DESC",
                            [json.dumps(tuple(ids))])  # fmt: skip

    def open_ones(self, kind: CaseKind) -> tuple[Case, ...]:
        """Return all of a kind that wait for an answer, oldest first."""
        return self._select(f"WHERE {_OPEN} AND kind = ? ORDER BY occurred_at, id", [kind.value])

    def open_count(self) -> int:
        """Return how many wait for an answer."""
        return int(self._db.execute(f"SELECT count(*) FROM {_THE_OPEN} WHERE {_OPEN}").fetchone()[0])

    def open_of(self, kind: CaseKind) -> int:
        """Return how many of a kind wait for an answer."""
        return int(self._db.execute(f"SELECT count(*) FROM hall_case WHERE ({_OPEN}) = 1 AND kind = ?",
                                    [kind.value]).fetchone()[0])  # fmt: skip

    def count_of(self, kind: CaseKind, since: datetime, until: datetime) -> int:
        """Return how many of one kind came between two instants."""
        return int(self._db.execute(
            "SELECT count(*) FROM hall_case WHERE kind = ? AND occurred_at >= ? AND occurred_at < ?",
            [kind.value, to_text(since), to_text(until)]).fetchone()[0])  # fmt: skip

    def counts(self, since: datetime, until: datetime) -> dict[CaseKind, int]:
        """Return how many of each kind came between two instants."""
        found = self._db.execute("SELECT kind, count(*) FROM hall_case WHERE occurred_at >= ? AND occurred_at < ? "
                                 "GROUP BY kind", [to_text(since), to_text(until)]).fetchall()  # fmt: skip
        return {CaseKind(kind): int(number) for kind, number in found}

    def tally(self, kind: CaseKind, since: datetime, until: datetime) -> dict[str, int]:
        """Return how many of a kind came between two instants, by the code they are counted by."""
        found = self._db.execute(
            "SELECT choice, count(*) FROM hall_case WHERE kind = ? AND occurred_at >= ? AND occurred_at < ? "
            "GROUP BY choice", [kind.value, to_text(since), to_text(until)]).fetchall()  # fmt: skip
        return {str(choice): int(number) for choice, number in found}

    def numbers_about(self, kind: CaseKind, subject_ids: Iterable[str]) -> dict[str, int]:
        """Return how many of a kind there are of each course, fair or notice that has any."""
        ids = tuple(subject_ids)
        marks = ", ".join("?" * len(ids))
        found = self._db.execute("SELECT subject_id, count(*) FROM hall_case WHERE kind = ? "
                                 f"AND subject_id IN ({marks}) GROUP BY subject_id",
                                 [kind.value, *ids]).fetchall()  # fmt: skip
        return {str(subject): int(number) for subject, number in found}

    def chosen(self, kind: CaseKind, subject_id: str) -> dict[str, int]:
        """Return how many of a kind there are of one course, fair or notice, by the code they are counted by."""
        found = self._db.execute("SELECT choice, count(*) FROM hall_case WHERE kind = ? AND subject_id = ? "
                                 "GROUP BY choice ORDER BY 2 DESC, 1", [kind.value, subject_id]).fetchall()  # fmt: skip
        return {str(choice): int(number) for choice, number in found}
