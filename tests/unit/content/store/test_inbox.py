"""The inbox: stored once, in any order, and nothing that arrives is lost."""

from __future__ import annotations

from itertools import permutations

import pytest

from content.store.database import Market
from content.store.inbox import InboxCounts, resealed
from tests.unit.content.store.samples import NOW, envelope


def _store(market: Market, *filings: object) -> list[bool]:
    return market.write(lambda tables: [tables.inbox.store(filing, NOW) for filing in filings])


def test_the_same_filing_twice_is_one(market: Market) -> None:
    filing = envelope(1)
    assert _store(market, filing) == [True]
    assert _store(market, filing, filing) == [False, False]
    with market.reading() as tables:
        assert tables.inbox.get(filing.header.id) == filing
        assert tables.inbox.pending() == (filing,)
        assert tables.inbox.stuck() == ()


@pytest.mark.parametrize("order", list(permutations((1, 2, 3, 4))))
def test_the_reach_is_the_seq_below_which_nothing_is_missing(market: Market, order: tuple[int, ...]) -> None:
    arrived: set[int] = set()
    for seq in order:
        _store(market, envelope(seq))
        arrived.add(seq)
        expected = next(n for n in range(5) if n + 1 not in arrived)
        with market.reading() as tables:
            assert tables.inbox.contiguous_seq("kiosk-1") == expected


def test_each_terminal_has_its_own_reach(market: Market) -> None:
    _store(market, envelope(1), envelope(2), envelope(1, terminal="kiosk-2"), envelope(5, terminal="kiosk-2"))
    with market.reading() as tables:
        reached = [tables.inbox.contiguous_seq(name) for name in ("kiosk-1", "kiosk-2", "kiosk-3")]
    assert reached == [2, 1, 0]


def test_another_filing_under_a_taken_seq_is_kept_for_a_person(market: Market) -> None:
    first, other = envelope(1), envelope(1, filing_id="other")
    assert _store(market, first, other, other) == [True, True, False]
    with market.reading() as tables:
        assert tables.inbox.pending() == (first,)
        (held,) = tables.inbox.stuck()
        assert tables.inbox.counts() == InboxCounts(pending=1, projected=0, waiting=0, stuck=1)
    assert held.envelope == other
    assert "请系统管理员" in held.sentence


def test_another_body_under_a_known_id_is_kept_for_a_person(market: Market) -> None:
    first, forged = envelope(1), envelope(1, sealed="YW5kZXJz")
    assert _store(market, first, forged) == [True, True]
    with market.reading() as tables:
        assert tables.inbox.get(first.header.id) == first
        assert [held.envelope for held in tables.inbox.stuck()] == [forged]


def test_projected_stuck_and_waiting_filings_leave_the_queue_and_can_come_back(market: Market) -> None:
    kinds = ("registration", "registration", "plays", "usage")
    projected, stuck, waiting, queued = (envelope(seq, kind=kind) for seq, kind in enumerate(kinds, start=1))
    _store(market, projected, stuck, waiting, queued)

    def sort(tables: object) -> None:
        tables.inbox.mark_projected(projected.header.id)
        tables.inbox.mark_stuck(stuck.header.id, "请补录")
        tables.inbox.mark_waiting(waiting.header.id, "升级后自动处理")

    market.write(sort)
    with market.reading() as tables:
        assert tables.inbox.pending() == (queued,)
        assert [(held.envelope, held.sentence) for held in tables.inbox.stuck()] == [(stuck, "请补录")]
        assert [held.envelope for held in tables.inbox.waiting()] == [waiting]
        assert tables.inbox.counts() == InboxCounts(pending=1, projected=1, waiting=1, stuck=1)
    assert market.write(lambda tables: tables.inbox.wake(("registration",))) == 0
    assert market.write(lambda tables: tables.inbox.wake(("plays", "registration"))) == 1
    market.write(lambda tables: tables.inbox.retry(stuck.header.id))
    with market.reading() as tables:
        assert tables.inbox.pending() == (stuck, waiting, queued)
        assert tables.inbox.pending(limit=1) == (stuck,)


@pytest.mark.parametrize("sealed_anew", [False, True])
def test_what_lies_aside_is_emptied_and_settled_also_after_a_change_of_keys(market: Market, sealed_anew: bool) -> None:
    stuck, beside, settled = envelope(1), envelope(1, filing_id="beside"), envelope(1, filing_id="settled")
    _store(market, stuck, beside, settled)
    market.write(lambda tables: tables.inbox.mark_stuck(stuck.header.id, "打不开，请系统管理员查看。"))
    if sealed_anew:
        for table in ("inbox", "inbox_conflict"):
            market.write(lambda tables, table=table: tables._db.execute(
                f"UPDATE {table} SET sealed = ?", [resealed(stuck.sealed, "bmV3")]))  # fmt: skip
    with market.reading() as tables:
        aside = {one.header.id: one for one in tables.inbox.set_aside()}
    assert set(aside) == {stuck.header.id, "beside", "settled"}
    market.write(lambda tables: tables.inbox.settle(aside["settled"]))
    with market.reading() as tables:
        assert {one.header.id for one in tables.inbox.set_aside()} == {stuck.header.id, "beside"}
    for one in (stuck.header.id, "beside"):
        market.write(lambda tables, one=one: tables.inbox.forget_set_aside(aside[one]))
    with market.reading() as tables:
        assert tables.inbox.set_aside() == ()
        kept = tables._db.execute("SELECT sealed FROM inbox UNION ALL SELECT sealed FROM inbox_conflict").fetchall()
    assert kept == [("",)], "the line stays, its body is gone"
