"""培训班 in market.db: the days courses were held, who came, what became of them, and the words of an evaluation."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from content.errors import StoreError
from content.model.sessions import (
    EXAM_OUTCOMES,
    FOLLOW_UP_OUTCOMES,
    CourseReview,
    CourseSession,
    TraineeCheck,
    TraineeResult,
)
from content.store.entries import EntryTable, standing
from content.store.mapping import Row, row_mapping

_HELD = f"course_session.held AND {standing('course_session')}"


class CourseSessions(EntryTable[CourseSession]):
    """The 培训班, a row a day of a course; who came stands in `session_attendance`, by blind index."""

    kind = CourseSession
    table = "course_session"
    word = "培训班"
    beside: ClassVar[tuple[str, ...]] = ("attended",)

    def _others(self, row: Row) -> dict[str, Any]:
        found = self._db.execute("SELECT lower(hex(person_index)) FROM session_attendance WHERE session_id = ? "
                                 "ORDER BY place", [row["id"]]).fetchall()  # fmt: skip
        return {"attended": tuple(person for (person,) in found)}

    def _kept(self, entry: CourseSession) -> None:
        for place, person in enumerate(entry.attended):
            self._db.execute("INSERT INTO session_attendance (session_id, place, person_index) VALUES (?, ?, ?)",
                             [entry.id, place, bytes.fromhex(person)])  # fmt: skip

    def of_course(self, course_id: str) -> tuple[CourseSession, ...]:
        """Return the sessions of a course that stand, first day first."""
        return self._select(f"WHERE course_id = :course AND {standing(self.table)} ORDER BY day, entered_at",
                            {"course": course_id})  # fmt: skip

    def courses_held(self, first: date, last: date, limit: int = -1) -> tuple[str, ...]:
        """Return the ids of the courses held on days between `first` and `last`, the one held last first."""
        rows = self._db.execute(f"SELECT course_id FROM course_session WHERE day BETWEEN ? AND ? AND {_HELD} "
                                "GROUP BY course_id ORDER BY max(day) DESC, course_id LIMIT ?",
                                [first.isoformat(), last.isoformat(), limit])  # fmt: skip
        return tuple(course for (course,) in rows.fetchall())

    def trainees_between(self, first: date, last: date) -> int:
        """Return how many different persons came to what was held (R167)."""
        return int(self._db.execute(
            f"""SELECT count(DISTINCT person_index) FROM session_attendance JOIN course_session
            ON course_session.id = session_id WHERE day BETWEEN ? AND ? AND {_HELD}""",
            [first.isoformat(), last.isoformat()]).fetchone()[0])  # fmt: skip

    def add_result(self, result: TraineeResult) -> None:
        """Keep what was found out about a trainee; StoreError where it does not fit, or gives no reason for another."""
        allowed = EXAM_OUTCOMES if result.check is TraineeCheck.EXAM else FOLLOW_UP_OUTCOMES
        if result.outcome not in allowed:
            raise StoreError(f"“{result.check.label}”请从{'、'.join(one.label for one in allowed)}里选。")
        known = (result.person_index, result.check) in {
            (one.person_index, one.check) for one in self.results(result.course_id)}  # fmt: skip
        if known and not result.reason.strip():
            raise StoreError("这个人的这一项已经记过了，改的话请写明原因，原来的会留着。")
        self._insert("trainee_result", row_mapping(TraineeResult).to_row(result))

    def results(self, course_id: str) -> tuple[TraineeResult, ...]:
        """Return the latest result of each trainee and check."""
        rows = self._db.query("SELECT * FROM trainee_result WHERE course_id = ? ORDER BY at, rowid", [course_id])
        latest = {(one.person_index, one.check): one for one in map(row_mapping(TraineeResult).from_row, rows)}
        return tuple(latest.values())

    def add_review(self, review: CourseReview) -> None:
        """Keep the words of an evaluation; StoreError when there are none."""
        if not review.words.strip():
            raise StoreError("请写几句：准备了什么、检查得怎么样、学员怎么说，或者效果怎么样。")
        self._insert("course_review", row_mapping(CourseReview).to_row(review))

    def reviews(self, course_id: str) -> tuple[CourseReview, ...]:
        """Return what was written about a course, oldest first."""
        rows = self._db.query("SELECT * FROM course_review WHERE course_id = ? ORDER BY at, rowid", [course_id])
        return tuple(map(row_mapping(CourseReview).from_row, rows))

    def _insert(self, table: str, row: Row) -> None:
        names = ", ".join(f'"{name}"' for name in row)
        self._db.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in row)})", row)
