"""The daily review of new lines of the two ledgers: who looked at which line and when (R181)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.codes import Labelled


class Ledger(Labelled):
    """Which ledger a line stands in; the value is its table."""

    REGISTRATION = "registration", "求职登记"
    HIRING = "hiring", "用工需求"


class ReviewDeed(Labelled):
    """What was done with a line; taking back is the correction of a review and needs its reason."""

    CHECKED = "checked", "已核实"
    TAKEN_BACK = "taken_back", "撤回核实"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """One line nobody has reviewed yet, and since when it stands in the ledger."""

    ledger: Ledger
    line_id: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LineReview:
    """One review of one line; an earlier one of the same line stays."""

    ledger: Ledger
    line_id: str
    since: datetime  # when the line came
    deed: ReviewDeed
    reason: str
    by: str  # staff id
    at: datetime
