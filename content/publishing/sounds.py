"""Hanzi to folded syllables, for the index; the one place that loads pypinyin (about 30 MB), and only when used."""

from __future__ import annotations

from functools import lru_cache

from content.edition.layout import is_han, runs
from content.edition.pinyin import fold


@lru_cache(maxsize=16384)
def _of_run(run: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(fold(one) for one in lazy_pinyin(run, v_to_u=False) if one.isascii())


def syllables(text: str) -> tuple[str, ...]:
    """Return the folded syllables of a text's hanzi in order, polyphones by the phrase they stand in."""
    found: tuple[str, ...] = ()
    for run in runs(text):
        if is_han(run):
            found += _of_run(run)
    return found
