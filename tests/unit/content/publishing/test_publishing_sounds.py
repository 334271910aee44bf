"""Pinyin of hanzi is made in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from content.errors import EditionError
from content.publishing.sounds import sounds_of, syllables


def test_polyphones_are_read_by_their_phrase() -> None:
    """银行 yin hang, 重庆 chong qing, 长江 chang jiang (reference: chinese.md section 3), folded."""
    sounds = sounds_of(["银行", "重庆", "长江 12 号"])
    assert syllables("银行", sounds) == ("yin", "han")
    assert syllables("重庆", sounds) == ("cong", "qin")
    assert syllables("长江 12 号", sounds) == ("can", "jian", "hao")


def test_no_hanzi_no_process() -> None:
    assert sounds_of(["", "KTV 12"]) == {}


def test_what_was_spelled_before_needs_no_process_again(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sounds_of(["叉车司机"])
    monkeypatch.setattr(sys, "executable", "/nowhere")
    assert sounds_of(["叉车司机"]) == before
    with pytest.raises(EditionError, match="拼音"):
        sounds_of(["叉车司机", "从没见过的词"])


def test_the_hub_itself_never_loads_pypinyin() -> None:
    code = (
        "import sys, content.publishing.publisher; from content.publishing.sounds import sounds_of; "
        "sounds_of(['装卸工']); print('pypinyin' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert answer.stdout.strip() == "False"
