"""One slip in the spool: what it is for and where it is; its bytes are asked for apart."""

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
    """One slip in the spool, without a word of what is printed on it.

    `copy` above 1 is a 补打, ordered by `ordered_by`; `has_bytes` is false once its bytes are wiped.
    """

    id: str
    reference: str
    kind: str
    copy: int
    state: SlipState
    attempts: int
    has_bytes: bool
    has_newer_copy: bool
    sentence: str
    findings: str
    ordered_by: str
    queued_at: datetime
    changed_at: datetime

    @property
    def number(self) -> str:
        """Return what staff know the slip by: the job's, the receipt's or the ticket's number."""
        return self.reference.partition(" ")[0]

    @property
    def can_be_reprinted(self) -> bool:
        """Say whether staff may print it again; the newest copy only, and while its bytes are kept."""
        return self.state in (SlipState.FAILED, SlipState.UNKNOWN) and self.has_bytes and not self.has_newer_copy


def slip_id(reference: str, kind: str, copy: int = 1) -> str:
    """Return the id of a slip; the copy shows only from the first 补打 on."""
    return f"{kind}:{reference}" if copy == 1 else f"{kind}:{reference}#{copy}"


def packed(chunks: Sequence[bytes]) -> bytes:
    """Return a slip's chunks as one run of bytes, each headed by its length."""
    return b"".join(struct.pack(">I", len(chunk)) + chunk for chunk in chunks)


def unpacked(payload: bytes) -> tuple[bytes, ...]:
    """Return the chunks again."""
    chunks, at = [], 0
    while at < len(payload):
        (length,) = struct.unpack_from(">I", payload, at)
        chunks.append(payload[at + 4 : at + 4 + length])
        at += 4 + length
    return tuple(chunks)
