"""The key of blind indexes and codes, which can be changed though most of what it was computed of is kept nowhere.

A person known by an index alone has no number stored, so their index cannot be computed anew. Hence two parts:

    stored = L(layer key, HMAC(base key, kind | value))

L is a permutation of 32 bytes: four rounds of a Feistel network over the profile's HMAC, a strong pseudo-random
permutation (Luby and Rackoff, SIAM J. Comput. 17 (1988) 373-386). A change of keys lifts the old layer off and lays
the new one on, value by value and without knowing whose it is. Who has the base key and not the layer key, off an old
escrow sheet, can confirm no guess. A hub that never changed its keys has no layer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from content.ciphers import HubKey, mac

VALUE_BYTES = 32
_HALF = VALUE_BYTES // 2
_ROUNDS = range(4)
NO_LAYER = b""


def _mixed(key: bytes, number: int, half: bytes, other: bytes) -> bytes:
    round_ = int.from_bytes(mac(key, bytes((number,)) + half)[:_HALF])
    return (round_ ^ int.from_bytes(other)).to_bytes(_HALF)


def lay(layer: bytes, value: bytes) -> bytes:
    """Return a 32-byte digest under a layer; without one it stays as it is."""
    if not layer:
        return value
    left, right = value[:_HALF], value[_HALF:]
    for number in _ROUNDS:
        left, right = right, _mixed(layer, number, right, left)
    return left + right


def lift(layer: bytes, value: bytes) -> bytes:
    """Return the digest that was laid under a layer."""
    if not layer:
        return value
    left, right = value[:_HALF], value[_HALF:]
    for number in reversed(_ROUNDS):
        left, right = _mixed(layer, number, left, right), left
    return left + right


class IndexKey(HubKey):
    """The base key, the layer in use, and by name every layer a database may still lie under."""

    layer: bytes
    name: str  # of the layer in use, "" without one
    known: Mapping[str, bytes]

    def __new__(cls, key: HubKey, layers: Mapping[str, bytes]) -> IndexKey:
        """Return the key; `layers` are the layers by name, the one in use first and NO_LAYER under ""."""
        one = cast(IndexKey, super().__new__(cls, key, gm=key.gm))
        one.known = layers
        one.name, one.layer = next(iter(layers.items()))
        return one

    def each(self) -> tuple[IndexKey, ...]:
        """Return the key as it is and as it was: what is printed on paper was computed by one of them."""
        return tuple(IndexKey(self, {name: layer, **self.known}) for name, layer in self.known.items())


def keyed_digest(key: bytes, message: bytes) -> bytes:
    """Return the 32-byte digest of a message as it is stored."""
    found = mac(key, message)
    return lay(key.layer, found) if isinstance(key, IndexKey) else found
