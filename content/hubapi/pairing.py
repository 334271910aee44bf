"""The hub's side of pairing: one-time codes, tokens that are stored as digests only, prefixes that are never reused."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import randbelow, token_urlsafe
from typing import Any

from content.errors import LinkError, NotPaired
from content.model.audit import Action
from content.model.codes import TerminalKind
from content.model.ids import new_id
from content.model.people import Staff, Terminal
from content.privacy import KeyRing, code_digest
from content.store.database import Market
from content.store.tables import Tables

CODE_LIFE = timedelta(minutes=15)
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingRequest:
    """What a terminal says when it redeems a code."""

    code: str = field(repr=False)
    kind: TerminalKind
    name: str


def token_digest(keys: KeyRing, token: str) -> bytes:
    """Return the digest under which a terminal's token is stored."""
    return code_digest(keys.index, "terminal token", token)


def _digest(keys: KeyRing, code: str) -> bytes:
    return code_digest(keys.index, "pairing code", code)


def new_pairing_code(market: Market, keys: KeyRing, kind: TerminalKind, now: datetime, pin: str = "",
                     by: Staff | None = None) -> str:  # fmt: skip
    """Return a code that pairs one terminal within 15 minutes; `pin` is the certificate's, "" on loopback.

    Who asked for it is noted; nobody, where it came from the command line.
    """
    code = f"{randbelow(10**8):08d}"

    def keep(tables: Tables) -> None:
        tables.terminals.new_code(_digest(keys, code), kind, now + CODE_LIFE)
        tables.audit.note(by, now, Action.TERMINAL, subject="terminal", words=f"生成{kind.label}的配对码")

    market.write(keep)
    return f"{code}-{pin}" if pin else code


def redeem(market: Market, keys: KeyRing, site_id: str, request: PairingRequest, now: datetime) -> dict[str, Any]:
    """Add the terminal and return the answer of `POST /link/pair`; NotPaired or LinkError when refused."""
    token = token_urlsafe(_TOKEN_BYTES)
    name = request.name.strip()[:40] or request.kind.label

    def use_case(tables: Tables) -> Terminal:
        market.require_here()
        granted = tables.terminals.take_code(_digest(keys, request.code), now)
        if granted is None:
            raise NotPaired("配对码不对、已经用过或过了15分钟，请系统管理员在中心重新生成一个。")
        if granted is not request.kind:
            raise LinkError(f"这个配对码是给{granted.label}的，请系统管理员生成{request.kind.label}的配对码。")
        prefix = tables.terminals.next_prefix()
        terminal = Terminal(id=new_id(now), kind=request.kind, name=name, prefix=prefix, paired_at=now)
        tables.terminals.add(terminal, token_digest(keys, token))
        tables.audit.note(None, now, Action.TERMINAL, subject="terminal", subject_id=terminal.id,
                          words=f"配对了{request.kind.label}“{name}”")  # fmt: skip
        return terminal

    terminal = market.write(use_case)
    return {
        "terminal": terminal.id,
        "token": token,
        "prefix": terminal.prefix,
        "site_id": site_id,
        "seal_key": b64encode(keys.seal_public).decode(),
        "trusted_keys": [b64encode(keys.edition.public).decode()],
        "contiguous_seq": 0,
    }
