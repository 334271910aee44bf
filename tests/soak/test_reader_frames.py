"""A hundred thousand damaged replies of a full read, to one parser that lives through them all."""

from __future__ import annotations

import random

import pytest

from kiosk.reader.frames import Parser
from tests.fixtures import cards
from tests.fixtures.frame_damage import TrustingParser, check_promises, damaged, in_chunks

pytestmark = pytest.mark.soak

FRAMES = 100_000


@pytest.mark.parametrize("seed", [467, 2019])
def test_no_damage_makes_the_parser_raise_believe_or_lose_the_next_frame(seed: int) -> None:
    dice = random.Random(seed)
    parser = Parser()
    blocks = (cards.resident_block(), cards.hmt_block(), cards.foreign_2017_block(), cards.foreign_2023_block())
    wires = [cards.read_reply(block) for block in blocks]
    for _ in range(FRAMES):
        wire = damaged(dice.choice(wires), dice)
        check_promises(parser, wire, in_chunks(wire, dice))


def test_a_parser_that_forgot_the_checksum_would_not_pass() -> None:
    dice = random.Random(467)
    with pytest.raises(AssertionError):
        for _ in range(FRAMES):
            wire = damaged(cards.read_reply(cards.resident_block()), dice)
            check_promises(TrustingParser(), wire, in_chunks(wire, dice))
