"""A browser that will not stay: started again with growing pauses, without its GPU, and told of; real processes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from signage.browser.chromium import family
from signage.browser.keeping import LONGEST_BACK_OFF_S, Keeper
from tests.unit.signage.hall import until


def ended(keeper: Keeper) -> None:
    """Wait until the process that was started is over."""
    life = keeper.life
    assert life is not None
    until(lambda: not life.chromium.is_running(), "the process has ended")


def words_of(number: int) -> bytes:
    """Return a process's command, empty when it is over."""
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return b""


def test_a_browser_that_ends_at_once_comes_back_at_once_and_then_ever_later_and_staff_are_told() -> None:
    keeper, now = Keeper("false", lambda: None), 1000.0
    life, starts = keeper.living(now), [now]
    for _ in range(6):
        ended(keeper)
        while (again := keeper.living(now)) is None or again is life:
            now += 0.5
        life = again
        starts.append(now)
    keeper.end()
    pauses = [later - earlier for earlier, later in pairwise(starts)]
    assert pauses[0] == 0 and pauses == sorted(pauses) and pauses[-1] <= LONGEST_BACK_OFF_S
    assert pauses[-1] > 10
    assert "一小时内自己退出了三次" in keeper.fault(now) and "请系统管理员" in keeper.fault(now)
    assert keeper.fault(now + 2 * 3600) == ""


def test_one_end_is_no_fault_and_a_browser_that_was_well_starts_again_without_a_pause() -> None:
    keeper = Keeper("false", lambda: None)
    assert keeper.living(0.0) is not None
    ended(keeper)
    assert keeper.living(500.0) is not None and keeper.fault(500.0) == ""
    ended(keeper)
    assert keeper.living(1000.0) is not None
    keeper.end()
    assert keeper.life is None


def test_a_browser_that_is_not_installed_is_named_and_asked_for_again() -> None:
    keeper = Keeper("no-such-browser --flag", lambda: None)
    assert keeper.living(0.0) is None
    assert "[screen] browser" in keeper.fault(0.0) and "请系统管理员" in keeper.fault(0.0)
    assert keeper.living(0.5) is None
    assert keeper.living(100.0) is None and keeper.fault(100.0) != ""


def test_ending_takes_along_what_the_browser_started() -> None:
    keeper = Keeper("sh -c 'sleep 300 & sleep 300' x", lambda: None)
    life = keeper.living(0.0)
    assert life is not None
    until(lambda: len(family(life.chromium.number)) == 3, "the children are there")
    members = family(life.chromium.number)
    keeper.end()
    until(lambda: not any(words_of(one) for one in members), "the children are gone")
    assert not life.chromium.is_running()
