"""The PIN of the staff page: none built in, a wrong one costs time, a restart frees nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content.clock import SetClock
from kiosk.staff.pins import Entry, PinBook, WeakPin, check_new, delay_after

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
PIN, WRONG = "274916", "274917"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pin.json"


def book(path: Path, seconds: float = 0) -> PinBook:
    return PinBook(path, SetClock(NOW + timedelta(seconds=seconds)))


@pytest.mark.parametrize(("failures", "seconds"), [(0, 0), (2, 0), (3, 30), (4, 60), (5, 120), (8, 900), (99, 900)])
def test_the_third_wrong_one_costs_thirty_seconds_and_each_more_doubles_it_to_a_quarter_hour(
    failures: int, seconds: int
) -> None:
    assert delay_after(failures) == timedelta(seconds=seconds)


@pytest.mark.parametrize("pin", ["", "12345", "123456789", "27491a", "２７４９１６", "123456", "987654", "111111",
                                 "121212", "123123"])  # fmt: skip
def test_what_anybody_would_try_first_is_refused(pin: str) -> None:
    with pytest.raises(WeakPin, match="请"):
        check_new(pin)


def test_without_a_chosen_one_nothing_opens(path: Path) -> None:
    for pin in ("", "0", "000000", "123456"):
        assert book(path).check(pin).entry in (Entry.WRONG, Entry.LOCKED)


def test_the_one_of_this_start_opens_only_the_choice_and_not_after_it(path: Path) -> None:
    pins = book(path)
    once = pins.open_once()
    assert len(once) == 8
    assert pins.check(once).entry is Entry.CHOOSE
    pins.choose(PIN)
    assert pins.check(once).entry is Entry.WRONG
    assert pins.check(PIN).entry is Entry.OPEN
    assert pins.open_once() == ""
    assert book(path).check(PIN).entry is Entry.OPEN


def test_the_one_of_an_earlier_start_is_worthless(path: Path) -> None:
    once = book(path).open_once()
    later = book(path)
    assert later.open_once() != once
    assert later.check(once).entry is Entry.WRONG


def test_a_lock_outlives_the_process_and_does_not_look_at_the_right_pin(path: Path) -> None:
    book(path).choose(PIN)
    for _ in range(3):
        assert book(path).check(WRONG).entry is Entry.WRONG
    locked = book(path, 29).check(PIN)
    assert locked.entry is Entry.LOCKED
    assert "1 秒" in locked.sentence
    assert book(path, 30).check(PIN).entry is Entry.OPEN
    assert book(path, 31).check(WRONG).entry is Entry.WRONG  # counted anew
    assert book(path, 31).check(PIN).entry is Entry.OPEN


def test_a_clock_set_back_locks_nobody_out_for_longer_than_the_delay(path: Path) -> None:
    book(path).choose(PIN)
    for _ in range(3):
        book(path).check(WRONG)
    answer = book(path, -86_400).check(PIN)
    assert answer.entry is Entry.LOCKED
    assert "30 秒" in answer.sentence


def test_the_file_holds_no_pin_and_is_the_owners_alone(path: Path) -> None:
    pins = book(path)
    once = pins.open_once()
    pins.check(WRONG)
    assert once not in path.read_text("utf8")
    pins.choose(PIN)
    assert PIN not in path.read_text("utf8")
    assert "$argon2id$" in path.read_text("utf8")
    assert path.stat().st_mode & 0o777 == 0o600
