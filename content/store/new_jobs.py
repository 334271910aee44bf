"""Which jobs of a span of days are new to the regulation (R111): the same again within the days of A3-8 is not.

The desk's counters and the score ask one rule, `content.kpi.counting.Apart`, so that no board promises a month the
score then takes back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlite_utils import Database

from content.clock import to_text
from content.kpi.counting import Apart
from content.rules.duplicates import fingerprint_of


@dataclass(frozen=True, slots=True)
class _Shown:
    """A job by the day of the county on which it first stood in an edition; `key` tells it from others."""

    id: str
    on: date
    key: tuple[str, ...]


def new_jobs(db: Database, start: datetime, end: datetime, days: int) -> frozenset[str]:
    """Return the ids of the jobs first shown from `start` up to, not including, `end` that are no repost.

    `start` is a midnight of the county. One merged into another counts with that one.
    """
    asked = list(_shown(db, start, end))
    apart = Apart(days)
    for one in _before({one.key for one in asked}, db, start, days):
        apart.is_new(one.key, one.on)
    return frozenset(one.id for one in asked if apart.is_new(one.key, one.on))


def _before(keys: set[tuple[str, ...]], db: Database, start: datetime, days: int) -> list[_Shown]:
    """Return what was shown before, oldest first, as far back as each chain of reposts reaches."""
    found: list[_Shown] = []
    until = start
    while keys:
        earlier = until - timedelta(days=days)
        part = [one for one in _shown(db, earlier, until) if one.key in keys]
        found[:0] = part
        # where nothing stood for so long, the one after it was new whatever came before
        keys, until = {one.key for one in part}, earlier
    return found


def _shown(db: Database, start: datetime, end: datetime) -> Iterator[_Shown]:
    rows = db.execute(
        """SELECT id, date(published_at, '+8 hours'), employer_id, trade_code, township_code, address, pay_unit
        FROM job WHERE published_at >= ? AND published_at < ? AND merged_into IS NULL ORDER BY published_at, id""",
        [to_text(start), to_text(end)])  # fmt: skip
    for key, day, *said in rows.fetchall():
        # without all its parts nothing tells it from others: it is the same as none
        yield _Shown(key, date.fromisoformat(day), fingerprint_of(*said) or (key,))
