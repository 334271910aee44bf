"""职业小测: golden values computed by hand from section D of the domain reference."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from content.model.trades import trades
from content.rules.self_test import MISSING, Verdict, interests, items, limits, score, suited

LONG = 120.0
PLAIN: dict[str, tuple[int, ...]] = dict.fromkeys("RIASEC", (0, 0, 0, 0)) | {"R": (1, 1, 1, 1)}


def answers(**changes: tuple[int, ...]) -> tuple[int, ...]:
    """Return answers by type, laid out as the items are asked: R I A S E C, four times."""
    table = PLAIN | changes
    return tuple(table[code][turn] for turn in range(4) for code in "RIASEC")


def test_there_are_four_items_a_type_and_no_two_alike_follow_each_other() -> None:
    asked = [item.type for item in items()]
    assert len(asked) == 24
    assert {code: asked.count(code) for code in "RIASEC"} == dict.fromkeys("RIASEC", 4)
    assert all(one != other for one, other in pairwise(asked))
    assert len({item.picture for item in items()}) == len({item.words for item in items()}) == 24
    assert "未建立常模" in limits()
    assert "不作录用或推荐依据" in limits()


def test_a_type_is_the_sum_of_its_four_answers() -> None:
    result = score(answers(R=(2, 2, 2, 1), S=(0, 1, 0, 0)), LONG)
    assert result.scores == {"R": 7, "I": 0, "A": 0, "S": 1, "E": 0, "C": 0}
    assert (result.verdict, result.types) == (Verdict.CLEAR, ("R",))


def test_one_answer_left_out_counts_four_thirds_and_two_are_too_many() -> None:
    result = score(answers(R=(2, 2, 1, MISSING), I=(MISSING, MISSING, 2, 2)), LONG)
    assert result.scores["R"] == Fraction(20, 3)
    assert result.scores["I"] is None
    assert result.types == ("R",)


@pytest.mark.parametrize(("changes", "types"), [
    ({"R": (2, 2, 2, 1), "C": (2, 2, 1, 1)}, ("R", "C")),  # 7 and 6: within one point
    ({"R": (2, 2, 2, 1), "C": (2, 2, 1, 0)}, ("R",)),  # 7 and 5
    ({"E": (2, 2, 2, 2), "A": (2, 2, 2, 1), "R": (0, 0, 0, 0)}, ("A", "E")),  # in the order R I A S E C
    ({"R": (2, 2, 2, 2), "I": (2, 2, 2, 1), "A": (2, 2, 2, 1), "S": (0, 0, 0, 0)}, ("R", "I", "A")),
    ({"R": (2, 2, 2, 2), "I": (2, 2, 2, 2), "A": (2, 2, 2, 2), "S": (2, 2, 2, 1)}, ("R", "I", "A")),  # 8 8 8 7
    ({"R": (2, 2, 2, 2), "I": (2, 2, 2, 2), "A": (2, 2, 2, 1), "S": (2, 2, 2, 1)}, ("R", "I", "A", "S")),  # 8 8 7 7
])  # fmt: skip
def test_the_code_is_all_within_a_point_three_at_most_and_ties_all_shown(
    changes: dict[str, tuple[int, ...]], types: tuple[str, ...]
) -> None:
    assert score(answers(**changes), LONG).types == types


@pytest.mark.parametrize(("top", "verdict"), [((1, 1, 0, 0), Verdict.FLAT), ((1, 1, 1, 0), Verdict.CLEAR)])
def test_up_to_two_points_between_highest_and_lowest_is_no_leaning(top: tuple[int, ...], verdict: Verdict) -> None:
    result = score(answers(R=top), LONG)
    assert result.verdict is verdict
    assert bool(result.types) is (verdict is Verdict.CLEAR)


def test_all_alike_or_under_a_second_an_item_is_not_believed() -> None:
    assert score((1,) * 24, LONG).verdict is Verdict.HASTY
    assert score((2,) * 24, LONG).types == ()
    assert score(answers(R=(2, 2, 2, 2)), 23.9).verdict is Verdict.HASTY
    assert score(answers(R=(2, 2, 2, 2)), 24).verdict is Verdict.CLEAR
    assert score((MISSING,) * 24, LONG).verdict is Verdict.SPARSE


def test_what_suits_is_told_by_the_type_with_the_most_points_first() -> None:
    result = score(answers(A=(2, 2, 2, 2), R=(0, 0, 0, 0), S=(2, 2, 2, 1)), LONG)
    assert suited(result) == ("G03", "H", "C", "D01", "K05")


def test_the_trades_of_the_types_are_those_of_the_reference() -> None:
    assert {code: one.trades for code, one in interests().items()} == {
        "R": ("A", "B", "I", "J", "E07"), "I": ("I04", "B", "G06"), "A": ("G03", "H"), "S": ("C", "D01", "K05"),
        "E": ("F", "G01"), "C": ("E03", "E08", "F03", "H03")}  # fmt: skip
    known = set(trades()) | {trade.group for trade in trades().values()}
    assert {place for one in interests().values() for place in one.trades} <= known
