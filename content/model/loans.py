"""工位 and 工具 lent to day labourers (R006): what, to whom, until when, and when it came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.codes import Labelled


class LoanKind(Labelled):
    """What of the 零工工作区 is lent."""

    PLACE = "place", "工位"
    TOOL = "tool", "工具"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolLoan:
    """One loan; the person by blind index where the ledger knows them, else by the mask of the name alone."""

    id: str
    kind: LoanKind
    thing: str
    person_index: bytes | None
    name_mask: str
    lent_at: datetime
    lent_by: str
    due_at: datetime
    returned_at: datetime | None = None
    returned_by: str = ""
    note: str = ""  # how it came back

    def is_overdue(self, now: datetime) -> bool:
        """Say whether it should be back and is not."""
        return self.returned_at is None and self.due_at <= now
