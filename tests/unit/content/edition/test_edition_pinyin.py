"""Pinyin as it is typed: dialect folded on both sides, cut by the spellings as they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from content.edition.pinyin import completions, fold, folded_syllables, segment, spellings


@pytest.mark.parametrize(("typed", "kept"), [
    ("zhuang", "zuan"), ("chang", "can"), ("sheng", "sen"), ("bing", "bin"), ("lan", "nan"), ("fu", "hu"),
    ("lve", "nve"), ("lue", "nve"), ("xiong", "xiong"), ("dong", "dong"), ("feng", "hen"),
])  # fmt: skip
def test_sounds_that_dialect_mixes_are_one(typed: str, kept: str) -> None:
    assert fold(typed) == kept


def test_every_syllable_of_the_dictionary_can_be_typed() -> None:
    """pypinyin's table of 41,923 characters is the source; only these four, of five hanzi, are not there."""
    known = {to_normal(one, v_to_u=False) for line in PINYIN_DICT.values() for one in line.split(",")}
    plain = {one for one in known if one.isascii() and set(one) & set("aeiouv")}
    assert plain - spellings() == {"bong", "cei", "fiao", "wong"}


def test_a_word_is_cut_into_its_syllables() -> None:
    assert segment("baojie") == ((("bao", "jie"), False), (("bao", "ji", "e"), False), (("ba", "o", "jie"), False),
                                 (("ba", "o", "ji", "e"), False))  # fmt: skip


def test_folding_does_not_glue_syllables() -> None:
    assert (("dan", "gao"), False) in segment("dangao")


def test_dialect_spelling_is_cut_like_the_standard_one() -> None:
    assert segment("zuangxie")[0] == segment("zhuangxie")[0] == (("zuan", "xie"), False)


def test_an_unfinished_last_syllable_is_a_beginning() -> None:
    assert segment("baoj")[0] == (("bao", "j"), True)
    assert set(completions("ji")) >= {"ji", "jie", "jian"}


def test_an_apostrophe_cuts() -> None:
    assert segment("xi'an") == ((("xi", "an"), False), (("xi", "a", "n"), True))


@pytest.mark.parametrize("letters", ["vvv", "uuu", "ibm"])
def test_letters_that_are_no_pinyin_give_nothing(letters: str) -> None:
    assert segment(letters) == ()


@given(st.lists(st.sampled_from(sorted(spellings())), min_size=1, max_size=3))
def test_no_more_than_six_ways_and_each_spells_the_letters(syllables: list[str]) -> None:
    letters = "".join(syllables)
    ways = segment(letters)
    assert 1 <= len(ways) <= 6
    assert all(set(way[:-1] if partial else way) <= folded_syllables() for way, partial in ways)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'", max_size=40))
def test_any_letters_are_cut_without_fault(letters: str) -> None:
    assert len(segment(letters)) <= 6
