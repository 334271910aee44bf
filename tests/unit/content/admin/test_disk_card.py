"""The card of the disk: quiet while there is room, pressing with a sentence when there is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.admin.disk_card import disk_card
from content.clock import SetClock
from content.rules.disk_room import GB, RoomLimits
from content.store.database import Market
from tests.unit.content.store.samples import KEYS, NOW


@pytest.mark.parametrize(("least", "figure", "words"), [(0, 0, ""), (10**9 * GB, 1, "暂不收素材")])
def test_the_card_follows_the_room_there_is(tmp_path: Path, least: int, figure: int, words: str) -> None:
    limits = RoomLimits(reserve=4096, media_least=least, media_most=0)
    market = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW), limits)
    try:
        with market.reading() as tables:
            card = disk_card(market)(tables, NOW)
    finally:
        market.close()
    assert (card.figure, card.pressing) == (figure, bool(figure))
    assert words in card.sentence
    assert bool(card.sentence) == bool(figure)
