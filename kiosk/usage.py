"""Where people get to and where they give up: counted by task and hour in memory, filed when the hour is over."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from content.model.usage import StepCount, TaskUse, UsageBody, together

# views of one task; every other view is a task of its own name
_TASKS = {"find": "jobs", "job": "jobs", "number": "jobs", "basket": "jobs"}
_UNCOUNTED = frozenset({"", "staff"})
_READ_BY_OPENING = frozenset({"policies", "courses", "fairs", "rights", "notices"})
_LONGEST = timedelta(minutes=30)
_MOST_TOUCHES = 1000  # what a browser may tell at once


class UsageBook:
    """The counts of all visits since they were last filed; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hours: dict[datetime, tuple[TaskUse, ...]] = {}

    def add(self, use: TaskUse, now: datetime) -> None:
        """Count a task that ended."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            self._hours[hour] = together((*self._hours.get(hour, ()), use))

    def file(self, now: datetime, put: Callable[[UsageBody], object], *, all_of_it: bool = False) -> int:
        """Hand over the hours that are over, or all at the end of the process; what `put` raises keeps its hour."""
        this_hour = now.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            due = [hour for hour in sorted(self._hours) if all_of_it or hour < this_hour]
            for hour in due:
                put(UsageBody(hour=hour, tasks=self._hours[hour]))
                del self._hours[hour]
        return len(due)


class Tally:
    """The way of one visit through its tasks; it knows views and numbers, never what was looked for or who looked."""

    def __init__(self, book: UsageBook) -> None:
        self._book = book
        self._task = self._step = ""
        self._since: datetime | None = None
        self._pages = self._touches = 0
        self._finished = False

    def open(self, path: str, now: datetime) -> None:
        """Note the view at `path`; leaving a task for another ends it."""
        view, _, part = path.split("?")[0].strip("/").partition("/")
        task = _TASKS.get(view, view)
        if task != self._task:
            self.end(now)
            if task in _UNCOUNTED:
                return
            self._task, self._since = task, now
        self._pages += 1
        self._step = view
        if part and task in _READ_BY_OPENING:
            self._finished = True

    def use(self, touches: object, step: object) -> None:
        """Note touches since the last time, and how far the page says one is (0 where it has no steps)."""
        if isinstance(touches, int) and 0 <= touches <= _MOST_TOUCHES:
            self._touches += touches
        if isinstance(step, int) and 1 <= step <= 9:
            self._step = str(step)

    def slip(self) -> None:
        """Note that a slip came: whoever looks for work has what they came for."""
        self._finished = self._finished or self._task == "jobs"

    def finish(self) -> None:
        """Note that the task is done; what one does after it on the same views is looking around."""
        self._finished = True

    def end(self, now: datetime) -> None:
        """Count the task under way, if there is one."""
        if self._task and self._since is not None:
            left = () if self._finished else (StepCount(step=self._step, count=1),)
            self._book.add(TaskUse(
                task=self._task, started=1, finished=int(self._finished), pages=self._pages, touches=self._touches,
                seconds=round(min(now - self._since, _LONGEST).total_seconds()), given_up=left), now)  # fmt: skip
        self._task, self._since, self._finished, self._pages, self._touches = "", None, False, 0, 0
