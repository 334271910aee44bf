"""Pinyin as people of the county type it: one folded spelling for sounds that dialect does not keep apart.

Folded on both sides of a search: zh→z ch→c sh→s, ang→an eng→en ing→in, l→n, f→h (`reference/chinese.md` part 1a).
A typed word is cut into syllables by the spellings as they stand, then folded; folding first would glue 蛋糕 (dan gao)
into "danao".
"""

from __future__ import annotations

from functools import cache

_MOST_CUTS = 6

# initial: finals; every syllable of standard Mandarin, ü written v
_TABLE = """
-: a o e ai ei ao ou an en ang er
b: a o ai ei ao an en ang eng i ie iao ian in ing u
p: a o ai ei ao ou an en ang eng i ie iao ian in ing u
m: a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u
f: a o ei ou an en ang eng u
d: a e ai ei ao ou an en ang eng ong i ie iao iu ian ing u uo ui uan un ia
t: a e ai ei ao ou an ang eng ong i ie iao ian ing u uo ui uan un
n: a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan un v ve
l: a o e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un v ve
g: a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang
k: a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang
h: a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang
j: i ia ie iao iu ian in iang ing iong u ue uan un
q: i ia ie iao iu ian in iang ing iong u ue uan un
x: i ia ie iao iu ian in iang ing iong u ue uan un
zh: a e ai ei ao ou an en ang eng ong i u ua uo uai ui uan un uang
ch: a e ai ao ou an en ang eng ong i u ua uo uai ui uan un uang
sh: a e ai ei ao ou an en ang eng i u ua uo uai ui uan un uang
r: e ao ou an en ang eng ong i u ua uo ui uan un
z: a e ai ei ao ou an en ang eng ong i u uo ui uan un
c: a e ai ao ou an en ang eng ong i u uo ui uan un
s: a e ai ao ou an en ang eng ong i u uo ui uan un
y: a o e ao ou an ang i in ing ong u ue uan un
w: a o ai ei an en ang eng u
"""

_SAME = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("l", "n"), ("f", "h"),
         ("nue", "nve"))  # fmt: skip
_INITIALS = {"z": ("z", "zh"), "c": ("c", "ch"), "s": ("s", "sh"), "n": ("n", "l"), "h": ("h", "f")}
_FINALS = {"an": "ang", "en": "eng", "in": "ing"}


def fold(syllable: str) -> str:
    """Return the folded spelling of one syllable, or of its beginning: `zhuang` → `zuan`."""
    for sound, kept in _SAME:
        syllable = syllable.replace(sound, kept)
    return syllable


@cache
def folded_syllables() -> frozenset[str]:
    """Return every syllable of Mandarin as `fold` leaves it, without tones and dialect's differences."""
    found = set()
    for line in _TABLE.split("\n"):
        initial, _, finals = line.partition(": ")
        found |= {fold(initial.strip("-") + final) for final in finals.split()}
    return frozenset(found)


@cache
def spellings() -> frozenset[str]:
    """Return every way a syllable may be typed: all that fold to a syllable, real ones and those of dialect."""
    found = set()
    for syllable in folded_syllables():
        heads = [start + syllable[1:] for start in _INITIALS.get(syllable[0], (syllable[0],))]
        found |= set(heads)
        if syllable[-2:] in _FINALS:
            found |= {head[:-2] + _FINALS[syllable[-2:]] for head in heads}
    return frozenset(found | {one.replace("ve", "ue") for one in found if one.endswith("ve")})


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(one[:end] for one in spellings() for end in range(1, len(one)))


@cache
def completions(start: str) -> tuple[str, ...]:
    """Return the folded syllables that a folded beginning may become: `ji` → ji, jia, jian …"""
    return tuple(sorted(one for one in folded_syllables() if one.startswith(start)))


def cuts(text: str) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """Cut lower-case letters into syllables as they are spelled, longest first, at most six ways.

    Each way carries whether its last piece is only a beginning: `baoj` → (("bao", "j"), True). `'` cuts: `xi'an`.
    Empty when the letters are no pinyin.
    """
    found: list[tuple[tuple[str, ...], bool]] = []
    letters = text.replace("ü", "v")
    dead: set[int] = set()

    def cut(start: int, taken: tuple[str, ...]) -> bool:
        if start == len(letters):
            found.append((taken, False))
            return True
        if letters[start] == "'" and taken:
            return cut(start + 1, taken)
        if start in dead:
            return False
        before = len(found)
        for end in range(min(len(letters), start + 6), start, -1):
            if len(found) < _MOST_CUTS and letters[start:end] in spellings():
                cut(end, (*taken, letters[start:end]))
        rest = letters[start:]
        if len(found) < _MOST_CUTS and rest not in spellings() and rest in _beginnings():
            found.append(((*taken, rest), True))
        if len(found) == before:
            dead.add(start)
        return len(found) > before

    cut(0, ())
    return tuple(found[:_MOST_CUTS])


def segment(text: str) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """Cut as `cuts` does, into folded syllables; what folds to the same is one way."""
    return tuple(dict.fromkeys((tuple(map(fold, pieces)), begun) for pieces, begun in cuts(text)))
