"""Rows bound to one another by a keyed digest, so that whoever goes round the program cannot mend what they changed.

    mac(n) = HMAC(audit key, mac(n-1) | JSON of the values of row n)        mac(0) = 32 zero bytes

HMAC-SHA256, in profile gm HMAC-SM3.

The first value of a row is its number: 1, 2, 3 … without a gap. A cut at the end leaves a chain that holds; who keeps
one notes its last number and digest elsewhere and compares.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Sequence
from typing import Any

from content.ciphers import mac

START = bytes(32)
# one encoder for all rows: making one takes longer than a row
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def mac_after(key: bytes, before: bytes, values: Sequence[object]) -> bytes:
    """Return the digest of a row that follows the row of digest `before`."""
    return mac(key, before + _JSON.encode(values).encode())


def first_break(key: bytes, rows: Iterable[tuple[Any, ...]]) -> int | None:
    """Return the number of the first row that is missing or was changed, None when all hold; digests come last."""
    before, expected = START, 1
    for *values, found in rows:
        if values[0] != expected or not hmac.compare_digest(found, mac_after(key, before, tuple(values))):
            return expected
        before, expected = found, expected + 1
    return None
