"""满意度 of firms and of seekers asked by staff in market.db; of one firm or person and month there is one answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlite_utils import Database

from content.clock import SHANGHAI, to_text
from content.errors import StoreError
from content.model.answers import Awareness, EmployerAnswer, SeekerAnswer
from content.model.cases import Satisfaction
from content.rules.satisfaction import Said
from content.store.entries import EntryTable, standing

_FACES = {one.value: one for one in Satisfaction}
_AWARE = {one.value: one for one in Awareness}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerKey:
    """One answer of a month's list: of a firm or a seeker, by the id of its row that stands."""

    of_firm: bool
    id: str


class MonthAnswers:
    """满意度 of some days, of firms, seekers and kiosks together: their numbers, and a page of what staff noted."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of_firms(self, first: date, last: date) -> Iterator[Said]:
        """Yield what firms said."""
        return self._noted("employer_answer", "employer_id", first, last)

    def answered_firms(self, first: date, last: date) -> frozenset[str]:
        """Return which firms answered."""
        rows = self._db.execute(
            f"SELECT DISTINCT employer_id FROM employer_answer WHERE day BETWEEN ? AND ? AND "
            f"{standing('employer_answer')}", [first.isoformat(), last.isoformat()])  # fmt: skip
        return frozenset(firm for (firm,) in rows.fetchall())

    def of_seekers(self, first: date, last: date) -> Iterator[Said]:
        """Yield what seekers told staff; the subject is the digest of person and month in hex."""
        return self._noted("seeker_answer", "lower(hex(once))", first, last)

    def of_kiosks(self, first: date, last: date) -> Iterator[Said]:
        """Yield what was pressed at kiosks, by the day of the county."""
        start, end = (to_text(datetime.combine(day, time.min, SHANGHAI)) for day in (first, last + timedelta(days=1)))
        return self._said(
            """SELECT lower(hex(once)), date(occurred_at, '+8 hours'), occurred_at, choice, awareness
            FROM hall_case INDEXED BY hall_case_faces
            WHERE kind = 'satisfaction' AND occurred_at >= ? AND occurred_at < ?""",
            [start, end],
        )

    def _noted(self, table: str, subject: str, first: date, last: date) -> Iterator[Said]:
        return self._said(f"""SELECT {subject}, day, entered_at, face, awareness FROM {table}
            WHERE day BETWEEN ? AND ? AND {standing(table)}""", [first.isoformat(), last.isoformat()])  # fmt: skip

    def _said(self, sql: str, values: list[str]) -> Iterator[Said]:
        days: dict[str, date] = {}  # a month has thousands of answers and thirty days
        for subject, day, at, face, awareness in self._db.execute(sql, values):
            if day not in days:
                days[day] = date.fromisoformat(day)
            yield Said(subject=subject, day=days[day], at=datetime.fromisoformat(at), face=_FACES[face],
                       awareness=_AWARE[awareness])  # fmt: skip

    def page(self, first: date, last: date, limit: int, offset: int) -> tuple[AnswerKey, ...]:
        """Return one page of what staff noted, newest first."""
        each = " UNION ALL ".join(
            f"""SELECT {of_firm} AS of_firm, id, day, entered_at FROM {table}
            WHERE day BETWEEN :first AND :last AND {standing(table)}"""
            for of_firm, table in ((1, "employer_answer"), (0, "seeker_answer")))  # fmt: skip
        rows = self._db.execute(
            f"""SELECT of_firm, id FROM ({each}) ORDER BY day DESC, entered_at DESC, of_firm, id
            LIMIT :limit OFFSET :offset""",
            {"first": first.isoformat(), "last": last.isoformat(), "limit": limit, "offset": offset})  # fmt: skip
        return tuple(AnswerKey(of_firm=bool(of_firm), id=key) for of_firm, key in rows.fetchall())


class EmployerAnswers(EntryTable[EmployerAnswer]):
    """What firms said."""

    kind = EmployerAnswer
    table = "employer_answer"
    word = "企业满意度"

    def answered(self, employer_id: str, day: date, beside: str = "") -> bool:
        """Say whether a firm answered in the month of a day already, the entry `beside` left out."""
        return bool(self._db.execute(
            f"""SELECT count(*) FROM employer_answer WHERE employer_id = :firm AND substr(day, 1, 7) = :month
            AND entry_id <> :beside AND {standing("employer_answer")}""",
            {"firm": employer_id, "month": f"{day:%Y-%m}", "beside": beside}).fetchone()[0])  # fmt: skip

    def _refuse(self, entry: EmployerAnswer) -> None:
        if self.answered(entry.employer_id, entry.day, entry.entry_id):
            raise StoreError("这家企业这个月已经问过了，一家一个月只算一份；记错了请点那一条的“更正”。")


class SeekerAnswers(EntryTable[SeekerAnswer]):
    """What seekers said to staff, on paper or by a link."""

    kind = SeekerAnswer
    table = "seeker_answer"
    word = "求职者满意度"

    def answered(self, once: bytes, beside: str = "") -> bool:
        """Say whether a person answered in that month already, here or at a kiosk."""
        if not once:
            return False
        here = self._db.execute(
            f"SELECT count(*) FROM seeker_answer WHERE once = ? AND entry_id <> ? AND {standing('seeker_answer')}",
            [once, beside]).fetchone()[0]  # fmt: skip
        kiosk = self._db.execute("SELECT count(*) FROM hall_case WHERE kind = 'satisfaction' AND once = ?",
                                 [once]).fetchone()[0]  # fmt: skip
        return bool(here or kiosk)

    def _refuse(self, entry: SeekerAnswer) -> None:
        # what a kiosk was told meanwhile keeps nobody from correcting what stands here
        if not entry.corrects and self.answered(entry.once, entry.entry_id):
            raise StoreError("这个人这个月已经答过了，一人一个月只算一份；记错了请点那一条的“更正”。")
