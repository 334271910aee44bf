"""Questions of both ledgers in market.db, 咨询 and those left at kiosks: counted and paged, none of them opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlite_utils import Database

from content.clock import SHANGHAI, to_text
from content.store.entries import standing

_ANSWERED = "EXISTS (SELECT 1 FROM consult_step WHERE subject_id = {id} AND kind = 'answered')"
_ASKED = f"""(
    SELECT entry_id AS id, day, 0 AS at_kiosk, entered_at AS at, topic,
        {_ANSWERED.format(id="consultation.entry_id")} AS answered
    FROM consultation WHERE day BETWEEN :first AND :last AND {standing("consultation")}
    UNION ALL
    SELECT id, date(occurred_at, '+8 hours'), 1, occurred_at, choice,
        answered_at IS NOT NULL OR {_ANSWERED.format(id="hall_case.id")}
    FROM hall_case WHERE kind = 'question' AND occurred_at >= :start AND occurred_at < :end)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCount:
    """How many questions of some days are about one topic, and how many of them wait for an answer."""

    topic: str
    asked: int
    waiting: int


class Questions:
    """The questions asked on days from `first` to `last`, a correction and the row it corrects counted once."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def by_topic(self, first: date, last: date) -> tuple[TopicCount, ...]:
        """Return the numbers of each topic that was asked about."""
        rows = self._db.execute(f"SELECT topic, count(*), sum(NOT answered) FROM {_ASKED} GROUP BY topic",
                                _days(first, last)).fetchall()  # fmt: skip
        return tuple(TopicCount(topic=topic, asked=asked, waiting=waiting) for topic, asked, waiting in rows)

    def waiting(self, first: date, last: date) -> tuple[str, ...]:
        """Return the ids of all that wait for an answer, newest day first; those of the ledger before a kiosk's."""
        return self._ids("NOT answered", first, last, -1, 0)

    def answered(self, first: date, last: date, limit: int, offset: int) -> tuple[str, ...]:
        """Return the ids of one page of those that are answered, in the same order."""
        return self._ids("answered", first, last, limit, offset)

    def _ids(self, which: str, first: date, last: date, limit: int, offset: int) -> tuple[str, ...]:
        rows = self._db.execute(
            f"""SELECT id FROM {_ASKED} WHERE {which} ORDER BY day DESC, at_kiosk, at DESC, id DESC
            LIMIT :limit OFFSET :offset""", _days(first, last) | {"limit": limit, "offset": offset})  # fmt: skip
        return tuple(key for (key,) in rows.fetchall())


def _days(first: date, last: date) -> dict[str, str | int]:
    start, end = (to_text(datetime.combine(day, time.min, SHANGHAI)) for day in (first, last + timedelta(days=1)))
    return {"first": first.isoformat(), "last": last.isoformat(), "start": start, "end": end}
