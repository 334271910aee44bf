"""Fifty terminals' moments: spread over any period, each terminal's own, and never far away."""

from __future__ import annotations

import random
from statistics import median

import pytest

from content.link.turns import Part, Turns, wait_s

NOW_S = 1_795_000_000.0
TERMINALS = 50


def _busiest_second(moments: list[float], period_s: float) -> int:
    """Return the most moments within one second of a period that repeats."""
    return max(sum((other - one) % period_s < 1 for other in moments) for one in moments)


def _moments(numbers: list[int], part: Part, period_s: float) -> list[float]:
    return [(NOW_S + wait_s(number, part, NOW_S, period_s)) % period_s for number in numbers]


@pytest.mark.parametrize("first", [1, 7, 30, 50])
@pytest.mark.parametrize(("period_s", "fair"), [(15.0, 4), (30.0, 2), (60.0, 1)])
@pytest.mark.parametrize("part", Part)
def test_fifty_in_a_row_ask_little_more_often_in_any_second_than_if_they_had_agreed(
    part: Part, period_s: float, fair: int, first: int
) -> None:
    """Fifty over 15 s are 3.3 a second at best, so at least four in the busiest."""
    moments = _moments(list(range(first, first + TERMINALS)), part, period_s)
    assert _busiest_second(moments, period_s) <= fair + 2


def test_waits_drawn_by_lot_bunch_more() -> None:
    """The control: why nobody draws."""
    dice = random.Random(15)
    busiest = [_busiest_second([dice.uniform(0, 15) for _ in range(TERMINALS)], 15) for _ in range(50)]
    assert median(busiest) >= 8  # where the moments above come to four, and never to seven


def test_one_number_for_all_is_found() -> None:
    assert _busiest_second(_moments([1] * TERMINALS, Part.BELL, 15), 15) == TERMINALS


@pytest.mark.parametrize("no_sooner_s", [0.0, 3.75, 10.0])
def test_a_wait_ends_at_the_terminals_own_moment_and_within_a_period(no_sooner_s: float) -> None:
    own = (NOW_S + wait_s(23, Part.HEARTBEAT, NOW_S, 15)) % 15
    for late_s in (0.0, 0.4, 7.5, 14.9, 3600.2):
        wait = wait_s(23, Part.HEARTBEAT, NOW_S + late_s, 15, no_sooner_s)
        assert no_sooner_s < wait <= no_sooner_s + 15
        assert (NOW_S + late_s + wait) % 15 == pytest.approx(own, abs=1e-5)


def test_a_wrong_clock_and_a_pairing_of_no_number_wait_no_longer() -> None:
    for prefix, now_s in (("07", 0.0), ("07", -5.0), ("", NOW_S), ("A1", NOW_S)):
        assert 0 < Turns(prefix, lambda at=now_s: at).wait_s(Part.FILINGS, 30) <= 30  # type: ignore[misc]


def test_a_terminals_own_parts_do_not_meet() -> None:
    moments = [_moments([9], part, 60)[0] for part in Part]
    apart = [(one - other) % 60 for one in moments for other in moments if one != other]
    assert min(apart) == pytest.approx(15, abs=0.01)
