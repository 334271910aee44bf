"""A group of fewer than five is never told, nor one that could be reckoned from the rest."""

from __future__ import annotations

import pytest

from content.rules.people_figures import BANDS, at_least, band_of, by_band, shown


@pytest.mark.parametrize(("age", "band"), [
    (15, ""), (16, "16-24"), (24, "16-24"), (25, "25-34"), (64, "55-64"), (65, "65-120"), (121, ""),
])  # fmt: skip
def test_an_age_lies_in_one_band(age: int, band: str) -> None:
    assert band_of(age) == band


def test_every_band_is_named_and_nobody_is_lost() -> None:
    assert by_band({16: 1, 24: 2, 70: 4}) == {**dict.fromkeys(BANDS, 0), "16-24": 3, "65-120": 4}


@pytest.mark.parametrize(("people", "told"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_four_people_are_not_told_and_five_are(people: int, told: int | None) -> None:
    assert at_least(people) == told
    assert shown({"a": people, "b": people})["a"] == told


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    assert shown({"男": 40, "女": 3}) == {"男": None, "女": None}
    assert shown({"a": 3, "b": 9, "c": 20, "d": 0}) == {"a": None, "b": None, "c": 20, "d": 0}
    assert shown({"a": 3, "b": 2, "c": 20}) == {"a": None, "b": None, "c": 20}
