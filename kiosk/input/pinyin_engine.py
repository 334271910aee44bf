"""Pinyin to hanzi: words, sentences, initials and unfinished spellings, tolerant of dialect; and a mode for names.

Candidates come in this order: words spelled so, a sentence where there is none, words abbreviated so, words that go on,
words for the first syllables, characters of the first one. What is spelled exactly comes before what only sounds alike
in dialect (`content.edition.pinyin.fold`), and the market's own words before all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import log

from content.edition.pinyin import cuts, fold
from kiosk.input.lexicon import Character, Lexicon, Word, initials_of, key_of

MOST_LETTERS = 40
_MOST, _MOST_OF_NAMES = 60, 240  # candidates: nobody turns more pages, but a name may need the last one
_LONGEST_WORD = 6
_DIALECT = 0.02  # of its weight keeps a word that is spelled otherwise and sounds alike
_DIALECT_IN_SENTENCE = 0.002  # there every word costs, so that two odd ones would soon pass for one right one
_ABBREVIATED = 0.05  # of its weight keeps a word that is abbreviated so, where letters are also a spelling
_LONE = 4.0  # nats a character in a sentence costs beside a word of the same weight
_OWN = 1_000_000_000  # weight of the market's own words: above every other

_Ways = tuple[tuple[tuple[str, ...], bool], ...]
_Step = Callable[[str, _Ways], Iterable["Candidate"]]


class Mode(StrEnum):
    """What is being typed."""

    WORDS = "words"
    SURNAME = "surname"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that the first `used` letters may stand for."""

    text: str
    used: int


class OwnWords:
    """The market's own words, spelled by the lexicon: places, trades, employers and titles of an edition."""

    def __init__(self, texts: Iterable[str], lexicon: Lexicon) -> None:
        self._by_key: dict[str, list[Word]] = {}
        self._by_initials: dict[str, list[Word]] = {}
        spell = Speller(lexicon)
        for text in dict.fromkeys(texts):
            spelling = spell(text)
            if len(text) > 1 and spelling is not None:
                word = Word(text, spelling, _OWN)
                self._by_key.setdefault(key_of(spelling), []).append(word)
                self._by_initials.setdefault(initials_of(spelling), []).append(word)

    def words(self, key: str) -> tuple[Word, ...]:
        """Return the words of a folded key."""
        return tuple(self._by_key.get(key, ()))

    def abbreviated(self, initials: str) -> tuple[Word, ...]:
        """Return the words with these folded initials."""
        return tuple(self._by_initials.get(initials, ()))

    def starting(self, start: str, most: int) -> tuple[str, ...]:
        """Return words whose folded key begins so and goes on."""
        found = (one.text for key, words in self._by_key.items() if key != start and key.startswith(start)
                 for one in words)  # fmt: skip
        return tuple(text for text, _ in zip(found, range(most), strict=False))


class Speller:
    """Spells hanzi by the longest words of the lexicon, and by the commonest reading where no word covers them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words: dict[str, tuple[str, ...]] = {}
        for word in lexicon.every():
            self._words.setdefault(word.text, word.spelling)
        self._characters: dict[str, Character] = {}
        for one in lexicon.every_character():
            if one.text not in self._characters or self._characters[one.text].weight < one.weight:
                self._characters[one.text] = one

    def __call__(self, text: str) -> tuple[str, ...] | None:
        """Return the syllables of a text, None where one of its characters has no reading."""
        spelling: list[str] = []
        at = 0
        while at < len(text):
            for end in range(min(len(text), at + _LONGEST_WORD), at + 1, -1):
                if text[at:end] in self._words:
                    spelling += self._words[text[at:end]]
                    at = end
                    break
            else:
                if text[at] not in self._characters:
                    return None
                spelling.append(self._characters[text[at]].spelling)
                at += 1
        return tuple(spelling)


class PinyinEngine:
    """Answers every key; safe for any number of threads."""

    def __init__(self, lexicon: Lexicon, own: OwnWords | None = None) -> None:
        self._lexicon = lexicon
        self._own = own or OwnWords((), lexicon)
        self._log_total = log(lexicon.total)
        self._best = lru_cache(20_000)(self._best_of)

    def candidates(self, letters: str, mode: Mode = Mode.WORDS) -> tuple[Candidate, ...]:
        """Return what lower-case letters may stand for, the likeliest first, each text once."""
        typed = letters[:MOST_LETTERS].lstrip("'")
        if not typed:
            return ()
        ways = cuts(typed)
        found: dict[str, Candidate] = {}
        steps: tuple[_Step, ...] = (self._spelled, self._abbreviated, self._going_on, self._first_words,
                                    self._first_characters)  # fmt: skip
        if mode is not Mode.WORDS:
            steps = (self._of_names(mode),)
        for step in steps:
            for one in step(typed, ways):
                found.setdefault(one.text, one)
            if len(found) >= _MOST:
                break
        return tuple(found.values())[:_MOST if mode is Mode.WORDS else _MOST_OF_NAMES]

    def _spelled(self, typed: str, ways: _Ways) -> Iterable[Candidate]:
        """Return words spelled so, with those abbreviated so among them, else a sentence."""
        scored = [(self._score(word, pieces), word.text) for pieces, begun in ways if not begun
                  for word in self._words(key_of(pieces))]  # fmt: skip
        scored += [(one.weight * 2.0 * _likeness(one.spelling, pieces[0]), one.text)
                   for pieces, begun in ways if not begun and len(pieces) == 1
                   for one in self._lexicon.characters(fold(pieces[0]))[:8]]  # fmt: skip
        share = _ABBREVIATED if scored else 1.0
        if not scored and ways and len(ways[0][0]) > 1:
            pieces, begun = ways[0]
            start = key_of(pieces) + ("" if begun else " ")
            yield from (Candidate(text, len(typed)) for text in self._own.starting(start, 5))
            yield from (Candidate(text, len(typed)) for text in self._sentence(pieces, begun))
        scored += [(word.weight * share, word.text) for word in self._abbreviations(typed)]
        yield from (Candidate(text, len(typed)) for _, text in sorted(scored, key=lambda pair: -pair[0]))

    def _abbreviated(self, typed: str, ways: _Ways) -> Iterable[Candidate]:
        """Return words for the longest beginning that is an abbreviation, when the letters spell nothing."""
        if ways:
            return
        for end in range(len(typed) - 1, 1, -1):
            for word in self._abbreviations(typed[:end])[:6]:
                yield Candidate(word.text, end)

    def _going_on(self, typed: str, ways: _Ways) -> Iterable[Candidate]:
        for pieces, begun in ways[:2]:
            start = key_of(pieces) + ("" if begun else " ")
            for text in (*self._own.starting(start, 5), *self._lexicon.starting(start, 5)):
                yield Candidate(text, len(typed))

    def _first_words(self, typed: str, ways: _Ways) -> Iterable[Candidate]:
        for pieces, _ in ways[:1]:
            for count in range(len(pieces) - 1, 1, -1):
                for word in self._words(key_of(pieces[:count]))[:3]:
                    yield Candidate(word.text, _length(typed, pieces[:count]))

    def _first_characters(self, typed: str, ways: _Ways) -> Iterable[Candidate]:
        firsts = dict.fromkeys((pieces[0], begun and len(pieces) == 1) for pieces, begun in ways)
        for first, begun in firsts or {(typed[:1], True): None}:
            if begun:
                found = self._lexicon.characters_begun(fold(first), _MOST // 2)
            else:
                found = tuple(sorted(self._lexicon.characters(fold(first)),
                                     key=lambda one: -one.weight * _likeness(one.spelling, first)))  # fmt: skip
            yield from (Candidate(one.text, len(first)) for one in found)

    def _of_names(self, mode: Mode) -> _Step:
        """Return the step for one character of a name: by how many people bear it, then by how common it is."""

        def worth(one: Character) -> tuple[float, int]:
            return (one.surnames if mode is Mode.SURNAME else one.given, one.weight)

        def step(typed: str, ways: _Ways) -> Iterable[Candidate]:
            for first in dict.fromkeys(pieces[0] for pieces, _ in ways):
                begun = all(begun and len(pieces) == 1 for pieces, begun in ways if pieces[0] == first)
                if begun:
                    found = self._lexicon.characters_begun(fold(first), _MOST_OF_NAMES)
                    order = sorted(found, key=lambda one: [
                        -value * (1 if one.spelling.startswith(first) else _DIALECT) for value in worth(one)])
                else:
                    order = sorted(self._lexicon.characters(fold(first)), key=lambda one: [
                        -value * _likeness(one.spelling, first) for value in worth(one)])  # fmt: skip
                yield from (Candidate(one.text, len(first)) for one in order)

        return step

    def _words(self, key: str) -> tuple[Word, ...]:
        return self._own.words(key) + self._lexicon.words(key)

    def _abbreviations(self, typed: str) -> tuple[Word, ...]:
        initials = "".join(map(fold, typed))
        return self._own.abbreviated(initials) + self._lexicon.abbreviated(initials, 20)

    def _score(self, word: Word, pieces: tuple[str, ...]) -> float:
        return word.weight * (1.0 if word.spelling == pieces else _DIALECT)

    def _sentence(self, pieces: tuple[str, ...], begun: bool) -> tuple[str, ...]:
        """Return the likeliest run of words for syllables; a beginning at their end is left out of it."""
        whole = pieces[:-1] if begun else pieces
        best: list[tuple[float, str]] = [(0.0, "")]
        for end in range(1, len(whole) + 1):
            ways = [(best[start][0] + cost, best[start][1] + text)
                    for start in range(max(0, end - _LONGEST_WORD), end)
                    if (one := self._best(whole[start:end])) is not None for cost, text in (one,)]  # fmt: skip
            if not ways:
                return ()
            best.append(max(ways))
        return () if begun or not best[-1][1] else (best[-1][1],)

    def _best_of(self, pieces: tuple[str, ...]) -> tuple[float, str] | None:
        """Return log-likelihood and text of the likeliest word for whole syllables."""

        def likelihood(weight: int, exact: bool) -> float:
            return log(weight * (1.0 if exact else _DIALECT_IN_SENTENCE) + 1) - self._log_total

        scored = [(likelihood(word.weight, word.spelling == pieces), word.text) for word in self._words(key_of(pieces))]
        if len(pieces) == 1:
            scored += [(likelihood(one.weight, one.spelling == pieces[0]) - _LONE, one.text)
                       for one in self._lexicon.characters(fold(pieces[0]))]  # fmt: skip
        return max(scored, default=None)


def _likeness(spelling: str, typed: str) -> float:
    return 1.0 if spelling == typed else _DIALECT


def _length(typed: str, pieces: tuple[str, ...]) -> int:
    """Return how many letters of what was typed the first pieces take, the marks between them included."""
    at = 0
    for piece in pieces:
        at = typed.index(piece[0], at) if typed[at:at + 1] == "'" else at
        at += len(piece)
    return at
