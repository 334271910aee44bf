"""Staff, their sessions, and the terminals that are paired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.codes import Role, TerminalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """One account of the desk."""

    id: str
    login: str
    name: str
    roles: tuple[Role, ...]
    enabled: bool
    pledged_on: date | None = None  # 数据安全责任书 signed (R189)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """One paired box; `prefix` starts every number it gives out."""

    id: str
    kind: TerminalKind
    name: str
    prefix: str  # two digits
    paired_at: datetime
    revoked_at: datetime | None = None
    last_seen_at: datetime | None = None
    edition_order: int | None = None
    report: str = ""  # last heartbeat, JSON
