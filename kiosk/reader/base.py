"""What a card reader is to the rest of the kiosk: its states, its events and the card it hands over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, Protocol

HINT_HOLD_STILL = "正在读卡请勿移动"
HINT_REPLACE = "请移开证件后重新放置"
HINT_FAULT = "读卡器故障，请用手工登记"
HINT_WRONG_CARD = "请放身份证"
HINT_REJECTED = "这张证件没有通过验证，请到窗口找工作人员核对"
HINT_BY_HAND = "这张证件读不出来，请用手工登记或到窗口办理"

CardKind = Literal["resident", "hmt", "foreign2017", "foreign2023"]
EventKind = Literal["state", "card", "removed", "hint"]


class ReaderState(StrEnum):
    """Where the reader stands (hardware G)."""

    CLOSED = "closed"
    OPENING = "opening"
    IDLE = "idle"
    READING = "reading"
    CARD_PRESENT = "card_present"
    RETRY = "retry"
    FAULT = "fault"


class CardFlag(StrEnum):
    """What does not add up on a card; the clerk looks, nothing is refused for it here."""

    BAD_NUMBER = "bad_number"
    BAD_CHECKSUM = "bad_checksum"
    KIND_MISMATCH = "kind_mismatch"
    BIRTH_MISMATCH = "birth_mismatch"
    SEX_MISMATCH = "sex_mismatch"
    BAD_DATE = "bad_date"
    BAD_TEXT = "bad_text"
    BAD_LENGTH = "bad_length"
    PRIVATE_USE_CHARACTER = "private_use_character"
    UNKNOWN_NATION = "unknown_nation"
    UNKNOWN_SEX = "unknown_sex"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdCard:
    """The text of one card; its repr shows no personal data.

    `kind`: resident 居民身份证, hmt 港澳台居民居住证, foreign2017 and foreign2023 外国人永久居留身份证.
    `sex` is GB/T 2261.1 (0 unknown, 1 male, 2 female, 9 not stated); `nation_code` is GB/T 3304, empty on foreign
    cards.
    `name` is the Chinese name, or the English one where the card has no Chinese name.
    `flags` holds `CardFlag` values; a date that does not exist is None, its characters are kept in `raw_dates`
    as (field, characters).
    """

    kind: CardKind
    name: str = field(repr=False)
    sex: str = field(repr=False)
    nation_code: str = field(repr=False)
    birth: date | None = field(repr=False)
    address: str = field(repr=False)
    number: str = field(repr=False)
    authority: str = field(repr=False)
    valid_from: date | None = field(repr=False)
    valid_to: date | None = field(repr=False)
    long_term: bool = field(default=False, repr=False)
    current_address: str | None = field(default=None, repr=False)
    english_name: str = field(default="", repr=False)
    nationality: str = field(default="", repr=False)
    permit_number: str = field(default="", repr=False)
    issue_count: str = field(default="", repr=False)
    old_number_link: str = field(default="", repr=False)
    raw_dates: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderEvent:
    """One thing the reader tells the page.

    `kind` state: the state changed; hint: only the hint changed; card: a card for the armed period was read;
    removed: the card left the reader. `hint` is for the walk-in and empty when there is nothing to say, `code`
    is for staff. `period` is what `arm()` returned for a card event, else 0.
    """

    kind: EventKind
    state: ReaderState
    card: IdCard | None = None
    hint: str = ""
    code: str = ""
    period: int = 0


class CardReader(Protocol):
    """A device that reads ID cards while a page wants one."""

    @property
    def state(self) -> ReaderState:
        """Return where the reader stands now."""
        ...

    def start(self, on_event: Callable[[ReaderEvent], None]) -> None:
        """Take the device; `on_event` is called from the reader's thread, must be quick and must not call `stop`."""
        ...

    def arm(self) -> int:
        """Open a period in which one page wants a card, and return its number.

        A card read for an earlier period, or left on the reader since then, must be taken away before it is read
        again. A handler that marshals events compares `event.period` with this number.
        """
        ...

    def disarm(self) -> None:
        """Close the period: no card is handed over until the next `arm`."""
        ...

    def stop(self) -> None:
        """Give the device back."""
        ...
