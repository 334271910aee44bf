"""Cronbach's α against figures computed by hand."""

from __future__ import annotations

import pytest

from content.rules.reliability import cronbach_alpha


def test_items_that_always_agree_have_an_alpha_of_one() -> None:
    rows = [(point,) * 4 for point in (0, 1, 2)] * 10
    assert cronbach_alpha(rows) == pytest.approx(1.0)


def test_two_items_with_a_known_covariance() -> None:
    # per item variance 0.25·n/(n−1); half agree always: cov 0.125·n/(n−1); α = 2·(1 − 0.5/0.75) = 2/3
    rows = [(0, 0), (0, 0), (0, 0), (1, 1), (1, 1), (1, 1), (0, 1), (1, 0)] * 4
    assert cronbach_alpha(rows) == pytest.approx(2 / 3)


def test_items_that_have_nothing_to_do_with_each_other_have_none() -> None:
    assert cronbach_alpha([(0, 0), (0, 1), (1, 0), (1, 1)] * 8) == pytest.approx(0.0)


def test_fewer_than_thirty_people_or_no_difference_say_nothing() -> None:
    assert cronbach_alpha([(0, 0), (1, 1)] * 14) is None
    assert cronbach_alpha([(1, 1)] * 30) is None
