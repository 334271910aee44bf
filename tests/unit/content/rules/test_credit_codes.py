"""统一社会信用代码: the standard's own example and what one slip makes of it."""

from __future__ import annotations

import pytest

from content.rules.credit_codes import is_credit_code

EXAMPLE = "91350100M000100Y43"  # the example that GB 32100-2015 works through


def test_the_example_of_the_standard_holds() -> None:
    assert is_credit_code(EXAMPLE)


@pytest.mark.parametrize("place", range(18))
def test_any_one_wrong_digit_is_seen(place: int) -> None:
    wrong = "2" if EXAMPLE[place] != "2" else "3"
    assert not is_credit_code(EXAMPLE[:place] + wrong + EXAMPLE[place + 1 :])


@pytest.mark.parametrize("text", ["", EXAMPLE[:-1], EXAMPLE + "3", EXAMPLE.lower(), "I" * 18, "９" * 18])
def test_other_lengths_and_letters_are_no_codes(text: str) -> None:
    assert not is_credit_code(text)
