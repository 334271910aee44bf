"""咨询 at the desk: the month's questions, those of the kiosks among them, and the steps of staff as use cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.admin.cadence import workdays_of
from content.admin.months import instants
from content.clock import calendar_day
from content.model.audit import Action
from content.model.cases import Case, CaseKind, QuestionBody
from content.model.codes import Channel
from content.model.consultations import Consultation, ConsultStep, ConsultStepKind, ConsultTopic
from content.model.ids import new_id
from content.model.people import Staff
from content.rules.cadence import month_days
from content.rules.consulting import Standing, TopicLine, entered_late, standing_of, topic_lines
from content.store.database import Tables
from content.store.expiring import NAMELESS

WITHDRAWN = ("本人撤回了同意，问的话和答复已经删除，这一件仍然计数。已经答复过、还没有记的，记一句“已当面答复”；"
             "没有答复的，用“更正”作废，原因写“本人撤回同意”。")  # fmt: skip
PAST_TERM = "内容已过保存期限，按规定删除了，只留下计数。"
_DAY = timedelta(days=1)
_MOST_OPEN = 500  # cases looked through for questions of earlier months


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question as listed; `entry` is None for one left at a kiosk."""

    id: str
    day: date
    topic: ConsultTopic
    channel: Channel
    known: bool  # it is known who asked
    number: str  # receipt of a kiosk, "" here
    state: Standing
    entry: Consultation | None = None
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """One question with all that was done about it."""

    line: Line
    text: str
    steps: tuple[ConsultStep, ...]
    corrected: int  # how often


def _lines(tables: Tables, noted: tuple[Consultation, ...], left: tuple[Case, ...], today: date) -> tuple[Line, ...]:
    steps = tables.consultations.steps([*(one.entry_id for one in noted), *(one.id for one in left)])
    workdays = workdays_of(tables)
    lines = [
        Line(id=one.entry_id, day=one.day, topic=one.topic, channel=one.channel, known=bool(one.person_index),
             number="", entry=one, late=entered_late(one.day, one.entered_at),
             state=standing_of(one.day, steps.get(one.entry_id, ()), None, today, workdays))
        for one in noted
    ]  # fmt: skip
    for one in left:
        day = calendar_day(one.occurred_at)
        lines.append(Line(
            id=one.id, day=day, topic=ConsultTopic(one.choice), channel=one.channel, known=False, number=one.number,
            state=standing_of(day, steps.get(one.id, ()), one.answered_at, today, workdays)))  # fmt: skip
    lines.sort(key=lambda line: line.day, reverse=True)
    return tuple(sorted(lines, key=lambda line: (not line.state.overdue, line.state.answered_at is not None)))


def lines_between(tables: Tables, first: date, last: date, today: date) -> tuple[Line, ...]:
    """Return the questions of some days: what waits too long first, then what waits, then the rest, newest first."""
    left = tables.cases.of_kind(CaseKind.QUESTION, *instants(first, last))
    return _lines(tables, tables.consultations.between(first, last), left, today)


def lines_left_over(tables: Tables, first: date, today: date) -> tuple[Line, ...]:
    """Return the questions asked before a day that still wait, in the same order."""
    start, _ = instants(first, first)
    left = tables.cases.open_before(CaseKind.QUESTION, start, _MOST_OPEN)
    return _lines(tables, tables.consultations.open_before(first), left, today)


def month_page(tables: Tables, first: date, last: date, today: date, limit: int,
               offset: int) -> tuple[tuple[Line, ...], int]:  # fmt: skip
    """Return one page of the questions of a month in the order of `lines_between`, and how many there are.

    What waits since an earlier month stands first in the one at hand, or nobody would find it.
    """
    waits = lines_left_over(tables, first, today) if first <= today <= last else ()
    waits += _lines_of(tables, tables.questions.waiting(first, last), today)
    topics = tables.questions.by_topic(first, last)
    total = len(waits) + sum(one.asked - one.waiting for one in topics)
    shown = waits[offset : offset + limit]
    more = limit - len(shown)
    answered = tables.questions.answered(first, last, more, max(offset - len(waits), 0)) if more else ()
    return (*shown, *_lines_of(tables, answered, today)), total


def _lines_of(tables: Tables, ids: tuple[str, ...], today: date) -> tuple[Line, ...]:
    return _lines(tables, tables.consultations.standing_rows(ids), tables.cases.those(ids), today)


def open_file(tables: Tables, subject_id: str, today: date) -> OpenFile | None:
    """Return one question, of the ledger or of a kiosk."""
    entry, case = tables.consultations.standing_row(subject_id), tables.cases.get(subject_id)
    if entry is not None:
        text = entry.question or (WITHDRAWN if entry.person_index.startswith(NAMELESS) else PAST_TERM)
    elif case is not None and case.kind is CaseKind.QUESTION:
        body = tables.cases.left_of(case)
        text = body.text if isinstance(body, QuestionBody) else ""
    else:
        return None
    (line,) = _lines_of(tables, (subject_id,), today)
    steps = tables.consultations.steps([subject_id]).get(subject_id, ())
    return OpenFile(line=line, text=text, steps=steps,
                    corrected=max(len(tables.consultations.thread(subject_id)) - 1, 0))  # fmt: skip


def step_on(subject_id: str, kind: ConsultStepKind, staff_id: str, now: datetime, *, words: str = "", whom: str = "",
            due_on: date | None = None) -> ConsultStep:  # fmt: skip
    """Return a step on a question."""
    return ConsultStep(id=new_id(now), subject_id=subject_id, kind=kind, whom=whom, due_on=due_on, words=words,
                       at=now, by=staff_id)  # fmt: skip


def take_step(step: ConsultStep) -> Callable[[Tables, Staff], None]:
    """Return the use case that keeps a step."""

    def act(tables: Tables, staff: Staff) -> None:
        tables.consultations.add_step(step)
        deed = Action.ANSWERED if step.kind is ConsultStepKind.ANSWERED else Action.SAVED
        tables.audit.note(staff, step.at, deed, subject="consultation", subject_id=step.subject_id,
                          words=f"{step.kind.label}咨询")  # fmt: skip

    return act


def first_steps(reply: str, whom: str, due_on: date | None, now: datetime) -> Callable[..., None]:
    """Return what is kept along with a new question: the answer given at once, and whom one asked."""

    def after(tables: Tables, staff: Staff, kept: Consultation) -> None:
        if whom:
            tables.consultations.add_step(step_on(kept.entry_id, ConsultStepKind.ESCALATED, staff.id, now, whom=whom,
                                                  due_on=due_on))  # fmt: skip
        if reply:
            tables.consultations.add_step(step_on(kept.entry_id, ConsultStepKind.ANSWERED, staff.id, now, words=reply))

    return after


def month_analysis(tables: Tables, month: date) -> tuple[TopicLine, ...]:
    """Return the questions of a month by topic beside those of the month before (R151)."""
    first, last = month_days(month)
    found = tables.questions.by_topic(first, last)
    now = {ConsultTopic(one.topic): one.asked for one in found}
    waiting = {ConsultTopic(one.topic): one.waiting for one in found}
    before = {ConsultTopic(one.topic): one.asked
              for one in tables.questions.by_topic(*month_days(first - _DAY))}  # fmt: skip
    return topic_lines(now, before, waiting)
