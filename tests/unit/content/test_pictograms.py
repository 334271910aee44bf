"""Every trade is shown by a picture that is really in the one file of them, and the file is ours and small."""

from __future__ import annotations

import re
from pathlib import Path

import content.theme
from content.model.trades import trade_groups, trades
from content.theme.pictograms import picture, undrawn

SPRITE = (Path(content.theme.__file__).parent / "trades.svg").read_text("utf8")


def test_every_trade_and_group_has_a_picture_that_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', SPRITE))
    assert undrawn() == ()
    used = {picture(code) for code in (*trades(), *trade_groups())}
    assert used - drawn == set()
    assert drawn - used == set()


def test_groups_look_different_from_one_another() -> None:
    assert len({picture(letter) for letter in trade_groups()}) == len(trade_groups())


def test_trades_of_one_group_look_different_from_one_another() -> None:
    for letter in trade_groups():
        codes = [code for code in trades() if code[0] == letter]
        assert len({picture(code) for code in codes}) == len(codes), letter


def test_a_trade_of_a_later_list_gets_its_groups_picture() -> None:
    assert picture("C99") == picture("C")


def test_the_file_holds_lines_only_and_loads_nothing() -> None:
    assert len(SPRITE.encode()) < 30_000
    assert re.findall(r"href|<image|<script|<style|fill=|stroke=|http(?!://www\.w3\.org/2000/svg)", SPRITE) == []
