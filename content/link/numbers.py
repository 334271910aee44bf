"""Receipt numbers a terminal gives out by itself: prefix, counter and a check digit, digits only.

    12-000417
    └┬ └─┬──┘└ check digit over prefix and counter (Damm 2004: finds every wrong digit and every swapped neighbour pair)
     │   └ counter, at least five digits
     └ the terminal's two digits, given at pairing and never given again
"""

from __future__ import annotations

import re

_FORM = re.compile(r"([0-9]{2})-?([0-9]{5,9})([0-9])")

# A totally anti-symmetric quasigroup of order 10 (H. M. Damm, dissertation, Marburg 2004).
_NEXT = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def check_digit(digits: str) -> str:
    """Return the digit that follows `digits` so that a mistyped number is noticed."""
    state = 0
    for digit in digits:
        state = int(_NEXT[state][int(digit)])
    return str(state)


def write_number(prefix: str, counter: int) -> str:
    """Return the printed number of a terminal's n-th receipt, such as `12-000417`."""
    digits = f"{counter:05d}"
    return f"{prefix}-{digits}{check_digit(prefix + digits)}"


def read_number(typed: str) -> str | None:
    """Return the number as printed, whatever spaces or dashes were typed; None when its check digit is wrong."""
    found = _FORM.fullmatch(re.sub(r"[\s－—]", "", typed))
    if found is None:
        return None
    prefix, digits, check = found.groups()
    return f"{prefix}-{digits}{check}" if check_digit(prefix + digits) == check else None
