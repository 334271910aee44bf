"""Makes the lexicon of the pinyin engine out of two dictionaries, and what a character is worth in names.

Words and their readings come from rime-data-pinyin-simp; jieba adds words it lacks, at a lower weight, spelled here by
pypinyin. jieba also marks person names, of which surnames and given names are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pypinyin import Style, lazy_pinyin, pinyin

from content.edition.pinyin import fold, spellings
from kiosk.input.making.names import GIVEN, READ_AS_SURNAME, SURNAMES
from kiosk.input.making.rare_names import rare_names

_HAN = re.compile(r"[㐀-鿿𠀀-𳎟]+")
_LONGEST, _LEAST_COUNT, _JIEBA_SHARE = 6, 10, 20
_SHORT_KEYS, _MANY, _KEPT = 4, 200, 20  # beginnings with more words than that get their best ones listed
_LISTED_SURNAME, LISTED_GIVEN = 5, 60  # a surname counts this for each rank above the last, a given name once


def rime_entries(lines: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Return (word, syllables, weight) of a Rime dictionary; ü is written v."""
    body = False
    for line in lines:
        fields = line.rstrip("\n").split("\t")
        if body and len(fields) == 3 and _HAN.fullmatch(fields[0]):
            yield fields[0], tuple(fields[1].replace("ü", "v").split()), int(float(fields[2]))
        body = body or line.strip() == "..."


def jieba_entries(lines: Iterable[str]) -> Iterator[tuple[str, int, str]]:
    """Return (word, count, kind) of jieba's dictionary; kind "nr" is a person's name."""
    for line in lines:
        word, count, kind = line.split()
        if _HAN.fullmatch(word):
            yield word, int(count), kind


def lexicon(rime: Iterable[tuple[str, tuple[str, ...], int]], jieba: Iterable[tuple[str, int, str]]) -> list[str]:
    """Return lines "syllables word weight", sorted by folded syllables, the weightiest first within them."""
    weights: dict[tuple[tuple[str, ...], str], int] = {}
    for word, syllables, weight in rime:
        if len(word) > 1 and _usable(word, syllables):
            weights[syllables, word] = max(weight, weights.get((syllables, word), 0))
    known = {word for _, word in weights}
    for word, count, _ in jieba:
        if 2 <= len(word) <= _LONGEST and count >= _LEAST_COUNT and word not in known:
            syllables = tuple(lazy_pinyin(word, v_to_u=False))
            if _usable(word, syllables):
                weights[syllables, word] = count // _JIEBA_SHARE + 1
    order = sorted(weights.items(), key=lambda item: (folded(item[0][0]), -item[1], item[0]))
    return [f"{' '.join(syllables)}\t{word}\t{weight}" for (syllables, word), weight in order]


def folded(syllables: Iterable[str]) -> str:
    """Return the folded key of a word."""
    return " ".join(map(fold, syllables))


def _usable(word: str, syllables: tuple[str, ...]) -> bool:
    return len(syllables) == len(word) and all(one in spellings() for one in syllables)


def openings(lines: Iterable[str]) -> list[str]:
    """Return lines "beginning word word …" for the beginnings of folded keys that many words share."""
    under: dict[str, list[tuple[int, str]]] = {}
    for line in lines:
        spelling, word, weight = line.split("\t")
        key = folded(spelling.split())
        for length in range(1, _SHORT_KEYS + 1):
            under.setdefault(key[:length], []).append((-int(weight), word))
    return [f"{key}\t{' '.join(word for _, word in sorted(found)[:_KEPT])}"
            for key, found in sorted(under.items()) if len(found) > _MANY and not key.endswith(" ")]  # fmt: skip


def characters(rime: Iterable[tuple[str, tuple[str, ...], int]], jieba: Iterable[tuple[str, int, str]],
               wanted: Iterable[str]) -> list[str]:  # fmt: skip
    """Return lines "syllable character weight surnames given-names" for every reading of the wanted characters."""
    weights = {(syllables[0], word): weight for word, syllables, weight in rime if len(word) == 1}
    spelled = {one for _, one in weights}
    for one in wanted:
        if one not in spelled:
            for reading in pinyin(one, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]:
                weights.setdefault((reading, one), 0)
    surnames, given = name_counts(jieba)
    extra = rare_names() | READ_AS_SURNAME
    weights |= {(reading, one): weights.get((reading, one), 0) for one, reading in extra.items()}
    lines = []
    for (syllable, one), weight in weights.items():
        if syllable not in spellings() or (one not in wanted and one not in extra):
            continue
        as_surname = surnames[one] if READ_AS_SURNAME.get(one, syllable) == syllable else 0
        line = f"{syllable}\t{one}\t{weight}\t{as_surname}\t{given[one]}"
        lines.append((fold(syllable), syllable, -weight, one, line))
    return [line for *_, line in sorted(lines)]


def name_counts(jieba: Iterable[tuple[str, int, str]]) -> tuple[Counter[str], Counter[str]]:
    """Return how often each character begins a person's name and how often it stands further on.

    jieba's persons are those of novels and news, so the lists of `names` weigh in.
    """
    surnames: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for word, _, kind in jieba:
        if kind == "nr" and 2 <= len(word) <= 3:
            surnames[word[0]] += 1
            given.update(word[1:])
    ranked = list(dict.fromkeys(SURNAMES))
    surnames.update({one: (len(ranked) - rank) * _LISTED_SURNAME for rank, one in enumerate(ranked)})
    given.update(dict.fromkeys(GIVEN, LISTED_GIVEN))
    return surnames, given
