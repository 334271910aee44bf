"""周五审核: what a market looked through in one ISO week, and when it went out on its three channels (R107–R109)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.codes import Labelled


class FridayStep(Labelled):
    """What is looked through, in this order."""

    NEW = "new", "本周新增"
    EXPIRING = "expiring", "到期和快到期"
    TWINS = "twins", "疑似重复"
    FINDINGS = "findings", "有提示的"
    PUBLISH = "publish", "发布"


class FridayChannel(Labelled):
    """Where the week's jobs are published, the three of R109."""

    BULLETIN = "bulletin", "市场公告栏（自助机、信息屏）"
    WEBSITE = "website", "官方网站"
    PLATFORM = "platform", "智能化招聘平台"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    """One step looked through: what it held then, a line each, and what was done about it."""

    step: FridayStep
    at: datetime
    by: str  # staff id
    count: int = 0
    lines: tuple[str, ...] = ()  # the first of them, where there are very many
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStamp:
    """When the week's jobs stood on one channel."""

    channel: FridayChannel
    at: datetime
    by: str  # staff id


@dataclass(frozen=True, slots=True, kw_only=True)
class FridayReview:
    """The review of one ISO week; closed once, then never changed."""

    week: str  # "2026-W48"
    due_on: date
    opened_at: datetime
    opened_by: str
    steps: tuple[StepDone, ...] = ()
    channels: tuple[ChannelStamp, ...] = ()
    edition_number: int | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None

    def done(self, step: FridayStep) -> StepDone | None:
        """Return how a step was done, or None while it was not."""
        return next((one for one in self.steps if one.step is step), None)

    def stamp(self, channel: FridayChannel) -> ChannelStamp | None:
        """Return when a channel had the jobs, or None while it has not."""
        return next((one for one in self.channels if one.channel is channel), None)
