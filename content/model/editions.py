"""期 as the market's database remembers the published ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """One published edition: `order` decides, `number` is the printed 期, the manifest is kept as it was signed."""

    order: int
    number: int
    kind: str  # "full", "patch", "rollback", "emergency"
    built_at: datetime
    by: str
    note: str
    manifest: bytes = field(repr=False)
    signature: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """What every screen shows instead of its round; the end is mandatory."""

    title: str
    text: str
    until: datetime
    by: str  # staff id
    declared_at: datetime
    stops_kiosks: bool = False  # kiosks show nothing else; else people may put it aside and go on
