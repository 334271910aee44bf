"""A thing is with one person at a time; who took back their consent is gone from what they gave back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from content.errors import StoreError
from content.model.loans import LoanKind, ToolLoan
from content.model.seekers import ConsentWithdrawal
from content.rules.loans import check_loan, check_note
from content.store.database import Market
from tests.unit.content.store.samples import NOW

HOUR = timedelta(hours=1)
LOAN = ToolLoan(id="l-1", kind=LoanKind.TOOL, thing="3 号冲击钻", person_index=b"somebody", name_mask="李*例",
                lent_at=NOW, lent_by="staff-1", due_at=NOW + 8 * HOUR)  # fmt: skip


def _stands(market: Market, loan_id: str = "l-1") -> ToolLoan:
    with market.reading() as tables:
        found = tables.tool_loans.get(loan_id)
    assert found is not None
    return found


def test_what_is_out_cannot_be_lent_again_until_it_is_back(market: Market) -> None:
    market.write(lambda tables: tables.tool_loans.lend(LOAN))
    with pytest.raises(StoreError, match="还没有还"):
        market.write(lambda tables: tables.tool_loans.lend(replace(LOAN, id="l-2")))
    market.write(lambda tables: tables.tool_loans.take_back("l-1", "staff-2", NOW + HOUR, "钻头断了"))
    with pytest.raises(StoreError):
        market.write(lambda tables: tables.tool_loans.take_back("l-1", "staff-2", NOW + 2 * HOUR, ""))
    market.write(lambda tables: tables.tool_loans.lend(replace(LOAN, id="l-2")))
    back = _stands(market)
    assert (back.returned_at, back.returned_by, back.note, back.name_mask) == (
        NOW + HOUR, "staff-2", "钻头断了", "李*例")  # fmt: skip


def test_what_is_overdue_is_counted_and_on_top(market: Market) -> None:
    loans = (LOAN, replace(LOAN, id="l-2", thing="5 号工位", due_at=NOW + HOUR), replace(LOAN, id="l-3", thing="梯子"))
    market.write(lambda tables: [tables.tool_loans.lend(one) for one in loans])
    market.write(lambda tables: tables.tool_loans.take_back("l-3", "staff-1", NOW, ""))
    with market.reading() as tables:
        found, total = tables.tool_loans.page()
        counts = [tables.tool_loans.overdue(NOW + hours * HOUR) for hours in (0, 1, 8)]
        assert tables.tool_loans.out() == 2
    assert ([one.id for one in found], total) == (["l-2", "l-1", "l-3"], 3)
    assert counts == [0, 1, 2]
    assert [one.is_overdue(NOW + HOUR) for one in found] == [True, False, False]


@pytest.mark.parametrize("gives_back_first", [True, False])
def test_who_took_back_consent_is_in_no_loan_that_is_over(market: Market, gives_back_first: bool) -> None:
    market.write(lambda tables: tables.tool_loans.lend(LOAN))
    taken = ConsentWithdrawal(id="w-1", person_index=b"somebody", withdrawn_at=NOW + HOUR)
    if not gives_back_first:
        market.write(lambda tables: tables.own_records.withdraw(taken))
        assert _stands(market).name_mask == "李*例"  # the market still has to get it back
    market.write(lambda tables: tables.tool_loans.take_back("l-1", "staff-1", NOW + 2 * HOUR, ""))
    if gives_back_first:
        market.write(lambda tables: tables.own_records.withdraw(taken))
    assert (_stands(market).person_index, _stands(market).name_mask) == (None, "已删除")


def test_a_loan_is_checked_field_by_field() -> None:
    due = NOW + HOUR
    assert check_loan("3 号冲击钻", "李样例", due, NOW) == ()
    for typed, field in ((("", "李样例", due), "thing"), (("钻 13900001234", "李样例", due), "thing"),
                         (("钻", "李", due), "name"), (("钻", "李样例", NOW), "due_at"),
                         (("钻", "李样例", None), "due_at"),
                         (("钻", "李样例", NOW + timedelta(days=31)), "due_at")):  # fmt: skip
        assert [one.field for one in check_loan(*typed, NOW)] == [field], typed
    assert check_note("好的") is None
    assert check_note("13900001234") is not None
