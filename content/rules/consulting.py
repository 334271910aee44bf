"""What is right in a question that is noted, when it waits too long, and what a month of them comes to (R147–R152)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.clock import calendar_day
from content.model.consultations import Consultation, ConsultStep, ConsultStepKind, ConsultTopic
from content.model.findings import Finding, lacking
from content.rules.reply_words import names_somebody
from content.rules.workdays import Workdays

LONGEST_WAIT = 5  # working days (R149)
_LATE_AFTER = timedelta(days=1)  # R208: entered after the end of the next day


def entered_late(day: date, entered_at: datetime) -> bool:
    """Say whether something of a day was entered late (补录)."""
    return calendar_day(entered_at) > day + _LATE_AFTER


def check_consultation(entry: Consultation, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a question noted on `today`."""
    return tuple(_consultation(entry, today))


def _consultation(entry: Consultation, today: date) -> Iterator[Finding]:
    if entry.day > today:
        yield lacking("day", "还没到这一天，请填今天或以前的日期。")
    if not entry.question and not entry.void:
        yield lacking("question", "请写一句问的是什么，月底分析要用。")
    if names_somebody(entry.question):
        yield lacking("question", "这里不要写电话和证件号码；要记是谁问的，填在“证件号码或回执号”里。")
    if entry.corrects and not entry.reason:
        yield lacking("reason", "更正要写明原因。")


def check_escalation(whom: str, due_on: date | None, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with asking somebody by a day."""
    found = []
    if due_on is not None and not whom:
        found.append(lacking("whom", "填了期限，请写请教哪个部门或专家。"))
    if whom and due_on is None:
        found.append(lacking("due_on", "请填请他哪天以前回话。"))
    if due_on is not None and due_on < today:
        found.append(lacking("due_on", "这一天已经过了，请填今天或以后的日期。"))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a question stands."""

    answered_at: datetime | None
    whom: str = ""  # who was asked last
    due_on: date | None = None
    overdue: bool = False


def standing_of(asked_on: date, steps: tuple[ConsultStep, ...], answered_at: datetime | None, today: date,
                workdays: Workdays) -> Standing:  # fmt: skip
    """Return how a question stands by its steps; `answered_at` is an answer given elsewhere (a kiosk's receipt).

    Open after more than five working days, or past the day somebody was to answer by, it is overdue (R149).
    """
    answers = [step.at for step in steps if step.kind is ConsultStepKind.ANSWERED]
    asked = [step for step in steps if step.kind is ConsultStepKind.ESCALATED]
    answered = min((*answers, *((answered_at,) if answered_at is not None else ())), default=None)
    whom, due_on = (asked[-1].whom, asked[-1].due_on) if asked else ("", None)
    waits = answered is None and (today > workdays.after(asked_on, LONGEST_WAIT)
                                  or (due_on is not None and today > due_on))  # fmt: skip
    return Standing(answered_at=answered, whom=whom, due_on=due_on, overdue=waits)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """What a month's questions were about: a topic's count beside all and beside the month before."""

    topic: ConsultTopic
    count: int
    share_tenths: int  # tenths of a percent of all questions, half up
    change: int  # to the month before
    open: int


def topic_lines(now: Mapping[ConsultTopic, int], before: Mapping[ConsultTopic, int],
                waiting: Mapping[ConsultTopic, int]) -> tuple[TopicLine, ...]:  # fmt: skip
    """Return the analysis of a month, the topic asked about most first; all topics, so that silence shows too."""
    total = sum(now.values())
    lines = (
        TopicLine(topic=topic, count=now.get(topic, 0), change=now.get(topic, 0) - before.get(topic, 0),
                  share_tenths=(now.get(topic, 0) * 2000 + total) // (2 * total) if total else 0,
                  open=waiting.get(topic, 0))
        for topic in ConsultTopic
    )  # fmt: skip
    return tuple(sorted(lines, key=lambda line: -line.count))
