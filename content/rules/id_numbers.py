"""The check character and the parts of an 18-character identity number (GB 11643), for kiosk and desk alike; pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_EIGHTEEN = re.compile(r"\d{17}[\dX]", re.ASCII)
_FOREIGN = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)  # numbers of foreigners since 2017
_EARLIEST_YEAR = 1900


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFacts:
    """What a number says; `sex` is GB/T 2261.1."""

    text: str = field(repr=False)
    birth: date = field(repr=False)
    sex: str = field(repr=False)


def check_character(first_17: str) -> str:
    """Return the 18th character to 17 digits (GB 11643, MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_17, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def tidy(text: str) -> str:
    """Return what was typed or read as the rules want it: half width, upper case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def date_of(digits: str) -> date | None:
    """Return the day YYYYMMDD stands for, None where there is no such day."""
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def number_facts(typed: str, today: date) -> tuple[NumberFacts | None, str]:
    """Return what a number typed from paper says, or a sentence that tells the clerk what to do."""
    number = tidy(typed)
    if not number:
        return None, "请填身份证号码，照纸表或身份证抄。"
    if not _EIGHTEEN.fullmatch(number):
        return None, f"身份证号码是 18 位数字，最后一位可以是 X，现在是 {len(number)} 位，请对着纸表数一数。"
    birth = date_of(number[6:14])
    if birth is None or birth.year < _EARLIEST_YEAR or birth > today:
        return None, "号码第 7 到 14 位不是出生日期，请对着纸表再看一遍。"
    if check_character(number[:17]) != number[17]:
        return None, "号码有一位抄错了（校验位对不上），请对着纸表再看一遍；纸上就是这样，请打电话问本人。"
    return NumberFacts(text=number, birth=birth, sex="1" if int(number[16]) % 2 else "2"), ""


def id_number_in(text: str) -> str:
    """Return the number as it is stored, "" where the text is none or a digit of it is wrong."""
    number = tidy(text)
    if _FOREIGN.fullmatch(number):
        return number
    return number if _EIGHTEEN.fullmatch(number) and check_character(number[:17]) == number[17] else ""
