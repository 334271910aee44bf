"""The panel's data are the recorded ones, made of packages whose licences lie beside them."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

import pytest
from pypinyin import Style, pinyin

from content.edition.pinyin import spellings
from kiosk.input.handwriting import DATA
from kiosk.input.lexicon import Lexicon, key_of
from kiosk.input.making.outputs import _OUTPUTS
from kiosk.input.making.rare_names import rare_names
from kiosk.input.making.sources import SourceError, read_sources, unpacked
from kiosk.input.making.words import (
    LISTED_GIVEN,
    characters,
    jieba_entries,
    lexicon,
    name_counts,
    openings,
    rime_entries,
)

PAPERS = tomllib.loads((DATA / "SOURCES.toml").read_text("utf8"))
RIME = [
    "# a dictionary", "...", "", "人\tren\t900", "任\tren\t50", "工作\tgong zuo\t700", "公作\tgong zuo\t3",
    "A股\ta gu\t9", "绿\tlü\t5",
]  # fmt: skip
JIEBA = ["工作 9000 v", "零工 400 n", "任红 30 nr", "任立人 3 nr", "少见 3 n", "AT 3 n"]


@pytest.mark.parametrize("output", PAPERS["output"], ids=lambda output: output["file"])
def test_a_file_is_the_recorded_one(output: dict[str, str]) -> None:
    assert hashlib.sha256((DATA / output["file"]).read_bytes()).hexdigest() == output["sha256"]


def test_every_file_is_accounted_for() -> None:
    licences = {source["licence_file"] for source in PAPERS["source"]}
    recorded = {output["file"] for output in PAPERS["output"] if "/" not in output["file"]}
    assert {path.name for path in DATA.iterdir()} == recorded | licences | {"SOURCES.toml"}
    assert {output["file"] for output in PAPERS["output"]} == set(_OUTPUTS)
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 12_000_000
    assert "ARPHIC PUBLIC LICENSE" in (DATA / "ARPHICPL.TXT").read_text("utf8")


def test_another_archive_than_the_recorded_one_is_refused(tmp_path: Path) -> None:
    source = read_sources(DATA / "SOURCES.toml")[0]
    (tmp_path / source.archive).write_bytes(b"another")
    with pytest.raises(SourceError, match="not the recorded one"):
        unpacked(source, tmp_path / "out", tmp_path)


def test_the_lexicon_is_sorted_by_what_it_is_searched_by() -> None:
    known = Lexicon()
    keys = [key_of(word.spelling) for word in known.every()]
    assert keys == sorted(keys)
    assert len(keys) == len(known) > 100_000
    assert all(piece in spellings() for word in known.every() for piece in word.spelling)


def test_readings_of_rare_names_are_readings() -> None:
    for one, reading in rare_names().items():
        assert reading in pinyin(one, style=Style.NORMAL, heteronym=True, v_to_u=False)[0], one
    assert json.loads((DATA / "rare_names.json").read_text("utf8")) == rare_names()


def test_two_dictionaries_become_one() -> None:
    rime, jieba = list(rime_entries(RIME)), list(jieba_entries(JIEBA))
    words = lexicon(rime, jieba)
    assert words == ["gong zuo\t工作\t700", "gong zuo\t公作\t3", "ling gong\t零工\t21", "ren hong\t任红\t2"]
    assert openings(words) == []
    counted = [line.split("\t") for line in characters(rime, jieba, {"人", "任", "绿"})]
    found = {one: [syllable, *map(int, figures)] for syllable, one, *figures in counted}
    assert found["绿"] == ["lv", 5, 0, LISTED_GIVEN]
    assert found["人"] == ["ren", 900, 0, 1]
    assert found["任"][:2] == ["ren", 50]


def test_names_are_counted_and_the_listed_ones_weigh_in() -> None:
    surnames, given = name_counts(jieba_entries(JIEBA))
    plain, listed = name_counts([])
    assert (surnames["任"] - plain["任"], given["红"] - listed["红"]) == (2, 1)
    assert plain["王"] > plain["李"] > plain["张"] > plain["檀"] > 0
    assert listed["婷"] > listed["庭"] == 0
