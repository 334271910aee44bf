"""Hanzi to folded syllables for the index, by way of a short-lived process that alone loads pypinyin."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from content.edition.layout import is_han, runs
from content.edition.pinyin import fold
from content.errors import EditionError

Sounds = Mapping[str, tuple[str, ...]]  # a run of hanzi to its folded syllables

_SPELLING = Path(__file__).with_name("spelling.py")
_TIMEOUT_S = 120


def sounds_of(texts: Iterable[str]) -> Sounds:
    """Return the syllables of every run of hanzi in the texts; EditionError when pinyin cannot be made."""
    wanted = sorted({run for text in set(texts) for run in runs(text) if is_han(run)})
    if not wanted:
        return {}
    try:
        child = subprocess.run([sys.executable, "-I", str(_SPELLING)], input=json.dumps(wanted).encode(),
                               capture_output=True, check=True, timeout=_TIMEOUT_S)  # fmt: skip
        spelled = json.loads(child.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise EditionError("拼音没有生成，没有发布，请再点一次；再不行请系统管理员检查 pypinyin。") from error
    return {run: tuple(fold(one) for one in each) for run, each in zip(wanted, spelled, strict=True)}


def syllables(text: str, sounds: Sounds) -> tuple[str, ...]:
    """Return the folded syllables of a text's hanzi in order."""
    return tuple(one for run in runs(text) for one in sounds.get(run, ()))
