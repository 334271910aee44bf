"""What market.db can say of a span of time without naming anybody: for the pack of a security incident."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from content.clock import to_text
from content.model.audit import Action, AuditEntry
from content.store.mapping import row_mapping

# what lets data be seen, taken or misused; everything else of the audit stays at home
TELLING = (Action.LOGIN, Action.LOGIN_FAILED, Action.LOGOUT, Action.LINK, Action.PASSWORD, Action.SESSION_ENDED,
           Action.ACCOUNT, Action.HANDOVER, Action.LOOKED, Action.SOUGHT, Action.EXPORTED, Action.IMPORTED,
           Action.MERGED, Action.SETTING, Action.TERMINAL)  # fmt: skip
_MARKS = ", ".join("?" * len(TELLING))


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCounts:
    """How many people a span may touch: all there are, who came new, whose record somebody opened in full."""

    known: int
    new: int
    looked_at: int  # different records opened in full, of any kind
    employers: int


class IncidentFacts:
    """Questions of a span; `end` is excluded."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def persons(self, start: datetime, end: datetime) -> PersonCounts:
        """Return how many people there are and how many a span touched."""
        span = [to_text(start), to_text(end)]
        one = self._db.execute
        return PersonCounts(
            known=one("SELECT count(*) FROM seeker WHERE merged_into = ''").fetchone()[0],
            new=one("SELECT count(*) FROM seeker WHERE first_seen_at >= ? AND first_seen_at < ?", span).fetchone()[0],
            looked_at=one("SELECT count(DISTINCT subject || ' ' || subject_id) FROM audit WHERE action = 'looked' "
                          "AND at >= ? AND at < ?", span).fetchone()[0],
            employers=one("SELECT count(*) FROM employer").fetchone()[0],
        )  # fmt: skip

    def deeds(self, start: datetime, end: datetime) -> Iterator[AuditEntry]:
        """Yield who did what of the telling kinds, in order."""
        rows = self._db.query(
            "SELECT seq, at, staff_id, login, action, subject, subject_id, words FROM audit "
            f"WHERE at >= ? AND at < ? AND action IN ({_MARKS}) ORDER BY seq",
            [to_text(start), to_text(end), *(one.value for one in TELLING)])  # fmt: skip
        for row in rows:
            yield row_mapping(AuditEntry).from_row(row)
