"""使用统计 in market.db: sums by day and task."""

from __future__ import annotations

from datetime import date

from sqlite_utils import Database

from content.model.usage import DayUse, StepCount, TaskUse


class Usage:
    """The sums; what comes in is added."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, use: DayUse) -> None:
        """Add to the sums of a day."""
        for one in use.tasks:
            self._db.execute(
                """INSERT INTO usage (day, task, started, finished, pages, touches, seconds)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (day, task) DO UPDATE SET started = started + excluded.started,
                finished = finished + excluded.finished, pages = pages + excluded.pages,
                touches = touches + excluded.touches, seconds = seconds + excluded.seconds""",
                [use.day.isoformat(), one.task, one.started, one.finished, one.pages, one.touches, one.seconds],
            )
            for step in one.given_up:
                self._db.execute(
                    """INSERT INTO usage_step (day, task, step, given_up) VALUES (?, ?, ?, ?)
                    ON CONFLICT (day, task, step) DO UPDATE SET given_up = given_up + excluded.given_up""",
                    [use.day.isoformat(), one.task, step.step, step.count],
                )

    def between(self, first: date, last: date) -> tuple[TaskUse, ...]:
        """Return the sums of the days from `first` to `last`, most begun first."""
        days = [first.isoformat(), last.isoformat()]
        steps: dict[str, list[StepCount]] = {}
        for task, step, count in self._db.execute(
                "SELECT task, step, sum(given_up) FROM usage_step WHERE day BETWEEN ? AND ? GROUP BY task, step"
                " ORDER BY sum(given_up) DESC, step", days).fetchall():  # fmt: skip
            steps.setdefault(task, []).append(StepCount(step=step, count=count))
        rows = self._db.execute(
            """SELECT task, sum(started), sum(finished), sum(pages), sum(touches), sum(seconds) FROM usage
            WHERE day BETWEEN ? AND ? GROUP BY task ORDER BY sum(started) DESC, task""", days).fetchall()  # fmt: skip
        return tuple(
            TaskUse(task=row[0], started=row[1], finished=row[2], pages=row[3], touches=row[4], seconds=row[5],
                    given_up=tuple(steps.get(row[0], ())))
            for row in rows
        )  # fmt: skip
