"""咨询 in market.db: questions, the steps on them and on those left at a kiosk, and what a month of them changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from content.errors import StoreError
from content.model.consultations import ConsultAction, Consultation, ConsultStep, ConsultStepKind
from content.store.entries import EntryTable, standing
from content.store.mapping import Row, row_mapping

_SEALED = ("words",)
_STEPS = "consult_step"
# nearly all are answered: the few that are not stand in a list of their own, which an answer takes them from
_OPEN = f"entry_id IN (SELECT entry_id FROM consult_waiting) AND {standing('consultation')}"


class Consultations(EntryTable[Consultation]):
    """The ledger of questions."""

    kind = Consultation
    table = "consultation"
    word = "咨询"
    sealed: ClassVar[tuple[str, ...]] = ("question",)

    def of_person(self, index: bytes) -> tuple[Consultation, ...]:
        """Return what stands of one person, newest first."""
        where = f"WHERE person_index = :person AND {standing(self.table)} ORDER BY day DESC, entered_at DESC"
        return self._select(where, {"person": index})

    def add_step(self, step: ConsultStep) -> None:
        """Keep a step; StoreError for an answer without words, or asking nobody."""
        if step.kind is ConsultStepKind.ANSWERED and not step.words.strip():
            raise StoreError("请写一句答复再存。")
        if step.kind is ConsultStepKind.ESCALATED and not step.whom.strip():
            raise StoreError("请写请教哪个部门或专家。")
        row = row_mapping(ConsultStep, _SEALED).to_row(step) | {
            "words": self._cipher.encrypt(step.words, _STEPS, "words", step.id)}  # fmt: skip
        names = ", ".join(f'"{name}"' for name in row)
        self._db.execute(f"INSERT INTO {_STEPS} ({names}) VALUES ({', '.join(f':{name}' for name in row)})", row)

    def _step(self, row: Row) -> ConsultStep:
        words = self._cipher.decrypt(row["words"], _STEPS, "words", row["id"]) if row["words"] else ""
        return row_mapping(ConsultStep, _SEALED).from_row(row, words=words)

    def steps(self, subject_ids: Iterable[str]) -> dict[str, tuple[ConsultStep, ...]]:
        """Return the steps on each of these questions, oldest first; one without any is left out."""
        ids = list(subject_ids)
        found: dict[str, tuple[ConsultStep, ...]] = {}
        for start in range(0, len(ids), 500):  # of the 999 marks a statement may have
            some = ids[start : start + 500]
            rows = self._db.query(f"SELECT * FROM {_STEPS} WHERE subject_id IN ({', '.join('?' * len(some))}) "
                                  "ORDER BY at, rowid", some)  # fmt: skip
            for row in rows:
                found[row["subject_id"]] = (*found.get(row["subject_id"], ()), self._step(row))
        return found

    def open_count(self) -> int:
        """Return how many questions of this ledger wait for an answer."""
        return int(self._db.execute(f"SELECT count(*) FROM consultation WHERE {_OPEN}").fetchone()[0])

    def open_before(self, day: date) -> tuple[Consultation, ...]:
        """Return those asked before a day that wait for an answer, oldest first."""
        return self._select(f"WHERE day < :day AND {_OPEN} ORDER BY day, entered_at", {"day": day.isoformat()})

    def count_between(self, first: date, last: date) -> int:
        """Return how many questions stand for the days from `first` to `last`."""
        return int(self._db.execute(
            f"SELECT count(*) FROM consultation WHERE day BETWEEN ? AND ? AND {standing('consultation')}",
            [first.isoformat(), last.isoformat()]).fetchone()[0])  # fmt: skip

    def add_action(self, action: ConsultAction) -> None:
        """Keep what a month's questions led to; StoreError when nothing is said."""
        if not action.words.strip():
            raise StoreError("请写问得多的、不好懂的是什么，改了什么；不用改的写明原因。")
        row: dict[str, Any] = row_mapping(ConsultAction).to_row(action)
        names = ", ".join(f'"{name}"' for name in row)
        self._db.execute(f"INSERT INTO consult_action ({names}) VALUES ({', '.join(f':{name}' for name in row)})", row)

    def actions(self, month: str) -> tuple[ConsultAction, ...]:
        """Return what was done about the questions of a month, oldest first."""
        rows = self._db.query("SELECT * FROM consult_action WHERE month = ? ORDER BY at, rowid", [month])
        return tuple(map(row_mapping(ConsultAction).from_row, rows))
