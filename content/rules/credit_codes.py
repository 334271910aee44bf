"""统一社会信用代码: its form and its check character (GB 32100-2015)."""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18
# GB 32100-2015, 5: weight of place i is 3^(i-1) mod 31
_WEIGHTS = tuple(pow(3, place, 31) for place in range(_LENGTH - 1))


def is_credit_code(code: str) -> bool:
    """Say whether the text is 18 characters of the code's alphabet and its check character holds."""
    if len(code) != _LENGTH or not set(code) <= set(_ALPHABET):
        return False
    total = sum(_ALPHABET.index(character) * weight for character, weight in zip(code, _WEIGHTS, strict=False))
    return _ALPHABET[(31 - total % 31) % 31] == code[-1]
