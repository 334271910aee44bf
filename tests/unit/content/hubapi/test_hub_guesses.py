"""How often a receipt's code may be guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from content.hubapi.attempts import Attempts
from content.hubapi.guesses import Guesses

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def wrong(guesses: Guesses, times: int) -> None:
    for _ in range(times):
        guesses.begin("12-000417", NOW)


def test_five_are_free_and_then_the_wait_doubles_up_to_six_hours() -> None:
    guesses = Guesses()
    wrong(guesses, 4)
    assert guesses.wait("12-000417", NOW) <= timedelta()
    waits = []
    for _ in range(8):
        wrong(guesses, 1)
        waits.append(guesses.wait("12-000417", NOW) // MINUTE)
    assert waits == [10, 20, 40, 80, 160, 320, 360, 360]
    assert guesses.wait("12-000425", NOW) <= timedelta()
    assert guesses.wait("12-000417", NOW + 6 * 60 * MINUTE) <= timedelta()


def test_a_right_one_takes_only_itself_back() -> None:
    guesses = Guesses()
    wrong(guesses, 5)
    guesses.take_back("12-000417")
    assert guesses.wait("12-000417", NOW) <= timedelta()
    wrong(guesses, 1)
    assert guesses.wait("12-000417", NOW) == 10 * MINUTE


def test_a_day_of_guessing_one_number_gives_less_than_twenty_tries() -> None:
    guesses, tries, at = Guesses(), 0, NOW
    while at < NOW + timedelta(days=1):
        if guesses.wait("12-000417", at) <= timedelta():
            guesses.begin("12-000417", at)
            tries += 1
        else:
            at += MINUTE
    assert tries < 20


def test_what_is_remembered_is_bounded() -> None:
    guesses = Guesses()
    for number in range(10_500):
        guesses.begin(str(number), NOW + number * timedelta(milliseconds=1))
    assert len(guesses._tries) <= 10_000


def test_a_terminals_right_try_leaves_its_wrong_ones() -> None:
    attempts = Attempts(window=10 * MINUTE)
    for _ in range(4):
        assert attempts.allow("terminal-1", NOW)
    assert attempts.allow("terminal-1", NOW)
    attempts.take_back("terminal-1")
    assert attempts.allow("terminal-1", NOW)
    assert not attempts.allow("terminal-1", NOW)
    assert attempts.allow("terminal-1", NOW + 10 * MINUTE)
