"""The pinyin engine: words, sentences, initials, dialect, names; and the market's own words before all others."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from pypinyin import lazy_pinyin

from content.model.places import TOWNSHIPS
from kiosk.input.lexicon import Lexicon
from kiosk.input.market_words import places_and_trades
from kiosk.input.pinyin_engine import MOST_LETTERS, Mode, OwnWords, PinyinEngine, Speller

WORDS = tomllib.loads((Path(__file__).parents[3] / "fixtures" / "domain_words.toml").read_text("utf8"))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon()


@pytest.fixture(scope="module")
def engine(lexicon: Lexicon) -> PinyinEngine:
    return PinyinEngine(lexicon, OwnWords(places_and_trades(), lexicon))


def texts(engine: PinyinEngine, letters: str, mode: Mode = Mode.WORDS) -> list[str]:
    return [one.text for one in engine.candidates(letters, mode)]


@pytest.mark.parametrize(("letters", "word"), [
    ("gongzuo", "工作"), ("gongzi", "工资"), ("banyun", "搬运"), ("shanghai", "上海"), ("xi'an", "西安"), ("nv", "女"),
])  # fmt: skip
def test_a_common_word_comes_first(engine: PinyinEngine, letters: str, word: str) -> None:
    assert texts(engine, letters)[0] == word


@pytest.mark.parametrize(("letters", "word"), [
    ("sanghai", "上海"), ("gongsi", "公司"), ("zuangxiu", "装修"), ("dianlao", "电脑"), ("fuzuang", "服装"),
    ("huzuang", "服装"), ("sengchan", "生产"), ("liulai", "牛奶"),
])  # fmt: skip
def test_dialect_finds_the_word_among_the_first_five(engine: PinyinEngine, letters: str, word: str) -> None:
    assert word in texts(engine, letters)[:5]


def test_what_is_spelled_exactly_comes_before_what_only_sounds_alike(engine: PinyinEngine) -> None:
    found = texts(engine, "lan")
    assert found.index("蓝") < found.index("男")
    assert texts(engine, "nan").index("男") < texts(engine, "nan").index("蓝")


def test_a_sentence_is_put_together(engine: PinyinEngine) -> None:
    assert texts(engine, "woyaozhaogongzuo")[0] == "我要找工作"


def test_initials_find_words_and_the_rest_stays(engine: PinyinEngine) -> None:
    assert "外卖骑手" in texts(engine, "wmqs")[:2]
    used = {one.text: one.used for one in engine.candidates("banyungong")}
    assert used["搬运工"] == 10
    assert used["搬运"] == 6
    assert used["半"] == 3


def test_an_unfinished_word_is_completed(engine: PinyinEngine) -> None:
    assert "报警" in texts(engine, "baoj")[:5]
    assert "工作" in texts(engine, "gongz")[:2]
    assert "钟点保洁" in texts(engine, "zhongdianb")[:3]
    assert "不" in texts(engine, "b")


def test_the_markets_own_words_come_first_and_only_if_told(engine: PinyinEngine, lexicon: Lexicon) -> None:
    assert texts(engine, "yaoduzhen")[0] == "尧渡镇"
    assert "尧渡镇" not in texts(PinyinEngine(lexicon), "yaoduzhen")
    assert all(name in texts(engine, "".join(lazy_pinyin(name)))[:1] for name in TOWNSHIPS.values())


def test_of_the_words_of_the_domain_most_are_among_the_first_five(engine: PinyinEngine) -> None:
    hits = {group: [word in texts(engine, "".join(lazy_pinyin(word, v_to_u=False)))[:5] for word in text.split()]
            for group, text in WORDS.items()}  # fmt: skip
    assert sum(hits["own"]) / len(hits["own"]) >= 0.97
    assert sum(hits["general"]) / len(hits["general"]) >= 0.80
    assert sum(map(len, hits.values())) >= 300


def test_the_general_words_are_none_the_engine_is_told() -> None:
    assert not set(WORDS["general"].split()) & set(places_and_trades())
    assert set(WORDS["own"].split()) <= set(places_and_trades())


@pytest.mark.parametrize(("letters", "mode", "character"), [
    ("wang", Mode.SURNAME, "王"), ("li", Mode.SURNAME, "李"), ("zhang", Mode.SURNAME, "张"),
    ("chen", Mode.SURNAME, "陈"), ("shan", Mode.SURNAME, "单"), ("qiu", Mode.SURNAME, "邱"),
    ("zeng", Mode.SURNAME, "曾"), ("ren", Mode.SURNAME, "任"),
    ("lv", Mode.SURNAME, "吕"), ("ting", Mode.GIVEN, "婷"), ("hao", Mode.GIVEN, "浩"), ("fang", Mode.GIVEN, "芳"),
])  # fmt: skip
def test_names_come_by_who_bears_them(engine: PinyinEngine, letters: str, mode: Mode, character: str) -> None:
    assert character in texts(engine, letters, mode)[:4]


@pytest.mark.parametrize(("letters", "character"), [
    ("jie", "㛃"), ("yan", "䶮"), ("jun", "珺"), ("yi", "燚"), ("ben", "犇"), ("yun", "赟"), ("di", "頔"),
    ("chong", "翀"), ("ying", "𬎆"), ("xuan", "禤"),
])  # fmt: skip
def test_rare_characters_of_names_can_be_spelled(engine: PinyinEngine, letters: str, character: str) -> None:
    assert character in texts(engine, letters, Mode.GIVEN)


def test_a_surname_is_not_offered_under_its_other_reading(lexicon: Lexicon) -> None:
    borne = {one.spelling: one.surnames for one in lexicon.characters("zen") if one.text == "曾"}
    assert borne["zeng"] > 100
    assert [one.surnames for one in lexicon.characters("cen") if one.text == "曾"] == [0]


@pytest.mark.parametrize("letters", ["", "'", "v", "vvvvvv", "zzzzzzzz", "q" * 200, "a'" * 30, "iiii"])
def test_nonsense_is_answered_without_complaint(engine: PinyinEngine, letters: str) -> None:
    for mode in Mode:
        found = engine.candidates(letters, mode)
        assert all(0 < one.used <= MOST_LETTERS for one in found)
        assert len({one.text for one in found}) == len(found)


def test_own_words_are_spelled_by_the_phrases_they_are_made_of(lexicon: Lexicon) -> None:
    spell = Speller(lexicon)
    assert spell("银行保安") == ("yin", "hang", "bao", "an")
    assert spell("重庆") == ("chong", "qing")
    assert spell("A级") is None
