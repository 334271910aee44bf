"""The other direction of `cards`: invented cards as text blocks, and as plain fields for the twin's control line."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any

from kiosk.reader.base import CardKind, IdCard
from kiosk.reader.layouts import BLOCK_LENGTH, KIND_OF_MARKER, LAYOUTS, LONG_TERM, MARKER_AT

_ADDRESS_LENGTH = 70
_PHOTO_LENGTH = 1024
_DATES = ("birth", "valid_from", "valid_to")
_FIELDS = {entry.name: entry for entry in dataclasses.fields(IdCard)}


def encode_text_block(card: IdCard) -> bytes:
    """Return the 256 bytes a card of this kind would carry; raises `ValueError` where a text is too long."""
    block = bytearray(" ".encode("utf-16-le") * (BLOCK_LENGTH // 2))
    texts = _texts(card)
    for name, (offset, length) in LAYOUTS[card.kind].items():
        block[offset : offset + length] = _padded(texts[name], length)
    block[MARKER_AT : MARKER_AT + 2] = _padded(_marker(card.kind), 2)
    return bytes(block)


def encode_address(address: str) -> bytes:
    """Return the 70 bytes of a 30 03 reply."""
    return _padded(address, _ADDRESS_LENGTH)


def read_payload(block: bytes, fingerprint_length: int | None = None) -> bytes:
    """Return the data of a 30 01 reply, or of a 30 10 reply where a fingerprint length is given.

    The lengths, the block, then a photo and a fingerprint that are all zero.
    """
    lengths = [len(block), _PHOTO_LENGTH] + ([] if fingerprint_length is None else [fingerprint_length])
    return b"".join(length.to_bytes(2, "big") for length in lengths) + block + bytes(sum(lengths[1:]))


def card_to_fields(card: IdCard) -> dict[str, Any]:
    """Return the card as JSON can carry it; dates are YYYY-MM-DD."""
    fields: dict[str, Any] = {}
    for name in _FIELDS:
        value = getattr(card, name)
        fields[name] = value.isoformat() if isinstance(value, date) else value
    return fields


def card_from_fields(fields: Mapping[str, Any]) -> IdCard:
    """Return the card `card_to_fields` gave; raises `ValueError` on fields no card has or on lacking ones."""
    unknown = sorted(set(fields) - set(_FIELDS))
    if unknown:
        raise ValueError(f"证件没有这些字段，请改正：{'、'.join(unknown)}")
    values = dict(fields)
    for name in _DATES:
        if isinstance(values.get(name), str):
            values[name] = date.fromisoformat(values[name])
    values["raw_dates"] = tuple((name, text) for name, text in values.get("raw_dates", ()))
    values["flags"] = tuple(values.get("flags", ()))
    try:
        card = IdCard(**values)
    except TypeError as error:
        raise ValueError("证件缺少字段，请补全") from error
    if card.kind not in LAYOUTS:
        raise ValueError("没有这种证件，请改正kind")
    return card


def _texts(card: IdCard) -> dict[str, str]:
    texts = {name: getattr(card, name) for name in _FIELDS if isinstance(getattr(card, name), str)}
    for name in _DATES:
        day = getattr(card, name)
        texts[name] = day.strftime("%Y%m%d") if day is not None else ""
    if card.long_term:
        texts["valid_to"] = LONG_TERM
    texts.update(card.raw_dates)
    if card.kind == "foreign2023":
        texts["english_name"], texts["english_name_2"] = card.english_name[:35], card.english_name[35:]
    if card.english_name and card.name == card.english_name:
        texts["name"] = ""
    return texts


def _marker(kind: CardKind) -> str:
    return next(marker for marker, marked in KIND_OF_MARKER.items() if marked == kind)


def _padded(text: str, length: int) -> bytes:
    content = text.encode("utf-16-le", errors="surrogatepass")
    if len(content) > length:
        raise ValueError(f"证件上的这一项最多{length // 2}个字，请改短")
    return content + " ".encode("utf-16-le") * ((length - len(content)) // 2)
