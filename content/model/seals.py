"""What seals the rows of the ledgers, and what a check of them finds (R213)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from content.model.codes import Labelled


class SealKind(StrEnum):
    """Why a seal was set; the newest one of a row is the one the row has to fit."""

    ROW = "row"  # the program added or changed it
    FOUND = "found"  # it was there when its ledger began to be sealed
    TOMBSTONE = "tombstone"  # a person was taken out of it
    GONE = "gone"  # it was removed at the word of a person
    ALTERED = "altered"  # the program came upon it changed, before it changed it itself
    COVER = "cover"  # its ledger is sealed from here on, by these columns


class Fault(Labelled):
    """What a check may find; the label says it with the ledger's word before it, where one row is meant."""

    CHAIN = "chain", "封记从第 {seq} 号起对不上"
    CUT = "cut", "封记的末尾被截断过"
    CHANGED = "changed", "在程序外被改过"
    MISSING = "missing", "在程序外被删掉了"
    STRANGER = "stranger", "是绕过程序加进来的"
    ALTERED = "altered", "在程序外被改过，后来程序又办理过它"
    UNCOVERED = "uncovered", "的表在程序外被动过"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealFinding:
    """One thing that somebody did outside the program."""

    fault: Fault
    seq: int = 0  # of the seal that shows it
    ledger: str = ""  # its table
    word: str = ""  # what staff call the ledger
    row_id: str = ""

    @property
    def sentence(self) -> str:
        """Say what was found, without who should do what."""
        row = f"“{self.word}”里编号 {self.row_id} 的一条" if self.row_id else f"“{self.word}”" if self.word else ""
        return row + self.fault.label.format(seq=self.seq)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealVerdict:
    """What one check came to; `findings` are the first ones when there are many."""

    seq: int  # number of the last seal
    head: bytes  # its digest: what to note elsewhere
    found: int  # rows that were there when the seals began
    found_at: datetime | None
    findings: tuple[SealFinding, ...]
