"""工作日志: what one member of staff did on a day, and the weekly check of all (R184, R185); only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFigure:
    """How often something was done; no person is in it."""

    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLog:
    """A day of one member of staff as they submitted it; submitted again it is a newer entry."""

    id: str
    day: date
    staff_id: str
    figures: tuple[LogFigure, ...]  # as they were counted when it was submitted
    words: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkWeek:
    """The check of a week: what was found lacking, and what is to be done."""

    id: str
    week: str  # 2026-W48
    checked_at: datetime
    checked_by: str
    findings: str
    measures: str
