"""Every parser of bytes from outside, fuzzed with frames that are nearly right: only declared errors, none slow (T12).

`LINGGONG_SOAK_FUZZ_S` is the time for each of them, 60 s by default.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from content.edition.format import SignedManifest, open_manifest
from content.errors import ContentError
from content.link.envelope import close_envelope, open_envelope
from content.model.codec import from_json, to_json
from content.model.filings import Envelope, FilingHeader, RegistrationBody
from content.privacy import KeyRing
from kiosk.errors import KioskError
from kiosk.reader.cards import decode_text_block
from kiosk.reader.commands import text_of_read_reply
from kiosk.reader.frames import Frame, Parser
from printer.status import Demultiplexer
from tests.contract.link_house import registration
from tests.fixtures import cards
from tests.fixtures.frame_damage import damaged, in_chunks
from tests.unit.content.edition.samples import KEYS, TRUSTED, blob, manifest_of, signed

pytestmark = pytest.mark.soak
SECONDS = float(os.environ.get("LINGGONG_SOAK_FUZZ_S", "60"))
SLOWEST_S = 0.05
RING = KeyRing.from_root(bytes(32))


@dataclass(frozen=True, slots=True)
class Target:
    """A parser, a good frame for it, and what it may raise."""

    good: bytes
    parse: Callable[[bytes, random.Random], object]
    declared: tuple[type[Exception], ...] = ()


def _frames(wire: bytes, dice: random.Random) -> None:
    parser = Parser()
    items = [item for chunk in in_chunks(wire, dice) for item in parser.feed(chunk)] + parser.expire()
    for frame in items:
        if isinstance(frame, Frame):
            text_of_read_reply(frame.payload)


def _printer(wire: bytes, dice: random.Random) -> None:
    sorter = Demultiplexer()
    for chunk in in_chunks(wire, dice):
        sorter.feed(chunk)


HEADER = FilingHeader(id="1", kind="registration", version=1, site_id="s", terminal="t", seq=1,
                      occurred_at=datetime(2026, 11, 23, tzinfo=UTC), clock_ok=True)  # fmt: skip
SEALED = close_envelope(HEADER, to_json(registration("x")), RING.seal_public)
MANIFEST = signed(manifest_of(3, blob("edition.db", b"x")))


def _manifest(wire: bytes, dice: random.Random) -> None:
    """Signed by the right key whatever it says, so that the parser behind the signature is what is asked."""
    key = KEYS.edition
    open_manifest(SignedManifest(manifest=wire, signature=key.sign(wire)), TRUSTED)


def _envelope(wire: bytes, dice: random.Random) -> None:
    open_envelope(Envelope(header=HEADER, sealed=wire.decode("latin1")), RING.seal)


TARGETS = {
    "reader frame": Target(cards.read_reply(cards.resident_block()), _frames),
    "card text": Target(cards.resident_block(), lambda wire, dice: decode_text_block(wire), (KioskError,)),
    "printer status": Target(bytes.fromhex("12 16 1a 12 00 14 00 00 0f"), _printer),
    "manifest": Target(MANIFEST.manifest, _manifest, (ContentError,)),
    "sealed filing": Target(SEALED.sealed.encode("latin1"), _envelope, (ContentError,)),
    "filing body": Target(to_json(registration("x")),
                          lambda wire, dice: from_json(RegistrationBody, wire), (ValidationError,)),
}  # fmt: skip


def fuzzed(target: Target, seconds: float, seed: int = 12) -> tuple[int, float, list[str]]:
    """Feed damaged frames for so long; return how many, the slowest's CPU seconds, and what was not declared."""
    dice, ends, frames, slowest, wrong = random.Random(seed), time.monotonic() + seconds, 0, 0.0, list[str]()
    while time.monotonic() < ends and len(wrong) < 5:
        wire = damaged(target.good, dice) if dice.random() < 0.9 else dice.randbytes(dice.randrange(400))
        began = time.thread_time()
        try:
            target.parse(wire, dice)
        except target.declared:
            pass
        except Exception as error:  # noqa: BLE001  that is what is looked for
            wrong.append(f"{type(error).__name__}: {error} at {wire.hex()[:200]}")
        slowest, frames = max(slowest, time.thread_time() - began), frames + 1
    return frames, slowest, wrong


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_but_declared_errors_and_no_frame_is_slow(name: str) -> None:
    frames, slowest, wrong = fuzzed(TARGETS[name], SECONDS)
    print(f"{name}: {frames} frames, slowest {slowest * 1000:.1f} ms")
    assert wrong == []
    assert slowest < SLOWEST_S


def test_a_parser_that_believes_a_length_is_found_out() -> None:
    """A control: the length of the payload, taken from the frame as it stands."""

    def trusting(wire: bytes, dice: random.Random) -> int:
        return wire[7 + int.from_bytes(wire[5:7], "big") - 1]

    _, _, wrong = fuzzed(Target(TARGETS["reader frame"].good, trusting), 20)
    assert wrong and wrong[0].startswith("IndexError")
