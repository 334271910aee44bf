"""The menu's figures: exact while they are quick; one that takes long is shown as counted last and counted beside."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from content.admin.last_counted import FRESH, LONG_S, OLDEST, LastCounted
from content.clock import SetClock
from content.store.database import Market, Tables
from tests.unit.content.store.samples import KEYS, NOW


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    opened = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))
    yield opened
    opened.close()


class _Counted:
    """A count that says how often it was asked, each time one more."""

    def __init__(self) -> None:
        self.asked = 0
        self.again = threading.Event()

    def __call__(self, tables: Tables, now: datetime) -> int:
        self.asked += 1
        if self.asked > 1:
            self.again.set()
        return self.asked


def _took(seconds: float) -> LastCounted:
    """Return figures each of which takes so long, by a clock that is asked before and after."""
    readings = iter(range(1000))
    return LastCounted(lambda: next(readings) * seconds)


def _shown(figures: LastCounted, market: Market, count: _Counted, after: timedelta = timedelta()) -> int:
    with market.reading() as tables:
        return figures.of("/referrals", count, market, tables, NOW + after)


def test_a_quick_figure_is_counted_for_every_page(market: Market) -> None:
    figures, count = _took(LONG_S / 2), _Counted()
    assert [_shown(figures, market, count) for _ in range(3)] == [1, 2, 3]


def test_a_long_one_is_shown_as_it_was_and_counted_anew_beside_the_page(market: Market) -> None:
    figures, count = _took(LONG_S * 2), _Counted()
    assert _shown(figures, market, count) == 1
    assert _shown(figures, market, count, FRESH / 2) == 1
    assert count.asked == 1
    assert _shown(figures, market, count, FRESH) == 1  # nobody waits for it
    assert count.again.wait(timeout=20)
    figures._thread.shutdown()
    assert _shown(figures, market, count, FRESH + FRESH / 2) == 2


def test_nobody_is_shown_a_figure_that_is_too_old(market: Market) -> None:
    figures, count = _took(LONG_S * 2), _Counted()
    assert _shown(figures, market, count) == 1
    assert _shown(figures, market, count, OLDEST) == 2


def test_a_question_is_answered_beside_only_after_it_took_long_twice(market: Market) -> None:
    readings = iter(range(1000))
    kept, count = LastCounted(lambda: next(readings) * LONG_S * 2, times=2), _Counted()
    assert [_shown(kept, market, count) for _ in range(4)] == [1, 2, 2, 2]  # the first time a machine is cold


def test_all_who_ask_while_something_is_counted_wait_for_one_count(market: Market) -> None:
    kept, going = LastCounted(long_s=0.0), threading.Event()
    asked: list[datetime] = []

    def slow(tables: Tables, now: datetime) -> int:
        asked.append(now)
        assert going.wait(timeout=20)
        return len(asked)

    waiting = [kept.lately("sweep", slow, market, NOW) for _ in range(5)]
    going.set()
    assert [one.result(timeout=20).value for one in waiting] == [1] * 5
    again = kept.lately("sweep", slow, market, NOW + FRESH / 2).result(timeout=20)
    assert (again.value, again.at) == (1, NOW)  # and whoever shows it says when it was counted
    assert kept.lately("sweep", slow, market, NOW + OLDEST).result(timeout=20).value == 2


def test_of_many_large_answers_the_oldest_goes(market: Market) -> None:
    kept, count = LastCounted(long_s=0.0, most=2), _Counted()
    for name in ("2024", "2025", "2026"):
        kept.lately(name, count, market, NOW).result(timeout=20)
    assert kept.lately("2026", count, market, NOW).result(timeout=20).value == 3
    assert kept.lately("2024", count, market, NOW).result(timeout=20).value == 4
