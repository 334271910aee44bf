"""Ordering an errand at the desk: kept, audited, and the terminal called."""

from __future__ import annotations

from datetime import datetime

from content.errors import StoreError
from content.model.audit import Action
from content.model.ids import new_id
from content.model.people import Staff
from content.model.terminals import ERRAND_LIFE, Errand, ErrandKind
from content.store.tables import Tables


def order_errand(tables: Tables, by: Staff, terminal_id: str, kind: ErrandKind, argument: str, now: datetime) -> Errand:
    """Keep an errand for ten minutes and note who ordered it; StoreError when the terminal may do nothing any more.

    Runs inside a write; the bell is the caller's to ring once that is on disk.
    """
    terminal = tables.terminals.get(terminal_id)
    if terminal is None:
        raise StoreError("没有这台设备，请回到设备列表再找。")
    errand = Errand(id=new_id(now), terminal_id=terminal_id, kind=kind, argument=argument, ordered_at=now,
                    ordered_by=by.id, expires_at=now + ERRAND_LIFE)  # fmt: skip
    tables.errands.order(errand)
    told = "" if kind is ErrandKind.STRIP else argument  # a strip's is the whole strip
    tables.audit.note(by, now, Action.TERMINAL, subject="terminal", subject_id=terminal_id,
                      words=f"“{terminal.name}”：{kind.label}{f'（{told}）' if told else ''}")  # fmt: skip
    return errand
