"""职业小测: 24 pictures of work, liked or not, and the types and trades they speak for (domain D). Pure.

It orders a list to browse and never hides anything; our own items without norms, theory after Holland's six types.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from content.model.codec import from_plain
from content.model.codes import Labelled

MISSING = -1
_PER_TYPE = 4
_HASTY_S = 24  # a second an item
_FLAT = 2  # points between the highest and the lowest type
_NEAR = 1  # points below the highest that still count as its equal
_MOST = 3


class Liking(Labelled):
    """How an item is answered; the points are its place: 0, 1, 2."""

    DISLIKE = "0", "不喜欢"
    FAIR = "1", "一般"
    LIKE = "2", "喜欢"


class Verdict(Labelled):
    """What the answers as a whole are worth."""

    CLEAR = "clear", "兴趣有侧重"
    FLAT = "flat", "兴趣不突出，请与职业指导员面谈"
    HASTY = "hasty", "作答过快或都选一样，结果靠不住，可以慢慢再做一次"
    SPARSE = "sparse", "答得太少，算不出来，可以再做一次"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """One of the six types; `trades` are groups (A) and single trades (E07)."""

    code: str
    name: str
    trades: tuple[str, ...]
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One picture with its words."""

    picture: str
    words: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    """What the answers came to; a type without a score had more than one item left out."""

    __test__ = False  # not a test of pytest's

    verdict: Verdict
    scores: dict[str, Fraction | None]  # by type in the order R I A S E C, 0 to 8
    types: tuple[str, ...]  # the leading ones in that order, none unless the verdict is clear


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("self_test.toml").read_text("utf8"))


@cache
def interests() -> dict[str, Interest]:
    """Return the six types by code, in the order R I A S E C."""
    return {str(row["code"]): from_plain(Interest, row) for row in _table()["type"]}


def items_version() -> str:
    """Return the name of this set of items, which goes with every filing."""
    return str(_table()["version"])


def limits() -> str:
    """Return what the test is and is not, said wherever its result stands."""
    return str(_table()["limits"])


@cache
def items() -> tuple[Item, ...]:
    """Return the 24 items as they are asked: the types take turns, so that no two alike follow each other."""
    return tuple(
        Item(picture=one.items[turn][0], words=one.items[turn][1], type=one.code)
        for turn in range(_PER_TYPE) for one in interests().values()
    )  # fmt: skip


def score(answers: tuple[int, ...], seconds: float) -> TestResult:
    """Return what answers in the order of `items` came to: 0, 1, 2 or MISSING each."""
    given: dict[str, list[int]] = {code: [] for code in interests()}
    for item, answer in zip(items(), answers, strict=True):
        if answer != MISSING:
            given[item.type].append(answer)
    scores = {code: _of_type(points) for code, points in given.items()}
    said = [points for points in answers if points != MISSING]
    known = [points for points in scores.values() if points is not None]
    if len(known) < 2:
        return TestResult(verdict=Verdict.SPARSE, scores=scores, types=())
    if seconds < _HASTY_S or (len(said) == len(answers) and len(set(said)) == 1):
        return TestResult(verdict=Verdict.HASTY, scores=scores, types=())
    if max(known) - min(known) <= _FLAT:
        return TestResult(verdict=Verdict.FLAT, scores=scores, types=())
    return TestResult(verdict=Verdict.CLEAR, scores=scores, types=_leading(scores))


def _of_type(points: list[int]) -> Fraction | None:
    if len(points) < _PER_TYPE - 1:
        return None
    return Fraction(sum(points) * _PER_TYPE, len(points))


def _leading(scores: dict[str, Fraction | None]) -> tuple[str, ...]:
    """Return the types within a point of the highest, three at most; those level with the third are shown too."""
    known = {code: points for code, points in scores.items() if points is not None}
    near = sorted((points for points in known.values() if points >= max(known.values()) - _NEAR), reverse=True)
    least = near[min(_MOST, len(near)) - 1]
    return tuple(code for code, points in known.items() if points >= least)


def suited(result: TestResult) -> tuple[str, ...]:
    """Return groups and trades of the leading types as the table names them, the higher type first."""
    ranked = sorted(result.types, key=lambda code: -(result.scores[code] or 0))
    return tuple(dict.fromkeys(place for code in ranked for place in interests()[code].trades))
