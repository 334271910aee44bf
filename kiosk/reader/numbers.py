"""Rules of identity numbers: GB 11643 and its kin for residents of Hong Kong, Macau, Taiwan and for foreigners."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from content.rules.id_numbers import check_character as check_character
from content.rules.id_numbers import date_of as date_of
from content.rules.id_numbers import tidy as tidy
from kiosk.reader.base import CardKind

_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71", re.ASCII)
_HMT_REGIONS = frozenset(("810000", "820000", "830000"))
_FOREIGN_2017 = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)
_EIGHTEEN = re.compile(r"\d{17}[\dX]", re.ASCII)
_ALLOWED = re.compile(r"[0-9A-Z]*", re.ASCII)
_EARLIEST_YEAR = 1880


class NumberProblem(StrEnum):
    """Why a number is not accepted."""

    EMPTY = "empty"
    CHARACTERS = "characters"
    LENGTH = "length"
    OLD_15_DIGIT = "old_15_digit"
    REGION = "region"
    BIRTH_DATE = "birth_date"
    CHECKSUM = "checksum"


_SENTENCES = {
    NumberProblem.EMPTY: "请填写身份证号码",
    NumberProblem.CHARACTERS: "号码里只能有数字，最后一位可以是X，请您核对",
    NumberProblem.LENGTH: "身份证号码是18位，请您数一数再填",
    NumberProblem.OLD_15_DIGIT: "这是旧的15位号码，请按身份证上的18位号码填写，没有新证请到窗口办理",
    NumberProblem.REGION: "号码前6位不是有效的地区，请您核对",
    NumberProblem.BIRTH_DATE: "号码第7到14位不是有效的出生日期，请您核对",
    NumberProblem.CHECKSUM: "号码有一位填错了，请您对照身份证核对",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IdNumber:
    """A number that keeps its rules.

    `region` is the first 6 digits, or the 3 letters of a number of 2017, which says neither birth nor sex.
    `sex` is GB/T 2261.1: 1 male, 2 female, 9 not stated.
    """

    text: str = field(repr=False)
    kind: CardKind
    birth: date | None = field(repr=False)
    sex: str = field(repr=False)
    region: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFindings:
    """The number, or why there is none; `problem` and `number` exclude each other."""

    number: IdNumber | None = None
    problem: NumberProblem | None = None

    @property
    def sentence(self) -> str:
        """Return what the person typing should do, empty when the number is right."""
        return _SENTENCES[self.problem] if self.problem else ""


def check_id_number(text: str, today: date | None = None) -> NumberFindings:
    """Check a number of any of the four kinds (hardware B); with `today`, a birth after it is refused too."""
    number = tidy(text)
    if _FOREIGN_2017.fullmatch(number):
        accepted = IdNumber(text=number, kind="foreign2017", birth=None, sex="9", region=number[:3])
        return NumberFindings(number=accepted)
    problem = _shape_problem(number)
    if problem:
        return NumberFindings(problem=problem)
    kind = _kind_of_region(number[:6])
    birth = date_of(number[6:14])
    if kind is None:
        return NumberFindings(problem=NumberProblem.REGION)
    if birth is None or birth.year < _EARLIEST_YEAR or (today is not None and birth > today):
        return NumberFindings(problem=NumberProblem.BIRTH_DATE)
    if check_character(number[:17]) != number[17]:
        return NumberFindings(problem=NumberProblem.CHECKSUM)
    sex = "1" if int(number[16]) % 2 else "2"
    return NumberFindings(number=IdNumber(text=number, kind=kind, birth=birth, sex=sex, region=number[:6]))


def _shape_problem(number: str) -> NumberProblem | None:
    if not number:
        return NumberProblem.EMPTY
    if len(number) == 15 and number.isascii() and number.isdigit():
        return NumberProblem.OLD_15_DIGIT
    if not _ALLOWED.fullmatch(number):
        return NumberProblem.CHARACTERS
    if len(number) != 18:
        return NumberProblem.LENGTH
    return None if _EIGHTEEN.fullmatch(number) else NumberProblem.CHARACTERS


def _kind_of_region(region: str) -> CardKind | None:
    if region in _HMT_REGIONS:
        return "hmt"
    if region[0] == "9":
        return "foreign2023" if _PROVINCE.fullmatch(region[1:3]) else None
    return "resident" if _PROVINCE.fullmatch(region[:2]) else None
