"""Rows of the hall's ledgers of one year as the score reads them, in order of day; nobody's name or number is in them.

Ids are those of entries, which corrections keep; what counts is the row that stands, entered when the first one was.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlite_utils import Database

from content.kpi.facts import Answer, Asked, Service, ServiceKind, Session, SessionKind
from content.model.answers import AnswerChannel
from content.model.cases import Satisfaction
from content.model.codes import Channel
from content.store.entries import standing
from content.store.fact_rows import FactRows, by_value

# of a row of the score: a visit is a talk, and a link is answered online
_CHANNELS = {AnswerChannel.VISIT.value: Channel.WINDOW, AnswerChannel.PHONE.value: Channel.PHONE,
             AnswerChannel.LINK.value: Channel.ONLINE, AnswerChannel.PAPER.value: Channel.PAPER}  # fmt: skip
_KINDS, _GRADES, _ASKED = by_value(ServiceKind), by_value(Satisfaction), by_value(Asked)


def _year(year: int) -> list[str]:
    return [date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat()]


class HallFacts:
    """The facts of `content.kpi` that the hall's ledgers give, made by `rows`."""

    def __init__(self, db: Database, rows: FactRows | None = None) -> None:
        self._db, self._made = db, rows or FactRows()

    def _rows(self, sql: str, year: int) -> Iterator[Any]:
        return iter(self._db.execute(sql, _year(year)))

    def services(self, year: int) -> Iterator[Service]:
        """Yield every consultation of a year; one without an answer is not done (A3.6).

        A question nobody answered counts nothing, whatever channel it came by; those left at kiosks are cases.
        """
        rows = self._rows(
            f"""SELECT entry_id, day, entered_at, channel, topic, person_index, EXISTS
            (SELECT 1 FROM consult_step WHERE subject_id = consultation.entry_id AND kind = 'answered') AS done
            FROM consultation WHERE day BETWEEN ? AND ? AND {standing("consultation")}
            ORDER BY day, entered_at, entry_id""", year)  # fmt: skip
        for key, day, at, channel, topic, person, done in rows:
            yield Service(**self._made.said("consultation", key, day, at, channel), done=bool(done),
                          kind=_KINDS[topic], person=person.hex())  # fmt: skip

    def answers(self, year: int) -> Iterator[Answer]:
        """Yield every answer staff noted in a year, of firms and of seekers; those of kiosks are cases.

        The subject of a seeker is the digest of person and month that a kiosk's case has as `once`, in hex.
        """
        rows = self._rows(
            f"""SELECT entry_id, day, entered_at, channel, face, 'employer' AS asked, employer_id AS subject
            FROM employer_answer WHERE day BETWEEN ?1 AND ?2 AND {standing("employer_answer")}
            UNION ALL
            SELECT entry_id, day, entered_at, channel, face, 'seeker', lower(hex(once))
            FROM seeker_answer WHERE day BETWEEN ?1 AND ?2 AND {standing("seeker_answer")}
            ORDER BY day, entered_at, entry_id""", year)  # fmt: skip
        for key, day, at, channel, face, asked, subject in rows:
            yield Answer(**self._made.said(f"{asked}_answer", key, day, at, _CHANNELS[channel]), subject=subject,
                         asked=_ASKED[asked], grade=_GRADES[face])  # fmt: skip

    def sessions(self, year: int) -> Iterator[Session]:
        """Yield every training session of a year; how many came is how many different persons are on its list."""
        rows = self._rows(
            f"""SELECT entry_id, day, entered_at, course_id, held, (SELECT count(DISTINCT person_index)
            FROM session_attendance WHERE session_id = course_session.id) AS attended
            FROM course_session WHERE day BETWEEN ? AND ? AND {standing("course_session")}
            ORDER BY day, entered_at, entry_id""", year)  # fmt: skip
        for key, day, at, course, held, attended in rows:
            yield Session(**self._made.said("course_session", key, day, at), event=course, kind=SessionKind.TRAINING,
                          held=bool(held), attended=attended)  # fmt: skip
