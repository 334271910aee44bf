"""How often an address may guess."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from content.hubapi.attempts import Attempts

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


def test_the_sixth_try_within_a_minute_is_refused_and_only_for_its_address() -> None:
    attempts = Attempts()
    assert [attempts.allow("a", NOW + timedelta(seconds=second)) for second in range(6)] == [True] * 5 + [False]
    assert attempts.allow("b", NOW + timedelta(seconds=6))


def test_a_place_in_the_window_comes_free_a_minute_later() -> None:
    attempts = Attempts()
    for second in range(5):
        attempts.allow("a", NOW + timedelta(seconds=second))
    assert not attempts.allow("a", NOW + timedelta(seconds=59))
    assert attempts.allow("a", NOW + timedelta(seconds=60))
    assert not attempts.allow("a", NOW + timedelta(seconds=60))


def test_who_proved_themselves_starts_over() -> None:
    attempts = Attempts()
    for _ in range(5):
        attempts.allow("a", NOW)
    attempts.forget("a")
    assert attempts.allow("a", NOW)


def test_many_addresses_do_not_fill_the_memory() -> None:
    attempts = Attempts()
    for number in range(5000):
        attempts.allow(str(number), NOW + timedelta(seconds=number))
    assert len(attempts._tries) <= 1001
