"""培训班: the days a course was held, who came, and what became of them (R166–R168)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.model.codes import Labelled
from content.model.entries import Entry


class TraineeCheck(Labelled):
    """What is asked of a trainee after a course."""

    EXAM = "exam", "技能考核"
    AFTER_30 = "after-30", "满 30 天回访"
    AFTER_90 = "after-90", "满 90 天回访"

    @property
    def wait(self) -> timedelta:
        """Return how long after the last day it falls due (R168)."""
        return timedelta(days={"exam": 0, "after-30": 30, "after-90": 90}[self.value])


class TraineeOutcome(Labelled):
    """What came out of it."""

    PASSED = "passed", "合格"
    NOT_PASSED = "not-passed", "不合格"
    EMPLOYED = "employed", "在干活"
    NOT_EMPLOYED = "not-employed", "没有活"
    NOT_REACHED = "not-reached", "没联系上"


EXAM_OUTCOMES = (TraineeOutcome.PASSED, TraineeOutcome.NOT_PASSED)
FOLLOW_UP_OUTCOMES = (TraineeOutcome.EMPLOYED, TraineeOutcome.NOT_EMPLOYED, TraineeOutcome.NOT_REACHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSession(Entry):
    """One day of one course; `attended` are blind indexes in hex, each once."""

    course_id: str
    planned: date  # the day it was meant for
    held: bool
    attended: tuple[str, ...]
    evidence: str  # attachment id, "" for none yet


@dataclass(frozen=True, slots=True, kw_only=True)
class TraineeResult:
    """What was found out about one trainee of one course; a later one of the same check stands for an earlier."""

    id: str
    course_id: str
    person_index: bytes
    check: TraineeCheck
    outcome: TraineeOutcome
    day: date
    at: datetime
    by: str
    reason: str = ""  # where it stands for an earlier one


class ReviewKind(Labelled):
    """What a note on a course is about: before it, during it and after it (R165, R166, R168)."""

    READY = "ready", "开班准备：场地、设备、教材"
    PROGRESS = "progress", "检查进度和质量"
    FEEDBACK = "feedback", "学员反映，怎么解决的"
    EFFECT = "effect", "效果怎么样、要改什么"
    GOOD_CASE = "good-case", "值得推广的例子"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseReview:
    """培训评估 in words: what was made ready, looked at, said, learned; they only grow in number."""

    id: str
    course_id: str
    words: str
    at: datetime
    by: str
    kind: ReviewKind = ReviewKind.EFFECT
