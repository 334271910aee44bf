"""Typed text as the lexicon reads it: one width, one script, no noise between characters, and where each stood."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

CLAUSE_ENDS = "，。：、"  # what is left of punctuation: comma for all that parts clauses, stop for what ends a sentence
FIELD_END = "\x1e"  # put between texts read together: read as a stop, never as noise

_COMMAS = frozenset(",;()[]{}<>\"'|，；（）【】〔〕「」『』《》〈〉“”‘’")
_STOPS = frozenset("。!?！？\n\r…")
_DASHES = frozenset("-‐‑‒–—―−~〜～")
_KEPT = frozenset("%@")
_STANDING_ALONE = frozenset("男女一二三四五六七八九十")  # a clause or a list number of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainText:
    """A text to look for words in; `places[i]` is where character i of `text` stood in the typed one (code points)."""

    text: str
    places: tuple[int, ...]

    def typed_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the typed text behind a span of this one, which must not be empty."""
        return self.places[start], self.places[end - 1] + 1


@cache
def _forms() -> dict[str, str]:
    data = tomllib.loads(Path(__file__).with_name("variants.toml").read_text("utf8"))
    pairs = f"{data['forms']} {data['marks']}".split()
    return {pair[0]: pair[1:] for pair in pairs}


@lru_cache(maxsize=8192)
def _signs(character: str) -> tuple[str, ...]:
    forms = _forms()
    usual = unicodedata.normalize("NFKC", forms.get(character, character)).casefold()
    return tuple(forms.get(sign, sign) for sign in usual)


@lru_cache(maxsize=1024)  # the cells of a table recur, and every text is read by several rules
def plain(typed: str) -> PlainText:
    """Return the text as the lexicon reads it.

    Full width, circled digits, capitals and traditional characters become the usual ones; spaces, dots, emoji and
    invisible characters vanish, except dots between Latin letters and blanks between digits; punctuation becomes
    one of `CLAUSE_ENDS`, and vanishes too where it stands beside a single character (押，金).
    """
    signs = [(sign, place) for place, character in enumerate(typed) for sign in _signs(character)]
    kept = _joined(tuple(_without_noise(signs)))
    text = "".join(sign for sign, _ in kept).replace(FIELD_END, "。")
    return PlainText(text=text, places=tuple(place for _, place in kept))


def _without_noise(signs: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    for at, (sign, place) in enumerate(signs):
        if sign.isalnum() or sign in _KEPT or sign == FIELD_END:
            yield sign, place
        elif (read := _mark(sign, signs[at - 1][0] if at else "", signs[at + 1][0] if at + 1 < len(signs) else "")):
            yield read, place


def _mark(sign: str, before: str, after: str) -> str:
    """Return what a sign that is no letter or digit is read as; empty when it is noise."""
    if sign in _COMMAS:
        return "，"
    if sign in _STOPS:
        return "。"
    if sign == ":":
        return "："
    if sign == "、":
        return sign
    if sign in _DASHES:
        return "-" if before.isdigit() or after.isdigit() else ""
    if sign == "+":
        return "" if after.isdigit() else "加"
    if sign in "./_" and _latin(before) and _latin(after):
        return sign
    if sign == " " and before.isdigit() and after.isdigit():
        return sign
    return "/" if sign == "/" and "/" in (before, after) else ""


def _latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _joined(signs: tuple[tuple[str, int], ...]) -> list[tuple[str, int]]:
    """Drop the punctuation around a single character, which parts a word and no clauses."""
    ends = [at for at, (sign, _) in enumerate(signs) if sign in CLAUSE_ENDS or sign == FIELD_END]
    borders = [-1, *ends, len(signs)]
    noise: set[int] = set()
    for left, right in pairwise(borders):
        lone = signs[left + 1][0] if right - left == 2 else ""
        if lone and not lone.isascii() and lone not in _STANDING_ALONE:
            noise.update((left, right))
    return [one for at, one in enumerate(signs) if at not in noise or one[0] == FIELD_END]
