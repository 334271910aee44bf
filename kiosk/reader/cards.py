"""Decoding the text block of a card into an `IdCard` with its flags (hardware A.8, B)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kiosk.errors import CardUnreadable
from kiosk.reader.base import CardFlag, CardKind, IdCard
from kiosk.reader.layouts import BLOCK_LENGTH, KIND_OF_MARKER, LAYOUTS, LONG_TERM, MARKER_AT
from kiosk.reader.nations import NATION_NAMES
from kiosk.reader.numbers import NumberProblem, check_id_number, date_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    characters: str = field(repr=False)
    flags: frozenset[CardFlag]


def decode_text_block(block: bytes, *, appended_address: bytes | None = None) -> IdCard:
    """Return the card; what does not add up is flagged and kept.

    `block` is the text part of a 30 01 reply, `appended_address` the data of a 30 03 reply.
    Raises `CardUnreadable` when the marker at byte 248 is of no known card, since every field would be wrong.
    """
    flags: set[CardFlag] = set()
    if len(block) != BLOCK_LENGTH:
        flags.add(CardFlag.BAD_LENGTH)
        block = block[:BLOCK_LENGTH].ljust(BLOCK_LENGTH, b"\0")
    kind = _kind(block)
    texts: dict[str, str] = {}
    for name, (offset, length) in LAYOUTS[kind].items():
        text = _text(block[offset : offset + length])
        texts[name] = text.characters
        flags |= text.flags
    current_address = None
    if appended_address is not None:
        text = _text(appended_address)
        current_address = text.characters or None
        flags |= text.flags
    return _card(kind, texts, current_address, flags)


def _kind(block: bytes) -> CardKind:
    marker = block[MARKER_AT : MARKER_AT + 2].decode("utf-16-le", errors="replace").strip(" \0")
    kind = KIND_OF_MARKER.get(marker)
    if kind is None:
        raise CardUnreadable
    return kind


def _text(content: bytes) -> _Text:
    flags: set[CardFlag] = set()
    try:
        characters = content.decode("utf-16-le")
    except UnicodeDecodeError:
        characters = content.decode("utf-16-le", errors="replace")
        flags.add(CardFlag.BAD_TEXT)
    characters = characters.strip(" \0")
    if any(ord(character) < 0x20 for character in characters):
        flags.add(CardFlag.BAD_TEXT)
    if any(0xE000 <= ord(character) <= 0xF8FF or ord(character) >= 0xF0000 for character in characters):
        flags.add(CardFlag.PRIVATE_USE_CHARACTER)
    return _Text(characters=characters, flags=frozenset(flags))


def _card(kind: CardKind, texts: dict[str, str], current_address: str | None, flags: set[CardFlag]) -> IdCard:
    long_term = texts["valid_to"] == LONG_TERM
    dates: dict[str, date | None] = {}
    raw_dates: list[tuple[str, str]] = []
    for name in ("birth", "valid_from", "valid_to"):
        dates[name] = date_of(texts[name])
        if dates[name] is None and not (name == "valid_to" and long_term):
            raw_dates.append((name, texts[name]))
            flags.add(CardFlag.BAD_DATE)
    english_name = texts.get("english_name", "") + texts.get("english_name_2", "")
    flags |= _code_flags(kind, texts)
    flags |= _number_flags(kind, texts, dates["birth"])
    return IdCard(
        kind=kind,
        name=texts["name"] or english_name,
        sex=texts["sex"],
        nation_code=texts.get("nation_code", ""),
        birth=dates["birth"],
        address=texts.get("address", ""),
        number=texts["number"],
        authority=texts.get("authority", ""),
        valid_from=dates["valid_from"],
        valid_to=dates["valid_to"],
        long_term=long_term,
        current_address=current_address,
        english_name=english_name,
        nationality=texts.get("nationality", ""),
        permit_number=texts.get("permit_number", ""),
        issue_count=texts.get("issue_count", ""),
        old_number_link=texts.get("old_number_link", ""),
        raw_dates=tuple(raw_dates),
        flags=tuple(sorted(flags)),
    )


def _code_flags(kind: CardKind, texts: dict[str, str]) -> set[CardFlag]:
    flags: set[CardFlag] = set()
    if texts["sex"] not in ("0", "1", "2", "9"):
        flags.add(CardFlag.UNKNOWN_SEX)
    if kind == "resident" and texts["nation_code"] not in NATION_NAMES:
        flags.add(CardFlag.UNKNOWN_NATION)
    return flags


def _number_flags(kind: CardKind, texts: dict[str, str], birth: date | None) -> set[CardFlag]:
    findings = check_id_number(texts["number"])
    number = findings.number
    if number is None:
        wrong_digit = findings.problem is NumberProblem.CHECKSUM
        return {CardFlag.BAD_CHECKSUM if wrong_digit else CardFlag.BAD_NUMBER}
    flags: set[CardFlag] = set()
    if number.kind != kind:
        flags.add(CardFlag.KIND_MISMATCH)
    if number.birth is not None and number.birth != birth:
        flags.add(CardFlag.BIRTH_MISMATCH)
    if number.sex in ("1", "2") and texts["sex"] in ("1", "2") and number.sex != texts["sex"]:
        flags.add(CardFlag.SEX_MISMATCH)
    return flags
