"""What the help ledgers share: entries that are only ever added, each following the one it corrects or carries on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.seekers import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainEntry:
    """One state of a file; the newest of those with the same `root` stands, the others stay as they were.

    `entered_at` and `entered_by` are those of the first entry and no correction changes them; `written_at` and
    `written_by` are this entry's own.
    """

    id: str
    root: str  # id of the first entry of the file
    person_index: bytes  # blind index of the ID number; the number itself is not kept
    name: Sealed
    entered_at: datetime
    entered_by: str
    written_at: datetime
    written_by: str
    corrects: str = ""  # the entry this one follows; "" for the first
    reason: str = ""  # why it was corrected; "" where something was only added
    void: bool = False  # noted by mistake: it counts nowhere
