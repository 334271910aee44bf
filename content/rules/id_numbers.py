"""Whether a typed identity number can be one: GB 11643, and the numbers of foreigners since 2017."""

from __future__ import annotations

import re
import unicodedata

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_EIGHTEEN = re.compile(r"\d{17}[\dX]", re.ASCII)
_FOREIGN = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)


def id_number_in(text: str) -> str:
    """Return the number as it is stored, "" where the text is none or a digit of it is wrong."""
    number = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if _FOREIGN.fullmatch(number):
        return number
    if not _EIGHTEEN.fullmatch(number):
        return ""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return number if _CHECK_CHARACTERS[total % 11] == number[17] else ""
