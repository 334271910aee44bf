"""维权 in market.db: the steps of each mediation; the disputes themselves are cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from content.errors import StoreError
from content.model.cases import CaseKind
from content.model.mediation import DisputeEvent
from content.store.entries import EntryTable, standing


class DisputeEvents(EntryTable[DisputeEvent]):
    """The ledger of steps."""

    kind = DisputeEvent
    table = "dispute_event"
    word = "维权步骤"
    sealed: ClassVar[tuple[str, ...]] = ("words",)

    def _refuse(self, entry: DisputeEvent) -> None:
        found = self._db.execute("SELECT kind FROM hall_case WHERE id = ?", [entry.case_id]).fetchone()
        if found is None or found[0] != CaseKind.DISPUTE.value:
            raise StoreError("没有这件维权登记，请刷新列表再试。")

    def of_cases(self, case_ids: Iterable[str]) -> dict[str, tuple[DisputeEvent, ...]]:
        """Return the steps of each dispute that stand, first one first; one without any is left out."""
        ids = tuple(case_ids)
        marks = {f"case{place}": one for place, one in enumerate(ids)}
        names = ", ".join(f":{name}" for name in marks)
        found: dict[str, tuple[DisputeEvent, ...]] = {}
        # of one day in the order they were noted: two steps may share a millisecond, rows do not share a place
        noted = "(SELECT min(rowid) FROM dispute_event AS first WHERE first.entry_id = dispute_event.entry_id)"
        for event in self._select(f"WHERE case_id IN ({names}) AND {standing(self.table)} ORDER BY day, {noted}",
                                  marks):  # fmt: skip
            found[event.case_id] = (*found.get(event.case_id, ()), event)
        return found

    def of_case(self, case_id: str) -> tuple[DisputeEvent, ...]:
        """Return the steps of one dispute that stand, first one first."""
        return self.of_cases([case_id]).get(case_id, ())
