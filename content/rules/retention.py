"""How long what names a person is kept, within which bounds a market may set it, and when the clock is not believed.

The figures, with the law each stands on, are in `retention.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from content.clock import calendar_day, local

RUN_HOUR = 3  # of the county's day: nobody is in the hall
# a clock that jumped ahead would delete at once what has years to go
LONGEST_PAUSE = timedelta(days=31)
_FEWEST, _MOST = 4, 60  # characters of a reason
_PERSONAL = re.compile(r"\d{7}")


class Kept(StrEnum):
    """What has a term; the value is its table in retention.toml."""

    PERSONS = "persons"
    FILINGS = "filings"
    ENQUIRIES = "enquiries"
    RIGHTS = "rights"
    HIRINGS = "hirings"
    LOANS = "loans"
    DRAFTS = "drafts"
    LOGINS = "logins"
    WITHDRAWALS = "withdrawals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long one kind is kept: `days` as the market has it, between the bounds the law leaves."""

    kept: Kept
    word: str
    days: int
    least: int
    most: int
    since: str
    basis: str

    def before(self, now: datetime) -> datetime:
        """Return the instant before which what is kept is due."""
        return now - timedelta(days=self.days)


@cache
def _table() -> Mapping[str, Mapping[str, str | int]]:
    return tomllib.loads(Path(__file__).with_name("retention.toml").read_text("utf8"))


def terms(own: Mapping[str, int]) -> tuple[Term, ...]:
    """Return every term; `own` is what the market set, held to the bounds so that no old setting outlives the law."""
    return tuple(_term(kept, own.get(kept.value)) for kept in Kept)


def _term(kept: Kept, own: int | None) -> Term:
    said = _table()[kept.value]
    least, most = int(said["least"]), int(said["most"])
    days = int(said["days"]) if own is None else min(max(own, least), most)
    return Term(kept=kept, word=str(said["word"]), days=days, least=least, most=most, since=str(said["from"]),
                basis=str(said["basis"]))  # fmt: skip


def wrong_term(term: Term, days: int, reason: str) -> str:
    """Return why a market may not set this figure, "" where it may."""
    if not term.least <= days <= term.most:
        return f"“{term.word}”只能定 {term.least}—{term.most} 天：{term.basis}。"
    if not _FEWEST <= len(reason.strip()) <= _MOST:
        return f"请写明为什么改，{_FEWEST}—{_MOST} 个字，会记入操作记录。"
    if _PERSONAL.search(reason):
        return "理由里不要写电话和证件号码，它会一直留在操作记录里。"
    return ""


def is_due(now: datetime, last: datetime | None) -> bool:
    """Say whether today's run is still to come: after three in the morning, once a day."""
    if local(now).hour < RUN_HOUR:
        return False
    return last is None or calendar_day(now) > calendar_day(last)


def why_not(now: datetime, last: datetime | None) -> str:
    """Return why nothing may be deleted by itself, "" where it may: the clock may have jumped."""
    if last is None or timedelta(0) <= now - last <= LONGEST_PAUSE:
        return ""
    if now < last:
        return f"现在的时间比上次清理（{local(last):%Y-%m-%d}）还早，请系统管理员先校准时钟。"
    return f"离上次清理（{local(last):%Y-%m-%d}）已超过 {LONGEST_PAUSE.days} 天，请负责人核对时钟，再点“现在清理”。"
