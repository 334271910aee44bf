"""One slip in the spool: what it is for, where it is, and its bytes."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SlipState(StrEnum):
    """Where a slip is: failed is known not to be on paper, unknown may be."""

    QUEUED = "queued"
    SENDING = "sending"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipJob:
    """One slip in the spool; `chunks` is empty once the bytes are wiped, `copy` above 1 is a 补打."""

    id: str
    reference: str
    kind: str
    copy: int
    state: SlipState
    attempts: int
    chunks: tuple[bytes, ...]
    sentence: str
    findings: str
    queued_at: datetime
    changed_at: datetime


def slip_id(reference: str, kind: str, copy: int = 1) -> str:
    """Return the id of a slip; the copy shows only from the first 补打 on."""
    return f"{kind}:{reference}" if copy == 1 else f"{kind}:{reference}#{copy}"


def packed(chunks: Sequence[bytes]) -> bytes:
    """Return a slip's chunks as one run of bytes, each headed by its length."""
    return b"".join(struct.pack(">I", len(chunk)) + chunk for chunk in chunks)


def unpacked(payload: bytes | None) -> tuple[bytes, ...]:
    """Return the chunks again; none when the bytes are wiped."""
    chunks, at = [], 0
    while payload and at < len(payload):
        (length,) = struct.unpack_from(">I", payload, at)
        chunks.append(payload[at + 4 : at + 4 + length])
        at += 4 + length
    return tuple(chunks)
