"""The words of the pinyin engine, searched in the bytes of their file; nothing is unpacked before it is asked for."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.edition.pinyin import completions, fold

DATA = Path(__file__).with_name("data")
_CACHED = 20_000
_FOLDED_INITIALS = bytes.maketrans(b"lf", b"nh")  # as `fold` has them


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its syllables as they are spelled and how common it is."""

    text: str
    spelling: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Character:
    """One reading of a character: how common it is, and how often it is a surname or stands in a given name."""

    text: str
    spelling: str
    weight: int
    surnames: int
    given: int


def key_of(spelling: tuple[str, ...]) -> str:
    """Return what a word is found under: its folded syllables."""
    return " ".join(map(fold, spelling))


def initials_of(spelling: tuple[str, ...]) -> str:
    """Return the folded first letters of a word: `bao jie` → bj, `lin gong` → ng."""
    return "".join(fold(one[0]) for one in spelling)


class Lexicon:
    """Words by folded spelling and by initials; safe for any number of threads."""

    def __init__(self, folder: Path = DATA) -> None:
        self._bytes = (folder / "lexicon.txt").read_bytes()
        self._lines, self._by_initials, self.total = _indexed(self._bytes)
        self._openings = dict(_fields(folder / "openings.txt"))
        self._characters: dict[str, tuple[Character, ...]] = {}
        gathered: dict[str, list[Character]] = {}
        for spelling, text, weight, surnames, given in _columns(folder / "characters.txt"):
            one = Character(text, spelling, int(weight), int(surnames), int(given))
            gathered.setdefault(fold(spelling), []).append(one)
        for syllable, found in gathered.items():
            self._characters[syllable] = tuple(sorted(found, key=lambda one: -one.weight))
        # methods are cached one by one, so that a lexicon that is let go takes its cache with it
        self.words = lru_cache(_CACHED)(self._words)
        self.starting = lru_cache(_CACHED)(self._starting)
        self.abbreviated = lru_cache(_CACHED)(self._abbreviated)

    def __len__(self) -> int:
        return len(self._lines)

    def characters(self, syllable: str) -> tuple[Character, ...]:
        """Return the characters of a folded syllable, the commonest first."""
        return self._characters.get(syllable, ())

    def characters_begun(self, start: str, most: int) -> tuple[Character, ...]:
        """Return the commonest characters whose folded syllable begins so."""
        found = [one for syllable in completions(start) for one in self.characters(syllable)[:most]]
        return tuple(sorted(found, key=lambda one: -one.weight)[:most])

    def every(self) -> Iterator[Word]:
        """Return all words in the order of their keys."""
        return map(self._word, range(len(self._lines)))

    def every_character(self) -> Iterator[Character]:
        """Return all readings of all characters."""
        return (one for found in self._characters.values() for one in found)

    def _words(self, key: str) -> tuple[Word, ...]:
        """Return the words of a folded key, the commonest first."""
        return self._run(self._lines, self._key, key, lambda n: self._key(n) == key)

    def _starting(self, start: str, most: int) -> tuple[str, ...]:
        """Return the commonest words whose folded key begins so and goes on."""
        if start in self._openings:
            return tuple(self._openings[start].split(" ")[:most])
        found = self._run(self._lines, self._key, start, lambda n: self._key(n).startswith(start))
        longer = sorted((one for one in found if key_of(one.spelling) != start), key=lambda one: -one.weight)
        return tuple(one.text for one in longer[:most])

    def _abbreviated(self, initials: str, most: int) -> tuple[Word, ...]:
        """Return the commonest words with these folded initials."""
        order = self._by_initials
        start = bisect_left(range(len(order)), initials, key=lambda at: self._initials(order[at]))
        found: list[Word] = []
        while start + len(found) < len(order) and len(found) < most:
            if self._initials(order[start + len(found)]) != initials:
                break
            found.append(self._word(order[start + len(found)]))
        return tuple(found)

    def _run(self, lines: array[int], key_at: Callable[[int], str], key: str, belongs: Callable[[int], bool]
             ) -> tuple[Word, ...]:  # fmt: skip
        start = bisect_left(range(len(lines)), key, key=key_at)
        end = start
        while end < len(lines) and belongs(end):
            end += 1
        return tuple(self._word(n) for n in range(start, end))

    def _line(self, n: int) -> str:
        start = self._lines[n]
        return self._bytes[start:self._bytes.index(b"\n", start)].decode()

    def _key(self, n: int) -> str:
        start = self._lines[n]
        return fold(self._bytes[start:self._bytes.index(b"\t", start)].decode())

    def _initials(self, n: int) -> str:
        start = self._lines[n]
        return initials_of(tuple(self._bytes[start:self._bytes.index(b"\t", start)].decode().split(" ")))

    def _word(self, n: int) -> Word:
        spelling, text, weight = self._line(n).split("\t")
        return Word(text, tuple(spelling.split(" ")), int(weight))


def _indexed(text: bytes) -> tuple[array[int], array[int], int]:
    """Return where lines start, their numbers by initials and weight, and the sum of all weights."""
    starts, order_keys, total, at = array("I"), [], 0, 0
    for line in text.splitlines(keepends=True):
        spelling, _, weight = line.split(b"\t")
        starts.append(at)
        at += len(line)
        total += int(weight)
        initials = bytes(one[0] for one in spelling.split(b" ")).translate(_FOLDED_INITIALS)
        order_keys.append((initials, -int(weight)))
    return starts, array("I", sorted(range(len(starts)), key=order_keys.__getitem__)), total


def _columns(path: Path) -> Iterator[list[str]]:
    return (line.split("\t") for line in path.read_text("utf8").splitlines())


def _fields(path: Path) -> Iterator[tuple[str, str]]:
    return ((first, rest) for first, rest in _columns(path))
