"""The queue in market.db: states from what was done, two clerks and one number, figures, and rows that only grow."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlite_utils.utils import sqlite3

from content.admin.windows import bring_back, call_next, deal_with, set_window
from content.clock import SetClock, calendar_day
from content.errors import StaleRecord, StoreError
from content.model.codes import Role
from content.model.ids import new_id
from content.model.people import Staff
from content.model.tickets import (
    QueueFigures,
    ServiceWindow,
    Ticket,
    TicketDeed,
    TicketEvent,
    TicketMatter,
    TicketStanding,
    TicketState,
    WindowDeed,
)
from content.store import driver, migrations
from content.store.database import Market, Tables
from tests.unit.content.store.samples import KEYS, NOW

T = TypeVar("T")
DAY = calendar_day(NOW)
CLERK = Staff(id="staff-1", login="a", name="甲", roles=(Role.CLERK,), enabled=True)
WINDOWS = tuple(
    ServiceWindow(id=f"w{number}", number=number, name="综合", matters=(TicketMatter.POLICY, TicketMatter.OTHER),
                  hours="08:30-12:00", weekdays=(1, 2, 3, 4, 5)) for number in (1, 2)
)  # fmt: skip


def ticket(place: int, matter: TicketMatter = TicketMatter.POLICY, day: date = DAY) -> Ticket:
    at = NOW + timedelta(minutes=place) + (day - DAY)
    return Ticket(id=f"t{place}-{day}", number=f"B{place:03d}", matter=matter, day=day, taken_at=at, clock_ok=True,
                  terminal_id="k-1")  # fmt: skip


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    """A market with two open windows for the same matters."""
    opened = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))
    for window in WINDOWS:
        opened.write(lambda tables, window=window: tables.windows.save(window, None))  # type: ignore[misc]
        step(opened, set_window(window.id, WindowDeed.OPENED, NOW))
    yield opened
    opened.close()


def add(market: Market, *tickets: Ticket) -> None:
    market.write(lambda tables: [tables.tickets.add(one) for one in tickets])


def step(market: Market, use_case: Callable[[Tables, Staff], T]) -> T:
    return market.write(lambda tables: use_case(tables, CLERK))


def here(market: Market, window: str = "w1") -> TicketStanding | None:
    with market.reading() as tables:
        return tables.tickets.at_window(DAY, window)


def seen(market: Market, window: str = "w1") -> str:
    found = here(market, window)
    return found.event.id if found is not None and found.event is not None else ""


def call(market: Market, window: str = "w1", at: datetime = NOW) -> str:
    found = step(market, call_next(window, seen(market, window), at))
    return found.ticket.number if found is not None else ""


def numbers(standings: tuple[TicketStanding, ...]) -> list[str]:
    return [one.ticket.number for one in standings]


def test_who_came_first_is_called_first_and_the_one_before_counts_as_served(market: Market) -> None:
    add(market, ticket(2), ticket(1), ticket(3, TicketMatter.DISPUTE), ticket(4, day=DAY - timedelta(days=1)))
    assert call(market) == "B001"
    assert call(market) == "B002"
    assert call(market) == "", "neither another window's matter nor yesterday's number"
    with market.reading() as tables:
        first, second = (tables.tickets.get(f"t{place}-{DAY}") for place in (1, 2))
    assert first is not None
    assert second is not None
    assert (first.state, second.state) == (TicketState.SERVED, TicketState.CALLED), "nobody waits: the last one stays"


def test_a_number_is_called_again_found_absent_and_comes_back_at_the_end(market: Market) -> None:
    add(market, ticket(1), ticket(2))
    call(market)
    again = step(market, deal_with("w1", seen(market), TicketDeed.CALLED, NOW))
    assert again is not None
    assert again.times == 2
    step(market, deal_with("w1", seen(market), TicketDeed.ABSENT, NOW))
    with market.reading() as tables:
        assert numbers(tables.tickets.absent(DAY)) == ["B001"]
        assert numbers(tables.tickets.waiting(DAY)) == ["B002"]
    step(market, bring_back(f"t1-{DAY}", "w1", NOW + timedelta(hours=1)))
    with market.reading() as tables:
        assert numbers(tables.tickets.waiting(DAY)) == ["B002", "B001"]
        found = tables.tickets.get(f"t1-{DAY}")
    assert found is not None
    assert found.times == 0
    with pytest.raises(StoreError, match="今天"):
        add(market, ticket(9, day=DAY - timedelta(days=1)))
        step(market, bring_back(f"t9-{DAY - timedelta(days=1)}", "w1", NOW))


def test_a_page_that_has_not_seen_the_last_call_does_nothing(market: Market) -> None:
    add(market, ticket(1), ticket(2))
    old = seen(market)
    assert call(market) == "B001"
    with pytest.raises(StaleRecord, match="刚刚动过"):
        step(market, call_next("w1", old, NOW))
    with pytest.raises(StoreError, match="没有在办的号"):
        step(market, deal_with("w2", "", TicketDeed.SERVED, NOW))
    assert seen(market) != old


def test_only_an_open_window_calls_and_none_closes_on_somebody(market: Market) -> None:
    add(market, ticket(1))
    step(market, set_window("w1", WindowDeed.PAUSED, NOW))
    with pytest.raises(StoreError, match="开窗"):
        call(market)
    step(market, set_window("w1", WindowDeed.OPENED, NOW))
    call(market)
    with pytest.raises(StoreError, match="还有一个号没办完"):
        step(market, set_window("w1", WindowDeed.CLOSED, NOW))


def _race(market: Market, one: Callable[[str, threading.Barrier], str]) -> list[str]:
    """Let two clerks press at the same moment, twelve times; return every number they called."""
    found: list[str] = []
    with ThreadPoolExecutor(2) as clerks:
        for _ in range(12):
            together = threading.Barrier(2)
            found += clerks.map(lambda window: one(window, together), ("w1", "w2"))  # noqa: B023
    return found


def _pressed(market: Market) -> Callable[[str, threading.Barrier], str]:
    def press(window: str, together: threading.Barrier) -> str:
        before = seen(market, window)
        together.wait(10)
        found = step(market, call_next(window, before, NOW))
        return found.ticket.number if found is not None else ""

    return press


def _naive(market: Market) -> Callable[[str, threading.Barrier], str]:
    """Look first and write afterwards, as a page without the one transaction would."""

    def press(window: str, together: threading.Barrier) -> str:
        with market.reading() as tables:
            first = tables.tickets.waiting(DAY, limit=1)[0]
        together.wait(10)
        event = TicketEvent(id=new_id(NOW), ticket_id=first.ticket.id, deed=TicketDeed.CALLED, window_id=window, at=NOW,
                            by="staff-1")  # fmt: skip
        market.write(lambda tables: tables.tickets._add(event))
        return first.ticket.number

    return press


def test_two_clerks_never_call_the_same_number(market: Market) -> None:
    add(market, *(ticket(place) for place in range(1, 25)))
    called = _race(market, _pressed(market))
    assert sorted(called) == [f"B{place:03d}" for place in range(1, 25)]


def test_without_the_one_transaction_they_do(market: Market) -> None:
    add(market, *(ticket(place) for place in range(1, 25)))
    called = _race(market, _naive(market))
    assert len(set(called)) < len(called)


def test_the_store_refuses_a_number_that_another_window_has(market: Market) -> None:
    add(market, ticket(1))
    call(market, "w1")
    event = TicketEvent(id="e", ticket_id=f"t1-{DAY}", deed=TicketDeed.CALLED, window_id="w2", at=NOW, by="b")
    with pytest.raises(StaleRecord, match="别的窗口"):
        market.write(lambda tables: tables.tickets.note(event))
    with pytest.raises(StaleRecord):
        market.write(lambda tables: tables.tickets.note(replace(event, ticket_id="nobody")))


def test_the_board_has_the_last_five_each_once_newest_first(market: Market) -> None:
    add(market, *(ticket(place) for place in range(1, 8)))
    for _ in range(6):
        call(market, "w1")
    step(market, deal_with("w1", seen(market), TicketDeed.CALLED, NOW))
    call(market, "w2")
    with market.reading() as tables:
        board = tables.tickets.board(DAY)
    assert [(one.number, one.window, one.times) for one in board.calls] == [
        ("B007", 2, 1), ("B006", 1, 2), ("B005", 1, 1), ("B004", 1, 1), ("B003", 1, 1)]  # fmt: skip
    assert len({one.id for one in board.calls}) == 5


def test_figures_count_waits_up_to_the_first_call(market: Market) -> None:
    add(market, ticket(0), ticket(10), ticket(20), ticket(30))  # taken at these minutes
    call(market, at=NOW + timedelta(minutes=6))  # waited 6
    call(market, at=NOW + timedelta(minutes=22))  # waited 12
    # a second call is no wait
    step(market, deal_with("w1", seen(market), TicketDeed.CALLED, NOW + timedelta(minutes=25)))
    step(market, deal_with("w1", seen(market), TicketDeed.ABSENT, NOW + timedelta(minutes=26)))
    with market.reading() as tables:
        found, nothing = tables.tickets.figures(DAY, DAY), tables.tickets.figures(date(2020, 1, 1), date(2020, 1, 2))
        counts = tables.tickets.waiting_counts(DAY)
    assert found == QueueFigures(taken=4, served=1, absent=1, called=2, mean_wait_s=540, longest_wait_s=720)
    assert nothing == QueueFigures()
    assert counts == {TicketMatter.POLICY: 2}


@pytest.mark.parametrize("table", ["ticket", "ticket_event", "window_event"])
def test_what_was_done_is_never_changed_or_removed(market: Market, tmp_path: Path, table: str) -> None:
    add(market, ticket(1))
    call(market)
    market.close()
    with sqlite3.connect(tmp_path / "market.db") as connection:
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
        for change in (f"UPDATE {table} SET id = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                connection.execute(change)


def test_the_same_filing_twice_is_one_number(market: Market) -> None:
    add(market, ticket(1), ticket(1))
    with market.reading() as tables:
        assert numbers(tables.tickets.waiting(DAY)) == ["B001"]


def test_a_window_s_number_is_its_own_until_it_is_retired(market: Market) -> None:
    double = replace(WINDOWS[0], id="w3")
    with pytest.raises(StoreError, match="1 号窗口已经有了"):
        market.write(lambda tables: tables.windows.save(double, None))
    market.write(lambda tables: tables.windows.save(replace(WINDOWS[0], retired=True), 1))
    market.write(lambda tables: tables.windows.save(double, None))
    with pytest.raises(StaleRecord):
        market.write(lambda tables: tables.windows.save(replace(WINDOWS[1], name="新名"), 7))
    with pytest.raises(StoreError, match="08:30-12:00"):
        market.write(lambda tables: tables.windows.save(replace(double, hours="早上"), 1))
    with market.reading() as tables:
        assert [one.id for one in tables.windows.all()] == ["w3", "w2"]


def test_a_file_of_the_program_before_gets_the_queue(tmp_path: Path) -> None:
    path = tmp_path / "market.db"
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="queue_tickets")
    assert "ticket" not in db.table_names()
    db.close()
    opened = Market.open(path, KEYS, SetClock(NOW))
    opened.write(lambda tables: tables.windows.save(WINDOWS[0], None))
    add(opened, ticket(1))
    with opened.reading() as tables:
        assert numbers(tables.tickets.waiting(DAY)) == ["B001"]
    opened.close()
