"""Receipt numbers: what a wrong finger does to one."""

from __future__ import annotations

import pytest

from content.link.numbers import check_digit, read_number, write_number


def test_the_published_example_of_damms_method() -> None:
    # Damm 2004, the example everyone quotes: 572 is followed by 4
    assert check_digit("572") == "4"
    assert check_digit("5724") == "0"


@pytest.mark.parametrize(("prefix", "counter"), [("01", 1), ("12", 41), ("99", 99_999), ("07", 100_000)])
def test_a_number_is_read_back_however_it_is_typed(prefix: str, counter: int) -> None:
    number = write_number(prefix, counter)
    assert number.startswith(f"{prefix}-{counter:05d}")
    assert number.replace("-", "").isdecimal()
    for typed in (number, number.replace("-", ""), f" {number[:5]} {number[5:]} "):
        assert read_number(typed) == number


def test_one_wrong_digit_or_two_swapped_neighbours_find_nothing() -> None:
    for counter in (1, 417, 20_000, 98_765):
        digits = write_number("12", counter).replace("-", "")
        for place, right in enumerate(digits):
            for wrong in "0123456789".replace(right, ""):
                assert read_number(digits[:place] + wrong + digits[place + 1 :]) is None
        for place in range(len(digits) - 1):
            one, other = digits[place : place + 2]
            if one != other:
                assert read_number(digits[:place] + other + one + digits[place + 2 :]) is None


@pytest.mark.parametrize("typed", ["", "12", "12-0004", "一二-000417", "12-00041x", "1" * 40])
def test_what_is_no_number_finds_nothing(typed: str) -> None:
    assert read_number(typed) is None
