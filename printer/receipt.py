"""The receipt: what a slip says, before anybody knows how wide the paper is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from printer.errors import PersonalNumberOnPaper, ReceiptError

_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[0-9Xx](?!\d)")
MAX_SIZE = 4


class SlipKind(StrEnum):
    """The slips a market hands out."""

    JOB = "job"
    REGISTRATION = "registration"
    REFERRAL = "referral"
    TICKET = "ticket"
    CHECKLIST = "checklist"
    CASE = "case"
    ASSESSMENT = "assessment"
    COURSE = "course"
    REPORT = "report"
    SEEKER_CARD = "seeker_card"
    SELF_TEST = "self_test"


class Align(StrEnum):
    """Where a line stands between the paper's edges."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph; `size` multiplies both sides of the 24-dot hanzi (1 to 4), a newline breaks the line."""

    text: str
    size: int = 1
    align: Align = Align.LEFT
    bold: bool = False

    def __post_init__(self) -> None:
        _check_size(self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A dashed line across the paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A label and its value, in two columns that line up with the pairs above and below.

    `size` above 1 marks a key fact: its value stands in letters so many times as large where that takes two lines at
    most and breaks at a pause, and in bold where it does not; the label stays small.
    """

    label: str
    value: str
    bold: bool = False
    size: int = 1

    def __post_init__(self) -> None:
        _check_size(self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Qr:
    """A QR code and the words below it."""

    data: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Empty paper, in dots (8 dots are a millimetre)."""

    dots: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The end of one sheet; a slip of two sheets has two."""


Element = Text | Rule | Pair | Qr | Feed | Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One slip: its kind, what it is for (a number, never a person), and its elements from top to bottom.

    Raises PersonalNumberOnPaper when any text, or the number it is filed under, holds something shaped like an ID
    number.
    """

    kind: SlipKind
    reference: str
    title: str
    elements: tuple[Element, ...]

    def __post_init__(self) -> None:
        if not self.reference or not self.elements:
            raise ReceiptError("小票缺少编号或内容")
        if any(_ID_NUMBER.search(text) for text in (self.reference, self.title, *_texts(self.elements))):
            raise PersonalNumberOnPaper(self.kind)


def _check_size(size: int) -> None:
    if not 1 <= size <= MAX_SIZE:
        raise ReceiptError(f"字号 {size} 不在 1 到 {MAX_SIZE} 之间")


def _texts(elements: tuple[Element, ...]) -> Iterator[str]:
    for element in elements:
        match element:
            case Text(text=text):
                yield text
            case Pair(label=label, value=value):
                yield label
                yield value
            case Qr(data=data, caption=caption):
                yield data
                yield caption
            case _:
                pass
