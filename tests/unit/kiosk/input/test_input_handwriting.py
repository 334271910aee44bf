"""Handwriting: what was drawn is found whatever the order of its strokes, and zinnia is a help, never a need."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from time import thread_time

import numpy as np
import pytest

from kiosk.input.features import SIZE, features
from kiosk.input.handwriting import SHOWN, Handwriting, Recogniser, fused
from kiosk.input.making.rare_names import COMPOSED
from kiosk.input.making.strokes import compose
from kiosk.input.zinnia import open_zinnia
from tests.fixtures.handwritten import Stroke, common_characters, drawn

ROUGH = "strong noise, one joined, random order"


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser()


def permutations(strokes: list[Stroke], count: int) -> list[list[Stroke]]:
    if len(strokes) <= 4:
        return [list(order) for order in itertools.permutations(strokes)]
    chance = random.Random(7)
    return [chance.sample(strokes, len(strokes)) for _ in range(count)]


def test_a_hundred_characters_are_found_under_strong_noise_joined_and_out_of_order(recogniser: Recogniser) -> None:
    found = [character in recogniser.ranked(drawn(character, ROUGH))[:5] for character in common_characters(100)]
    assert sum(found) >= 75
    clean = [recogniser.ranked(drawn(character, "as printed"))[0] for character in common_characters(100)]
    assert sum(one == character for one, character in zip(clean, common_characters(100), strict=True)) >= 97


@pytest.mark.parametrize("character", ["人", "工", "活", "我", "电", "保", "国"])
def test_any_order_of_the_strokes_gives_the_same_ranking(recogniser: Recogniser, character: str) -> None:
    strokes = drawn(character, "strong noise")
    first = recogniser.ranked(strokes)
    assert all(recogniser.ranked(order) == first for order in permutations(strokes, 30))


def in_drawn_order(strokes: list[Stroke]) -> tuple[str, ...]:
    """Rank by the way the pen goes from stroke to stroke, as recognisers that learn an order do."""

    def way(of: list[Stroke]) -> list[float]:
        whole = [point for stroke in of for point in stroke]
        return [value for n in range(32) for value in whole[n * (len(whole) - 1) // 31]]

    seen = way(strokes)
    known = {one: way(drawn(one, "as printed")) for one in common_characters(100)}
    return tuple(sorted(known, key=lambda one: sum((a - b) ** 2 for a, b in zip(seen, known[one], strict=True))))


def test_a_scorer_that_minds_the_order_fails_that_test() -> None:
    strokes = drawn("我", "strong noise")
    first = in_drawn_order(strokes)
    assert any(in_drawn_order(order) != first for order in permutations(strokes, 30))


def test_running_hand_is_seen_as_the_same_ink() -> None:
    apart, joined = [[(0.1, 0.1), (0.9, 0.1)], [(0.9, 0.1), (0.9, 0.9)]], [[(0.1, 0.1), (0.9, 0.1), (0.9, 0.9)]]
    assert np.allclose(features(apart), features(joined))
    assert not np.allclose(features(apart), features([apart[0], apart[1][::-1]]))


def test_size_and_place_on_the_pad_make_no_difference(recogniser: Recogniser) -> None:
    strokes = drawn("活", "strong noise")
    moved = [[(0.4 + x / 3, 0.2 + y / 3) for x, y in stroke] for stroke in strokes]
    assert recogniser.ranked(moved)[:5] == recogniser.ranked(strokes)[:5]


@pytest.mark.parametrize("strokes", [[], [[]], [[], []]])
def test_no_ink_is_no_character(recogniser: Recogniser, strokes: list[Stroke]) -> None:
    assert features(strokes).shape == (SIZE,)
    assert Handwriting(recogniser, None).recognise(strokes) == ()


def test_a_tap_and_a_scribble_are_answered_and_too_much_ink_is_not(recogniser: Recogniser) -> None:
    hand = Handwriting(recogniser, None)
    assert len(hand.recognise([[(0.5, 0.5)]])) == SHOWN
    assert hand.recognise([[(0.5, 0.5), (0.6, 0.6)]] * 65) == ()
    assert hand.recognise([[(n / 7000, 0.5) for n in range(7000)]]) == ()


def test_zinnia_moves_up_what_both_see_and_its_absence_changes_nothing() -> None:
    assert fused("土士工", "") == tuple("土士工")
    assert fused("土士工", "工十土")[0] == "土"
    assert fused("土工", "工十")[:2] == tuple("工土")


def test_without_its_library_or_model_there_is_no_zinnia(tmp_path: Path) -> None:
    assert open_zinnia(model=tmp_path / "none.model") is None
    (tmp_path / "some.model").write_bytes(b"no model")
    assert open_zinnia("libnowhere.so.0", tmp_path / "some.model") is None


def test_every_character_of_gb_2312_and_the_composed_ones_can_be_written(recogniser: Recogniser) -> None:
    known = set(recogniser.characters)
    cells = (bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    assert {one for one in cells if one} <= known
    assert set(COMPOSED) <= known
    assert {"㛃", "䶮"} <= known


def test_a_composed_character_has_its_parts_side_by_side_and_above_each_other() -> None:
    square = [np.array([(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)])]
    beside = compose("⿰口⿱口口", lambda _: square)
    low, high = zip(*((stroke.min(0), stroke.max(0)) for stroke in beside), strict=True)
    assert high[0][0] < low[1][0] == low[2][0]
    assert high[1][1] < low[2][1]
    assert len(compose("⿰口口1", lambda _: [*square, *square])) == 3


@pytest.mark.parametrize("strokes", [
    [[(0.5, 0.5)]], [[(0.2, 0.5), (0.8, 0.5)]], [[(0.5, 0.2), (0.5, 0.8)]], [[(0.5, 0.5), (0.5, 0.5)]],
    [[(0.1, 0.1)], [(0.9, 0.9)]], [[(n % 2, 0.5) for n in range(2000)]],
])  # fmt: skip
def test_dots_and_straight_lines_cost_no_more_than_a_character(strokes: list[Stroke]) -> None:
    before = thread_time()
    features(strokes)
    assert thread_time() - before < 0.2  # a spread of nothing once blew a dot up to five million pieces


def test_a_trembling_line_is_still_a_line(recogniser: Recogniser) -> None:
    trembling = [[(0.1 + n / 50, 0.5 + (0.008 if n % 3 else -0.008)) for n in range(40)]]
    assert recogniser.ranked(trembling)[0] == "一"
