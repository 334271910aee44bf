"""What every ledger of the hall says of an entry: never changed, corrected by a later one that gives its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row; `entry_id` and `entered_at` are those of the first row of what was noted and survive corrections."""

    id: str
    entry_id: str
    day: date  # when it happened
    entered_at: datetime
    entered_by: str  # staff id
    noted_at: datetime  # when this row was written
    noted_by: str
    corrects: str = ""  # id of the row this one stands for
    reason: str = ""  # of the correction
    void: bool = False  # the corrected row was a mistake and nothing takes its place
