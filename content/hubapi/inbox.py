"""Taking filings in: acknowledged means stored and committed, nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content.model.codec import from_plain
from content.model.codes import TerminalKind
from content.model.filings import Envelope, Receipt
from content.store.database import Market
from content.store.tables import Tables

MOST_PER_BATCH = 50
_UNREADABLE = "呈报的写法中心读不懂，请系统管理员核对终端与中心的程序版本。"
_NOT_ITS_KIND = "这种呈报不是这类终端报的，中心没有收，请系统管理员核对这台终端是按哪一种配对的。"
_NOT_YOURS = "呈报写的是另一台在用终端，中心没有收，请系统管理员查看。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A filing of a batch that was not stored, and why; the others are stored all the same."""

    id: str
    sentence: str


def read_batch(plain: dict[str, Any]) -> tuple[tuple[Envelope, ...], tuple[Refusal, ...]]:
    """Read the first 50 envelopes of a batch and set aside what is none."""
    envelopes: list[Envelope] = []
    refusals: list[Refusal] = []
    offered = plain.get("envelopes")
    for one in offered[:MOST_PER_BATCH] if isinstance(offered, list) else []:
        try:
            envelope = from_plain(Envelope, one)
            if not 1 <= envelope.header.seq < 2**63 or envelope.header.occurred_at.tzinfo is None:
                raise ValueError
            envelopes.append(envelope)
        except ValueError:
            header = one.get("header") if isinstance(one, dict) else None
            filing_id = str(header.get("id", ""))[:36] if isinstance(header, dict) else ""
            refusals.append(Refusal(id=filing_id, sentence=_UNREADABLE))
    return tuple(envelopes), tuple(refusals)


def take_in(market: Market, terminal_id: str, envelopes: tuple[Envelope, ...],
            now: datetime) -> tuple[Receipt, tuple[Refusal, ...]]:  # fmt: skip
    """Store a batch in one transaction; the receipt is made after COMMIT, and names what was there already too.

    A terminal may also bring what it filed under a pairing that is over (revoked, or unknown since a backup was put
    back), but nothing in the name of another terminal at work; and a screen brings what was on it and nothing of
    persons, so that a token taken off a wall alters and erases nobody. DiskLow while there is
    no room, HubMoved while the hub moves: then all of it stays in the outboxes.
    """

    def use_case(tables: Tables) -> tuple[Receipt, tuple[Refusal, ...]]:
        market.require_here()  # inside the write: what is stored after the mark of a move is in no copy
        stored, refusals, bringer = [], [], tables.terminals.get(terminal_id)
        for envelope in envelopes:
            if bringer is not None and not _files(bringer.kind, envelope.header.kind):
                refusals.append(Refusal(id=envelope.header.id, sentence=_NOT_ITS_KIND))
            elif _may_bring(tables, terminal_id, envelope.header.terminal):
                tables.inbox.store(envelope, now)
                stored.append(envelope.header.id)
            else:
                refusals.append(Refusal(id=envelope.header.id, sentence=_NOT_YOURS))
        receipt = Receipt(stored=tuple(stored), contiguous_seq=tables.inbox.contiguous_seq(terminal_id))
        return receipt, tuple(refusals)

    market.require_room()
    return market.write(use_case)


def _files(terminal: TerminalKind, kind: str) -> bool:
    return (terminal is TerminalKind.SCREEN) == (kind == "plays")


def _may_bring(tables: Tables, bringer: str, filer: str) -> bool:
    if bringer == filer:
        return True
    known = tables.terminals.get(filer)
    return known is None or known.revoked_at is not None
