"""What is noted of backups and drills; kept in a file beside market.db, and with each copy what it should hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.codes import Labelled
from content.store.snapshot import TableCount


class TargetKind(Labelled):
    """Where a copy goes."""

    DISK = "disk", "第二块盘"
    AWAY = "away", "异地"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyNote:
    """Travels inside a copy: what it held when it was taken."""

    taken_at: datetime
    tables: tuple[TableCount, ...]
    audit_seq: int
    audit_head: str
    sealed_row: str = ""  # the row whose ID number is opened in a drill; "" in a market without registrations
    ledger_seq: int = 0  # of the seals of the ledgers; 0 in a copy of before there were any
    ledger_head: str = ""
    sealed_digest: str = ""  # keyed, so that the note gives nothing away


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to bring a copy to one target."""

    target: str  # as shown: never with a password
    kind: TargetKind
    at: datetime
    ok: bool
    sentence: str
    seconds: float
    copied_bytes: int = 0
    checked: bool = False  # every byte was read back
    ledger_seq: int = 0  # what the copy held of the seals of the ledgers: a cut of the live file since then shows by it
    ledger_head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing a drill looked at."""

    about: str
    ok: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """One restore into an empty folder, with what was found there."""

    target: str
    at: datetime
    seconds: float
    checks: tuple[Check, ...]
    by_hand: bool = False  # the key was typed from the escrow sheet

    @property
    def ok(self) -> bool:
        """Say whether everything looked at was right; a drill that looked at nothing is none."""
        return bool(self.checks) and all(check.ok for check in self.checks)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """All that is known of the backups of one hub."""

    attempts: tuple[Attempt, ...] = ()  # newest first
    drills: tuple[Drill, ...] = ()  # newest first
