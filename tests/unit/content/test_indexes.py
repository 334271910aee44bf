"""The layer over blind indexes: computed here a second time from its description, and lifted off again."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from content.indexes import NO_LAYER, lay, lift
from content.privacy import GM_MARK, KeyRing, blind_index

BASE, SECOND, THIRD = bytes(range(32)), bytes(range(100, 132)), bytes(range(50, 82))
NUMBER = "341721199001010010"


def _hkdf(part: bytes, label: str) -> bytes:
    """RFC 5869 for one block, without salt."""
    fresh = hmac.digest(bytes(32), part, "sha256")
    return hmac.digest(fresh, f"linggong {label}".encode() + b"\1", "sha256")


def _feistel(key: bytes, value: bytes) -> bytes:
    left, right = value[:16], value[16:]
    for number in range(4):
        mask = hmac.digest(key, bytes([number]) + right, "sha256")[:16]
        left, right = right, bytes(a ^ b for a, b in zip(left, mask, strict=True))
    return left + right


def test_an_index_is_the_old_digest_under_the_layer_of_the_newest_part() -> None:
    plain = hmac.digest(_hkdf(BASE, "index"), f"id1|{NUMBER}".encode(), "sha256")
    assert blind_index(KeyRing.from_root(BASE).index, "id1", NUMBER) == plain  # nothing changes where no key changed
    twice = KeyRing.from_root(BASE + SECOND + THIRD)
    assert blind_index(twice.index, "id1", NUMBER) == _feistel(_hkdf(THIRD, "index layer"), plain)
    # the part between may go: no index lies over another's layer
    assert blind_index(KeyRing.from_root(BASE + THIRD).index, "id1", NUMBER) == blind_index(twice.index, "id1", NUMBER)


@pytest.mark.parametrize("root", [BASE + SECOND, GM_MARK + BASE + SECOND], ids=["standard", "gm"])
def test_a_layer_comes_off_as_it_was_laid(root: bytes) -> None:
    layer = KeyRing.from_root(root).index.layer
    values = [hashlib.sha256(bytes([number])).digest() for number in range(50)]
    laid = [lay(layer, value) for value in values]
    assert [lift(layer, value) for value in laid] == values
    assert len({*laid, *values}) == 100
    assert lay(NO_LAYER, values[0]) == lift(NO_LAYER, values[0]) == values[0]
    other = KeyRing.from_root(root[:-32] + THIRD).index.layer
    assert lift(other, laid[0]) != values[0]  # the control: another layer gives another value


def test_the_key_as_it_was_is_known_while_its_part_is() -> None:
    once, twice = KeyRing.from_root(BASE + SECOND), KeyRing.from_root(BASE + SECOND + THIRD)
    found = {blind_index(key, "id1", NUMBER) for key in twice.index.each()}
    assert found == {blind_index(ring.index, "id1", NUMBER) for ring in (KeyRing.from_root(BASE), once, twice)}
    assert len(found) == 3
