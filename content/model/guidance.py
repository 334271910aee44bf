"""职业指导: what was talked over with a seeker, the plan of R127, and calls about a new job that fits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.chains import ChainEntry
from content.model.codes import Channel, Labelled
from content.model.seekers import Sealed


class GuidanceTopic(Labelled):
    """What guidance was about."""

    FIRST = "first", "初步指导"
    CHOICE = "choice", "选什么活"
    SKILLS = "skills", "学什么手艺"
    JOB = "job", "怎么找、怎么谈"
    TEST = "test", "说明小测结果"
    STARTUP = "startup", "自己做生意"


class GuidanceResult(Labelled):
    """How the task ended; only the first is a service."""

    DONE = "done", "指导过了"
    DECLINED = "declined", "本人不要"
    UNREACHED = "unreached", "联系不上"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance(ChainEntry):
    """One 职业指导 of a person on a day; it ends the task of every registration made before it (R124)."""

    registration_id: str  # that it was opened for
    day: date
    topic: GuidanceTopic
    channel: Channel
    result: GuidanceResult
    words: Sealed  # what was advised


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePlan(ChainEntry):
    """个性化就业服务方案: who advises, what for, by which steps, looked at again when (R127)."""

    counsellor: str  # staff id
    day: date
    goal: Sealed
    steps: Sealed
    review_on: date


class CallResult(Labelled):
    """What a call about a job came to."""

    COMING = "coming", "愿意去"
    NO = "no", "这次不去"
    UNREACHED = "unreached", "没打通"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchCall:
    """One call to a seeker about a new job that fits what they registered; only ever added."""

    id: str
    job_id: str
    person_index: bytes
    at: datetime
    by: str
    result: CallResult
