"""满意度 at the desk: a month's answers of firms and seekers, those of kiosks counted with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from content.admin.entry_use_cases import correction_facts, entry_facts
from content.admin.fields import Field, Group, Kind
from content.model.answers import AnswerChannel, Awareness, EmployerAnswer, SeekerAnswer
from content.model.cases import Satisfaction
from content.model.people import Staff
from content.privacy import KeyRing
from content.rules.cadence import month_days
from content.rules.id_numbers import id_number_in
from content.rules.satisfaction import Summary, once_of, summary
from content.store.answers import AnswerKey
from content.store.database import Tables

FIRM, SEEKER = "firm", "seeker"
_SIDES = {FIRM: "企业", SEEKER: "求职者"}
HallAnswer = EmployerAnswer | SeekerAnswer


def _common() -> tuple[Field, ...]:
    return (
        Field(name="face", label="满意吗", kind=Kind.CHOICE, needed=True, width=3, code=Satisfaction),
        Field(name="awareness", label="知道有哪些政策吗", kind=Kind.CHOICE, needed=True, width=3, code=Awareness),
        Field(name="channel", label="怎么问的", kind=Kind.CHOICE, needed=True, width=3, code=AnswerChannel),
        Field(name="day", label="哪一天", kind=Kind.DAY, needed=True, width=3),
    )  # fmt: skip


@cache
def answer_groups() -> tuple[Group, ...]:
    """Return the line by which an answer is noted."""
    return (Group(title="记一份回答", fields=(
        Field(name="side", label="问的是谁", kind=Kind.CHOICE, needed=True, width=2, options=_SIDES),
        Field(name="employer_id", label="哪家企业", kind=Kind.CHOICE, width=4, hint="问企业时选，打字就能找"),
        Field(name="who", label="证件号码", width=3, hint="问求职者时填，不愿说就空着"),
        Field(name="code", label="纸质问卷编号", width=3, hint="企业问卷上的 8 位，填了不用选企业"),
        *_common(),
    )),)  # fmt: skip


@cache
def correction_groups() -> tuple[Group, ...]:
    """Return what of an answer can be corrected; the day may move within its month only, whose answer it is."""
    return (Group(title="更正（原来的登记会留着）", fields=(
        *(field for field in _common() if field.name != "day"),
        Field(name="reason", label="为什么更正", needed=True, width=12),
        Field(name="void", label="整份作废（记错了）", kind=Kind.FLAG, width=12),
    )),)  # fmt: skip


def made_answer(values: dict[str, Any], keys: KeyRing, staff: Staff, now: datetime) -> HallAnswer:
    """Return the answer that typed values make."""
    common = {name: values[name] for name in ("face", "awareness", "channel", "day")}
    common |= {"asked_by": staff.id} | entry_facts(staff, now)
    if values["side"] == FIRM:
        return EmployerAnswer(employer_id=values["employer_id"], **common)
    number = id_number_in(values["who"])
    return SeekerAnswer(once=once_of(keys.index, values["day"], number) if number else b"", **common)


def corrected(answer: HallAnswer, values: dict[str, Any], staff: Staff, now: datetime) -> HallAnswer:
    """Return the row that stands for another."""
    return replace(answer, **(values | correction_facts(answer, staff, now)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of answers."""

    answers: tuple[HallAnswer, ...]  # noted by staff: all, or one page
    noted: int  # how many of these there are in all
    firms: dict[str, str]
    names: dict[str, str]
    of_firms: Summary
    of_seekers: Summary
    kiosk: int  # of the seekers' answers those of kiosks, each person's once or more


def month_of_answers(tables: Tables, month: date, limit: int = -1, offset: int = 0) -> Month:
    """Return what was said in a month; a person who told kiosk and staff is counted by the first of it.

    `limit` and `offset` cut one page out of the answers noted by staff; the figures are always those of all.
    """
    days, said = month_days(month), tables.month_answers
    firms, seekers, kiosk = (tuple(source(*days)) for source in (said.of_firms, said.of_seekers, said.of_kiosks))
    answers = _answers(tables, said.page(*days, limit, offset))
    return Month(
        answers=answers, noted=len(firms) + len(seekers), kiosk=len(kiosk),
        firms=tables.employers.names(one.employer_id for one in answers if isinstance(one, EmployerAnswer)),
        names={one.id: one.name for one in tables.staff.all()}, of_firms=summary(firms),
        of_seekers=summary((*kiosk, *seekers)),
    )  # fmt: skip


def _answers(tables: Tables, keys: tuple[AnswerKey, ...]) -> tuple[HallAnswer, ...]:
    firms = {one.id: one for one in tables.employer_answers.those(key.id for key in keys if key.of_firm)}
    seekers = {one.id: one for one in tables.seeker_answers.those(key.id for key in keys if not key.of_firm)}
    return tuple(firms[key.id] if key.of_firm else seekers[key.id] for key in keys)


def already(tables: Tables, answer: HallAnswer) -> bool:
    """Say whether that firm or person answered in that month before."""
    if isinstance(answer, EmployerAnswer):
        return tables.employer_answers.answered(answer.employer_id, answer.day)
    return tables.seeker_answers.answered(answer.once)
