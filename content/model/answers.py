"""满意度 and 政策知晓 asked by people: of employers, and of seekers by talk, phone, link or paper (R015, A3.10)."""

from __future__ import annotations

from dataclasses import dataclass

from content.model.cases import Awareness as Awareness
from content.model.cases import Satisfaction
from content.model.codes import Labelled
from content.model.entries import Entry


class AnswerChannel(Labelled):
    """How an answer was got."""

    VISIT = "visit", "上门、当面"
    PHONE = "phone", "电话"
    LINK = "link", "网上问卷"
    PAPER = "paper", "纸质问卷"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerAnswer(Entry):
    """What one firm said; the first standing one of a month is that month's."""

    employer_id: str
    face: Satisfaction
    awareness: Awareness
    channel: AnswerChannel
    asked_by: str  # staff id


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerAnswer(Entry):
    """What one seeker said; `once` is the digest of person and month that kiosks use too, b"" where nobody is named."""

    once: bytes
    face: Satisfaction
    awareness: Awareness
    channel: AnswerChannel
    asked_by: str  # staff id
