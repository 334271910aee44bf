"""工位/工具 lent at the desk: whom the ledger knows, and the steps of staff as use cases (R006)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from content.admin.parts import Card
from content.errors import StoreError
from content.model.audit import Action
from content.model.codes import Role
from content.model.loans import ToolLoan
from content.model.people import Staff
from content.privacy import KeyRing, blind_index, mask_name
from content.store.database import Tables

LENDING = frozenset((Role.CLERK, Role.COUNSELLOR, Role.MANAGER))
SEEING_LOANS = LENDING | {Role.AUDITOR}


def lend(loan: ToolLoan, name: str, id_number: str, keys: KeyRing) -> Callable[[Tables, Staff], ToolLoan]:
    """Return the use case that gives a thing out; who is in the ledger is known by their number, and the name is not
    kept; of anybody else only the mask of the name is."""
    index = blind_index(keys.index, "id1", id_number) if id_number else None

    def step(tables: Tables, staff: Staff) -> ToolLoan:
        seeker = tables.seekers.by_index(index) if index is not None else None
        if index is not None and seeker is None:
            raise StoreError("台账里没有这个身份证号码的人，请先办求职登记，或者只填姓名。")
        mask = seeker.name.mask if seeker is not None else mask_name(name)
        given = replace(loan, person_index=index, name_mask=mask, lent_by=staff.id)
        tables.tool_loans.lend(given)
        tables.audit.note(staff, loan.lent_at, Action.SAVED, subject="tool_loan", subject_id=loan.id,
                          words=f"借出{loan.kind.label} {loan.thing}")  # fmt: skip
        return given

    return step


def take_back(loan_id: str, note: str, now: datetime) -> Callable[[Tables, Staff], None]:
    """Return the use case that notes that a thing came back."""

    def step(tables: Tables, staff: Staff) -> None:
        loan = tables.tool_loans.get(loan_id)
        if loan is None:
            raise StoreError("没有这笔借用，请刷新页面再试。")
        tables.tool_loans.take_back(loan_id, staff.id, now, note.strip())
        tables.audit.note(staff, now, Action.SAVED, subject="tool_loan", subject_id=loan_id,
                          words=f"归还{loan.kind.label} {loan.thing}")  # fmt: skip

    return step


def overdue_card(tables: Tables, now: datetime) -> Card:
    """Return how many things should be back and are not."""
    late = tables.tool_loans.overdue(now)
    return Card(label="工位工具逾期没还", figure=late, path="/loans", pressing=late > 0, roles=LENDING)
