"""The characters by which a name is spelled out."""

from __future__ import annotations

import json
from datetime import date

import pytest

from kiosk.input.build_name_characters import MOST, OUTPUT, table
from kiosk.reader.demo_cards import demo_cards

TABLE: dict[str, str] = json.loads(OUTPUT.read_text("utf8"))


def test_the_committed_table_is_what_the_script_writes() -> None:
    assert table() == TABLE


def test_syllables_are_letters_a_panel_has() -> None:
    assert all(syllable.isascii() and syllable.isalpha() and len(syllable) <= 6 for syllable in TABLE)
    assert max(len(characters) for characters in TABLE.values()) <= MOST


@pytest.mark.parametrize(("syllable", "character"), [
    ("wang", "王"), ("li", "李"), ("zhang", "张"), ("chen", "陈"), ("lv", "吕"), ("shan", "单"), ("qiu", "仇"),
    ("xie", "解"), ("zeng", "曾"), ("ren", "任"), ("zha", "查"), ("tan", "檀"),
    ("ting", "婷"), ("hao", "昊"), ("yu", "钰"), ("ying", "颖"),
])  # fmt: skip
def test_common_names_stand_under_their_reading(syllable: str, character: str) -> None:
    assert character in TABLE[syllable]


def test_common_surnames_come_first() -> None:
    first = {syllable: characters[0] for syllable, characters in TABLE.items()}
    assert (first["wang"], first["li"], first["zhang"], first["liu"]) == ("王", "李", "张", "刘")


def test_the_names_of_the_demonstration_can_be_written_but_for_the_rare_one() -> None:
    known = set("".join(TABLE.values()))
    names = [card.name for card in demo_cards(date(2026, 11, 23))]
    missing = {name: [c for c in name if c not in known] for name in names}
    assert {name for name, gaps in missing.items() if gaps} <= {"王𬎆"}
