"""咨询 at the window, by phone and online: what was asked, whom staff asked in turn, what was answered (R147–R152)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.codes import Channel, Labelled
from content.model.entries import Entry

# 现场、电话、网上 of R147; questions left at a kiosk are cases and are listed beside these
ASKED_BY = (Channel.WINDOW, Channel.PHONE, Channel.ONLINE)


class ConsultTopic(Labelled):
    """What was asked about (R148, R164), and helping with papers (R137, R138); values as in `ServiceKind`."""

    JOBS = "jobs", "找活、岗位"
    GUIDANCE = "guidance", "职业指导"
    POLICY = "policy", "补贴、创业政策"
    INSURANCE = "insurance", "社保怎么办"
    RIGHTS = "rights", "工钱、工伤、合同"
    TRAINING = "training", "学技能"
    PROCEDURE = "procedure", "登记、认定手续"


class ConsultStepKind(Labelled):
    """What became of a question after it was noted."""

    ESCALATED = "escalated", "请教"
    ANSWERED = "answered", "答复"


class ContentKind(Labelled):
    """What of the hall's contents an analysis had changed (R152)."""

    POLICY = "policy", "政策公告"
    ARTICLE = "article", "维权知识"
    NOTICE = "notice", "通知"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation(Entry):
    """One question of one person, or of nobody known; what was asked is kept encrypted."""

    person_index: bytes  # blind index of the ID number, b"" for an anonymous one
    topic: ConsultTopic
    channel: Channel  # one of `ASKED_BY`
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultStep:
    """One step on a question, of this ledger or of a kiosk; steps only grow in number."""

    id: str
    subject_id: str  # `entry_id` of the consultation, or id of the case
    kind: ConsultStepKind
    whom: str  # who was asked, "" for an answer
    due_on: date | None  # by when they are to say
    words: str  # the answer, or what was asked of them; kept encrypted
    at: datetime
    by: str  # staff id


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultAction:
    """One thing done because of a month's questions, or why nothing needed doing (R152)."""

    id: str
    month: str  # "2026-11", whose questions they were
    words: str  # what people ask most and understand least, and what is done about it
    content_kind: ContentKind | None  # None where nothing was changed
    content_id: str
    at: datetime
    by: str
