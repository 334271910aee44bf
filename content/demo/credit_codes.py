"""Invented 统一社会信用代码 whose checksums hold (GB 32100-2015, GB 11714-1997)."""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_DONGZHI = "341721"
_MANAGED_BY = {"private": "91", "self_employed": "92", "cooperative": "93", "non_profit": "52", "state": "91"}


def _organisation(serial: int) -> str:
    body = f"{serial:08d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    check = (11 - total % 11) % 11
    return body + ("X" if check == 10 else str(check))


def invented_credit_code(kind: str, serial: int) -> str:
    """Return an 18-character code for the nth invented employer of a kind; "" for a household."""
    if kind not in _MANAGED_BY:
        return ""
    body = _MANAGED_BY[kind] + _DONGZHI + _organisation(90000000 + serial)
    total = sum(_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return body + _ALPHABET[(31 - total % 31) % 31]
