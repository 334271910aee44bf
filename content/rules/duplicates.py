"""疑似重复: jobs that are the same job twice, found among many by what they say and by whom (R108)."""

from __future__ import annotations

import re
import tomllib
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import ceil
from pathlib import Path

from content.model.codes import Labelled
from content.model.jobs import Employer, JobPost
from content.rules.plain_text import plain

_PLANE = 21  # bits of a code point
_SPARE_HITS = 12  # pairs asked for beyond the fewest: 390 jobs to compare with fall to 80 among 20,000
_ROUNDING = 1e-9  # 25 × 0.56 is 14, and a float makes it more
_MOST_OF_ONE_PARTY = 300
_MOST_DEAD = 2  # the index is packed when more than 1 in this many of its places are left by removed jobs


class Likeness(Labelled):
    """How two jobs are alike."""

    EXACT = "exact", "同一单位、工种、地点和计酬方式"
    RENEWAL = "renewal", "几乎一样，可以更新原岗位"
    NEAR = "near", "内容相近"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTrace:
    """What of a job tells whether it is another one again; `pairs` are the sorted character pairs of its text."""

    id: str
    fingerprint: tuple[str, ...]  # employer, trade, place, pay unit (R108); empty while one of them is not typed yet
    parties: frozenset[str]  # employer, its name without 有限公司 and the like, and phones
    trade: str
    township: str
    place: frozenset[int]  # character pairs of the address
    numbers: frozenset[str]  # house numbers in it
    contrasts: frozenset[str]  # which sides of the contrasts of duplicates.toml it takes: "0 one", "0 other"
    pairs: array[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """One job that may be the same: `score` is 0–1, the share of character pairs in common."""

    id: str
    score: float
    likeness: Likeness
    same_fingerprint: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Thresholds:
    two_signs: float
    one_sign: float
    no_sign: float
    other_trade: float
    renewal: float
    same_place: float
    fewest_pairs: int
    contrasts: tuple[dict[str, list[str]], ...]


@cache
def _thresholds() -> _Thresholds:
    data = tomllib.loads(Path(__file__).with_name("duplicates.toml").read_text("utf8"))
    return _Thresholds(**data | {"contrasts": tuple(data["contrasts"])})


def fingerprint_of(employer_id: str, trade_code: str, township_code: str, address: str,
                   pay_unit: str) -> tuple[str, ...]:  # fmt: skip
    """Return what makes two postings the same one (R108); empty while a part of it is not typed yet."""
    parts = (employer_id, trade_code, township_code, _place(address), pay_unit)
    return parts if all(parts) else ()


@lru_cache(maxsize=32_768)
def _place(address: str) -> str:
    # the score asks for the places of a whole year each time it is opened
    return _letters(address)


def trace_of(job: JobPost, employer: Employer | None) -> JobTrace:
    """Return the trace of a job; `employer` None leaves only its phone to know it by."""
    place = _letters(job.address)
    parties = {("employer", job.employer_id), ("phone", _digits(job.contact_phone))}
    if employer is not None:
        parties |= {("name", _firm(employer.name)), ("phone", _digits(employer.contact_phone))}
    parts = (job.title, job.duties, job.requirements, job.address, job.gathering)
    text = "".join(_letters(part) for part in parts)
    return JobTrace(
        id=job.id,
        fingerprint=fingerprint_of(job.employer_id, job.trade_code, job.township_code, job.address, job.pay_unit.value),
        parties=frozenset(f"{kind} {value}" for kind, value in parties if value),
        trade=job.trade_code,
        township=job.township_code,
        place=frozenset(_pairs(place)),
        numbers=frozenset(re.findall(r"\d+", place)),
        contrasts=_sides(text + _letters(job.hours)),
        pairs=_pairs(text),
    )


def _sides(letters: str) -> frozenset[str]:
    return frozenset(
        f"{at} {side}" for at, contrast in enumerate(_thresholds().contrasts) for side, words in contrast.items()
        if any(word in letters for word in words)
    )  # fmt: skip


def character_pairs(text: str) -> array[int]:
    """Return the character pairs of a text, sorted and each once: only letters, hanzi and digits count."""
    return _pairs(_letters(text))


def _pairs(letters: str) -> array[int]:
    return array("Q", sorted({ord(one) << _PLANE | ord(two) for one, two in pairwise(letters)}))


def likeness(one: frozenset[int], other: Collection[int]) -> float:
    """Return the Jaccard share of two texts' character pairs, each named once; 0 for two empty ones."""
    common = len(one.intersection(other))
    whole = len(one) + len(other) - common
    return common / whole if whole else 0.0


@lru_cache(maxsize=4096)
def _letters(text: str) -> str:
    return "".join(sign for sign in plain(text).text if sign.isalnum())


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _firm(name: str) -> str:
    """Return a firm's name without what one writes and another leaves out."""
    short = _letters(name)
    for ending in ("有限责任公司", "股份有限公司", "有限公司", "公司", "个体工商户"):
        short = short.removesuffix(ending)
    return short


class Duplicates:
    """The jobs to compare with, by character pair and by party; adding, removing and asking take milliseconds.

    Not for two threads at once.
    """

    def __init__(self, traces: Iterable[JobTrace] = ()) -> None:
        """Take in the jobs there are."""
        self._clear()
        for trace in traces:
            self.add(trace)

    def _clear(self) -> None:
        self._places: list[JobTrace | None] = []
        self._place_of: dict[str, int] = {}
        self._by_pair: dict[str, dict[int, array[int]]] = {}  # by township: no job is a twin across its border
        self._by_party: dict[str, set[int]] = {}
        self._by_fingerprint: dict[tuple[str, ...], set[int]] = {}

    def __len__(self) -> int:
        """Return how many jobs are held."""
        return len(self._place_of)

    def add(self, trace: JobTrace) -> None:
        """Take in a job, in place of the one of that id if there is one."""
        self.remove(trace.id)
        place = len(self._places)
        self._places.append(trace)
        self._place_of[trace.id] = place
        shelf = self._by_pair.setdefault(trace.township, {})
        for pair in trace.pairs:
            shelf.setdefault(pair, array("L")).append(place)
        for party in trace.parties:
            self._by_party.setdefault(party, set()).add(place)
        if trace.fingerprint:
            self._by_fingerprint.setdefault(trace.fingerprint, set()).add(place)

    def remove(self, job_id: str) -> None:
        """Forget a job; no effect when it is not held."""
        place = self._place_of.pop(job_id, None)
        if place is None:
            return
        trace = self._places[place]
        self._places[place] = None
        if trace is not None:
            for party in trace.parties:
                self._by_party[party].discard(place)
            self._by_fingerprint.get(trace.fingerprint, set()).discard(place)
        if len(self._places) > _MOST_DEAD * (len(self._place_of) + 1):
            self._pack()

    def _pack(self) -> None:
        held = [trace for trace in self._places if trace is not None]
        self._clear()
        for trace in held:
            self.add(trace)

    def twins(self, trace: JobTrace, not_twins: frozenset[str] = frozenset()) -> tuple[Twin, ...]:
        """Return the jobs that may be the same, the likest first; `not_twins` were judged different by a person."""
        exact = self._by_fingerprint.get(trace.fingerprint, set())
        pairs, found = frozenset(trace.pairs), []
        for place in self._same_party(trace) | self._same_text(trace) | exact:
            other = self._places[place]
            if other is None or other.id == trace.id or other.id in not_twins:
                continue
            if (twin := _judged(trace, other, pairs)) is not None:
                found.append(twin)
        return tuple(sorted(found, key=lambda twin: (-twin.score, twin.likeness is not Likeness.EXACT, twin.id)))

    def _same_party(self, trace: JobTrace) -> set[int]:
        # an agency with thousands of jobs would be compared with all of them: there the text has to speak, or the
        # fingerprint
        groups = (self._by_party.get(party, ()) for party in trace.parties)
        return set().union(*(group for group in groups if len(group) <= _MOST_OF_ONE_PARTY))

    def _same_text(self, trace: JobTrace) -> set[int]:
        """Return every place whose text may reach the threshold where one sign speaks for it, and few that do not.

        A text that shares at least the share t of pairs lacks at most 1 − t of them: so of any n − ⌈tn⌉ + k pairs it
        has k at least. The rarest are asked for, in which few jobs stand.
        """
        count, bounds = len(trace.pairs), _thresholds()
        if count < bounds.fewest_pairs:
            return set()
        common = ceil(count * bounds.one_sign - _ROUNDING)
        spare = min(_SPARE_HITS, common)
        asked = count - common + spare
        shelf = self._by_pair.get(trace.township, {})
        hits: Counter[int] = Counter()
        for postings in sorted((shelf.get(pair, ()) for pair in trace.pairs), key=len)[:asked]:
            hits.update(postings)
        return {place for place, times in hits.items() if times >= spare}


def _judged(one: JobTrace, other: JobTrace, pairs: frozenset[int]) -> Twin | None:
    """Return the twin another job is to this one, whose `pairs` are given as a set; None where they are two jobs."""
    if one.township != other.township or _contrast(one.contrasts, other.contrasts):
        return None
    bounds = _thresholds()
    same_party = not one.parties.isdisjoint(other.parties)
    score = likeness(pairs, other.pairs)
    least = (bounds.no_sign, bounds.one_sign, bounds.two_signs)[same_party + _same_place(one, other)]
    if one.trade != other.trade:
        least = max(least, bounds.other_trade)
    comparable = min(len(one.pairs), len(other.pairs)) >= bounds.fewest_pairs
    same_fingerprint = bool(one.fingerprint) and one.fingerprint == other.fingerprint
    if comparable and same_party and score >= max(least, bounds.renewal):
        kind = Likeness.RENEWAL
    elif same_fingerprint:
        kind = Likeness.EXACT
    elif comparable and score >= least:
        kind = Likeness.NEAR
    else:
        return None
    return Twin(id=other.id, score=score, likeness=kind, same_fingerprint=same_fingerprint)


def _same_place(one: JobTrace, other: JobTrace) -> bool:
    if one.numbers and other.numbers and one.numbers.isdisjoint(other.numbers):
        return False
    shorter = min(len(one.place), len(other.place))
    return shorter > 0 and len(one.place & other.place) >= shorter * _thresholds().same_place


def _contrast(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two jobs take opposite sides of a contrast, each of them only one."""
    opposite = {"one": "other", "other": "one"}
    for at, side in (taken.split() for taken in one):
        across = f"{at} {opposite[side]}"
        if across in other and across not in one and f"{at} {side}" not in other:
            return True
    return False


def pairs_of_twins(index: Duplicates, traces: Iterable[JobTrace]) -> Iterator[tuple[str, Twin]]:
    """Yield every suspected pair among jobs once, for the weekly list: the id of one job and its twin."""
    seen: set[frozenset[str]] = set()
    for trace in traces:
        for twin in index.twins(trace):
            pair = frozenset((trace.id, twin.id))
            if pair not in seen:
                seen.add(pair)
                yield trace.id, twin
