"""UUIDv7 identifiers (RFC 9562 section 5.7): time-ordered, made anywhere without asking."""

from __future__ import annotations

from datetime import datetime
from secrets import token_bytes
from uuid import UUID


def new_id(now: datetime) -> str:
    """Return a UUIDv7 for the instant, as lower-case text with dashes."""
    millis = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    tail = int.from_bytes(token_bytes(10), "big")
    value = (millis << 80) | tail
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return str(UUID(int=value))
