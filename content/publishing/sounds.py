"""Hanzi to syllables for the index, by way of a short-lived process that alone loads pypinyin."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from content.edition.layout import is_han, runs
from content.edition.pinyin import fold
from content.errors import EditionError

Sounds = Mapping[str, tuple[str, ...]]  # a run of hanzi to its syllables as they are spelled

_SPELLING = Path(__file__).with_name("spelling.py")
_TIMEOUT_S = 120
_MOST_KNOWN = 50_000  # runs, some 10 MB

# a patch after 已招满 spells nothing new, and the child takes a quarter of a second to start
_known: dict[str, tuple[str, ...]] = {}


def sounds_of(texts: Iterable[str]) -> Sounds:
    """Return the syllables of every run of hanzi in the texts; EditionError when pinyin cannot be made."""
    wanted = sorted({run for text in set(texts) for run in runs(text) if is_han(run)})
    # a copy, so that a publish beside this one that starts afresh takes nothing away
    known = dict(_known)
    if strange := [run for run in wanted if run not in known]:
        spelled = _spelled(strange)
        known |= spelled
        if len(known) > _MOST_KNOWN:
            _known.clear()
        _known.update(spelled)
    return {run: known[run] for run in wanted}


def _spelled(runs_of_hanzi: list[str]) -> dict[str, tuple[str, ...]]:
    try:
        child = subprocess.run([sys.executable, "-I", str(_SPELLING)], input=json.dumps(runs_of_hanzi).encode(),
                               capture_output=True, check=True, timeout=_TIMEOUT_S)  # fmt: skip
        spelled = json.loads(child.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise EditionError("拼音没有生成，没有发布，请再点一次；再不行请系统管理员检查 pypinyin。") from error
    return {run: tuple(each) for run, each in zip(runs_of_hanzi, spelled, strict=True)}


def syllables(text: str, sounds: Sounds) -> tuple[str, ...]:
    """Return the folded syllables of a text's hanzi in order."""
    return tuple(fold(one) for run in runs(text) for one in sounds.get(run, ()))


def readings(sounds: Sounds) -> dict[str, tuple[str, ...]]:
    """Return how each hanzi is read in these runs, so that a hit can be told in words: 搬 → ban."""
    found: dict[str, set[str]] = {}
    for run, spelled in sounds.items():
        if len(run) == len(spelled):
            for char, one in zip(run, spelled, strict=True):
                found.setdefault(char, set()).add(one)
    return {char: tuple(sorted(ways)) for char, ways in sorted(found.items())}
