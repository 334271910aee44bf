"""How a call is said: the number digit by digit, the window as a number."""

from __future__ import annotations

import pytest

from content.spoken import call, spoken


@pytest.mark.parametrize(("number", "window", "said"), [
    ("A012", 2, "请，A，零幺二，号，到，二号窗口"), ("B1101", 12, "请，B，幺幺零幺，号，到，十二号窗口"),
])  # fmt: skip
def test_a_call_is_said_digit_by_digit(number: str, window: int, said: str) -> None:
    assert call(number, window) == said


def test_the_voice_is_given_the_same_words_again() -> None:
    words = call("A112", 2)
    assert spoken(words) == words
    assert spoken("请 A112 号到 2 号窗口") != words, "the control: as written it would be said as a hundred and twelve"
