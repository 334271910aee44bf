"""How hanzi sound, for the search words of the desk: pypinyin's own table of single characters, read without it.

Phrases are not looked at: what matters for finding a record again is that the usual spelling is among its words, so a
character with two everyday readings is spelled both ways.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from importlib.util import find_spec
from itertools import islice, product
from pathlib import Path

from content.edition.layout import is_han, runs
from content.errors import StoreError

_MOST_SPELLINGS = 4  # of one run of hanzi
# the everyday readings of characters that have more than one, common first
_BOTH = {
    "行": ("xing", "hang"), "长": ("chang", "zhang"), "重": ("zhong", "chong"), "调": ("tiao", "diao"),
    "乐": ("le", "yue"), "会": ("hui", "kuai"), "大": ("da", "dai"), "车": ("che", "ju"), "单": ("dan", "shan"),
    "种": ("zhong", "chong"), "厦": ("sha", "xia"), "朝": ("chao", "zhao"), "都": ("du", "dou"), "地": ("di", "de"),
    "曾": ("zeng", "ceng"), "解": ("jie", "xie"), "仇": ("chou", "qiu"), "区": ("qu", "ou"), "翟": ("zhai", "di"),
    "石": ("shi", "dan"), "弹": ("dan", "tan"), "传": ("chuan", "zhuan"), "藏": ("cang", "zang"), "薄": ("bao", "bo"),
    "铺": ("pu",), "卸": ("xie",), "采": ("cai",), "番": ("fan",), "券": ("quan",), "埔": ("bu", "pu"),
    "便": ("bian", "pian"), "校": ("xiao", "jiao"), "处": ("chu",), "数": ("shu",), "和": ("he",), "了": ("le", "liao"),
}  # fmt: skip


def _bare(syllable: str) -> str:
    marked = unicodedata.normalize("NFD", syllable)
    letters = "".join("v" if one == "\u0308" else one for one in marked if one.isalpha() or one == "\u0308")
    return letters.replace("uv", "v").replace("ê", "e")


@cache
def _table() -> dict[str, str]:
    found = find_spec("pypinyin")  # finds, does not import: its phrases alone take 57 MB
    if found is None or not found.submodule_search_locations:
        raise StoreError("拼音表不在，列表不能按拼音查找，请系统管理员按锁定文件重装依赖。")
    text = (Path(found.submodule_search_locations[0]) / "pinyin_dict.json").read_text("utf8")
    every = {chr(int(code)): readings for code, readings in json.loads(text).items()}
    return {char: _bare(readings.split(",")[0]) for char, readings in every.items() if "一" <= char <= "鿿"}


def _readings(char: str) -> tuple[str, ...]:
    return _BOTH.get(char) or (_table().get(char, ""),)


@cache
def spellings(run: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways a run of hanzi is spelled, at most four, as syllables without tones."""
    return tuple(islice(product(*(_readings(char) for char in run)), _MOST_SPELLINGS))


def han_runs(text: str) -> tuple[str, ...]:
    """Return the runs of hanzi in a text."""
    return tuple(run for run in runs(text) if is_han(run))
