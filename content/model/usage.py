"""使用统计: what was begun, finished and given up at a kiosk, as counts of one hour that name nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCount:
    """How many gave a task up at a step: "1" to "3" of those that are counted on the page, else a view's name."""

    step: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskUse:
    """One task: pages, touches and seconds of all who began it, together."""

    task: str  # the first part of its address: jobs, register, policies …
    started: int = 0
    finished: int = 0
    pages: int = 0
    touches: int = 0
    seconds: int = 0
    given_up: tuple[StepCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageBody:
    """Body of kind `usage`, version 1: what ended in one hour; a second one for the same hour adds to it."""

    hour: datetime
    tasks: tuple[TaskUse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayUse:
    """The use of all kiosks on one day, task by task."""

    day: date
    tasks: tuple[TaskUse, ...]


def together(uses: tuple[TaskUse, ...]) -> tuple[TaskUse, ...]:
    """Add up by task; most begun first."""
    found: dict[str, TaskUse] = {}
    for one in uses:
        so_far = found.get(one.task, TaskUse(task=one.task))
        steps = {step.step: step.count for step in so_far.given_up}
        for step in one.given_up:
            steps[step.step] = steps.get(step.step, 0) + step.count
        found[one.task] = TaskUse(
            task=one.task, started=so_far.started + one.started, finished=so_far.finished + one.finished,
            pages=so_far.pages + one.pages, touches=so_far.touches + one.touches, seconds=so_far.seconds + one.seconds,
            given_up=tuple(StepCount(step=step, count=count) for step, count in sorted(steps.items())),
        )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda one: (-one.started, one.task)))
