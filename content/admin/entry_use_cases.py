"""How staff add to a ledger of the hall and correct it: one use case for every ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from content.model.audit import Action
from content.model.entries import Entry
from content.model.ids import new_id
from content.model.people import Staff
from content.store.database import Tables
from content.store.entries import EntryTable

E = TypeVar("E", bound=Entry)


def entry_facts(staff: Staff, now: datetime) -> dict[str, Any]:
    """Return what a new row says of when and by whom, its day aside."""
    key = new_id(now)
    return {"id": key, "entry_id": key, "entered_at": now, "entered_by": staff.id, "noted_at": now,
            "noted_by": staff.id}  # fmt: skip


def correction_facts(entry: Entry, staff: Staff, now: datetime) -> dict[str, Any]:
    """Return what the row says that stands for another."""
    return {"id": new_id(now), "corrects": entry.id, "noted_at": now, "noted_by": staff.id}


def keep_entry(table: Callable[[Tables], EntryTable[E]], entry: E, now: datetime,
               after: Callable[[Tables, Staff, E], None] | None = None) -> Callable[[Tables, Staff], E]:  # fmt: skip
    """Return the use case that keeps a row and notes who did; `after` runs in the same write."""

    def step(tables: Tables, staff: Staff) -> E:
        ledger = table(tables)
        kept = ledger.add(entry)
        deed = "作废" if kept.void else "更正" if kept.corrects else "登记"
        tables.audit.note(staff, now, Action.SAVED, subject=ledger.table, subject_id=kept.entry_id,
                          words=f"{deed}{ledger.word}")  # fmt: skip
        if after is not None:
            after(tables, staff, kept)
        return kept

    return step
