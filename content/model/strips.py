"""报表条 (domain A4): the figures of a day or a week on a strip of paper, with the end of the record of who did what.

The strip hangs in the hall or lies in a drawer: who changes the record afterwards does not change the paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StripOrder:
    """What a terminal is to print; figures are counts, and nobody is in them."""

    title: str
    period: str
    figures: tuple[tuple[str, str], ...]
    audit_head: str  # number and first characters of the digest of the record's last entry
    number: str
    market: str
    place: str  # the machine, as the desk calls it
    complaint_phone: str
    at: datetime  # when it was ordered
