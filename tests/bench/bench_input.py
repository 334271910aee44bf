"""Handwriting and pinyin: how often the wanted text is among the first candidates, and what a stroke or key costs.

The strokes are those of the templates' source, distorted by a generator of this file that shares nothing with the one
the templates were learnt from: believe the order of the lines, not their heights. Human hands: docs/input.md.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable
from pathlib import Path
from time import thread_time

from pypinyin import lazy_pinyin

from kiosk.input.handwriting import Handwriting, Recogniser
from kiosk.input.lexicon import Lexicon
from kiosk.input.market_words import places_and_trades, standing_words
from kiosk.input.pinyin_engine import OwnWords, PinyinEngine
from kiosk.input.zinnia import open_zinnia
from tests.bench.figures import Figure
from tests.fixtures.handwritten import CONDITIONS, common_characters, drawn

CHARACTERS = 500
TARGET_MS_A_STROKE, TARGET_MS_A_KEY = 20.0, 1.0
WORDS = Path(__file__).parents[1] / "fixtures" / "domain_words.toml"


def run() -> list[Figure]:
    """Measure handwriting alone and with zinnia where it is installed, then pinyin."""
    return [*_handwriting(), *_pinyin()]


def _handwriting() -> list[Figure]:
    figures = []
    zinnia = open_zinnia()
    hands = {"own alone": Handwriting(Recogniser(), None)} | (
        {"with zinnia": Handwriting(Recogniser(), zinnia)} if zinnia is not None else {})  # fmt: skip
    for name, hand in hands.items():
        times: list[float] = []
        for condition in CONDITIONS:
            ranks = []
            for character in common_characters(CHARACTERS):
                strokes = drawn(character, condition)
                start = thread_time()
                found = hand.recognise(strokes)
                times.append((thread_time() - start) * 1000)
                ranks.append(found.index(character) if character in found else 99)
            figures.append(Figure(name=f"handwriting {name}, {condition}: in the first five", unit="%",
                                  value=_share(ranks, 5), note=_ranks(ranks)))  # fmt: skip
        figures.append(_time(f"handwriting {name}: a stroke", times, TARGET_MS_A_STROKE))
    return figures


def _pinyin() -> list[Figure]:
    lexicon = Lexicon()
    plain, taught = PinyinEngine(lexicon), PinyinEngine(lexicon, OwnWords(standing_words(), lexicon))
    named = PinyinEngine(lexicon, OwnWords(places_and_trades(), lexicon))
    words = {name: text.split() for name, text in tomllib.loads(WORDS.read_text("utf8")).items()}
    figures, times = [], []
    for name, engine, group in (("own words", taught, "own"), ("own words, not told", plain, "own"),
                                ("general words", taught, "general"),
                                ("general words, none told", named, "general")):  # fmt: skip
        for how, typed in (("whole pinyin", _whole), ("initials", _initials), ("in dialect", _in_dialect)):
            ranks = []
            for word in words[group]:
                ranks.append(_rank(engine, typed(word), word))
                times += _key_times(engine, typed(word))
            figures.append(Figure(name=f"pinyin {name}, {how}: in the first five", unit="%", value=_share(ranks, 5),
                                  note=f"{len(ranks)} words, {_ranks(ranks)}"))  # fmt: skip
    return [*figures, _time("pinyin: a key", times, TARGET_MS_A_KEY)]


def _whole(word: str) -> str:
    return "".join(lazy_pinyin(word, v_to_u=False))


def _initials(word: str) -> str:
    return "".join(one[0] for one in lazy_pinyin(word, v_to_u=False))


def _in_dialect(word: str) -> str:
    """Return the pinyin of someone who knows no zh, ch, sh, ang, eng, ing and swaps n and l as it comes."""
    chance = random.Random(word)
    spelled = []
    for one in lazy_pinyin(word, v_to_u=False):
        one = one[0] + one[2:] if one[:2] in ("zh", "ch", "sh") else one
        one = one[:-1] if one[-3:] in ("ang", "eng", "ing") else one
        swapped = {"n": "l", "l": "n"}.get(one[0], one[0])
        spelled.append(swapped + one[1:] if chance.random() < 0.5 else one)
    return "".join(spelled)


def _rank(engine: PinyinEngine, typed: str, word: str) -> int:
    texts = [one.text for one in engine.candidates(typed)]
    return texts.index(word) if word in texts else 99


def _key_times(engine: PinyinEngine, typed: str) -> Iterable[float]:
    for end in range(1, len(typed) + 1):
        start = thread_time()
        engine.candidates(typed[:end])
        yield (thread_time() - start) * 1000


def _share(ranks: list[int], first: int) -> float:
    return 100 * sum(rank < first for rank in ranks) / len(ranks)


def _ranks(ranks: list[int]) -> str:
    return "top 1 / 5 / 10: " + " / ".join(f"{_share(ranks, first):.0f}" for first in (1, 5, 10)) + " %"


def _time(name: str, times: list[float], target: float) -> Figure:
    times.sort()
    return Figure(name=f"{name}, p50", value=times[len(times) // 2], unit="ms", target=target,
                  note=f"processor time, free of other work; p99 {times[int(len(times) * 0.99)]:.1f} ms "
                       f"of {len(times)}")  # fmt: skip


