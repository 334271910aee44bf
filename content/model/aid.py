"""帮扶档案: whom the market helps one to one, what was done, and how it ended (R131–R136)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.chains import ChainEntry
from content.model.codes import Channel, Labelled
from content.model.seekers import Sealed


class AidGroup(Labelled):
    """Why somebody is helped; the values are those of the score's `Hardship`."""

    UNEMPLOYED = "unemployed", "失业人员"
    HARD_TO_PLACE = "hard_to_place", "就业困难人员"


class AidPaper(Labelled):
    """What paper shows that a person belongs to the group."""

    NONE = "none", "还没看到"
    UNEMPLOYMENT = "unemployment", "就业失业登记"
    HARDSHIP = "hardship", "就业困难人员认定"
    COMMUNITY = "community", "社区（村）证明"


class AidState(Labelled):
    """How far a file has come (R135)."""

    NEW = "new", "新建"
    PLANNED = "planned", "已订计划"
    REFERRING = "referring", "推荐中"
    WORKING = "working", "在岗"
    ADJUSTING = "adjusting", "调整策略"
    CLOSED = "closed", "结案"


class AidOutcome(Labelled):
    """How a file was closed; nothing closes without one."""

    REEMPLOYED = "reemployed", "再就业了"
    DECLINED = "declined", "本人不要帮扶了"
    MOVED = "moved", "离开本县"
    UNREACHED = "unreached", "多次联系不上"
    RETIRED = "retired", "退休、不再求职"


class AidDeed(Labelled):
    """What was done for a person."""

    CONTACT = "contact", "联系，了解困难"
    PLAN = "plan", "订帮扶计划"
    REFERRAL = "referral", "推荐岗位"
    POLICY = "policy", "帮办手续、政策"
    FOLLOW_UP = "follow-up", "上岗后回访"
    ADJUSTMENT = "adjustment", "调整策略"
    REEMPLOYED = "reemployed", "再就业"
    CLOSING = "closing", "结案"


@dataclass(frozen=True, slots=True, kw_only=True)
class AidFile(ChainEntry):
    """One 帮扶档案; the consent to it is a separate one, and the plan is ciphertext like the name."""

    group: AidGroup
    paper: AidPaper
    evidence: str  # id of the attachment, "" where the paper was only looked at
    channel: Channel
    consent_version: str
    consented_at: datetime | None
    owner: str  # staff id: one to one (R133)
    plan: Sealed
    next_on: date | None  # when the person is spoken to next (R134)
    state: AidState = AidState.NEW
    outcome: AidOutcome | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AidEvent(ChainEntry):
    """One thing done for the person of a file; what was said is ciphertext."""

    file: str  # root of the aid file
    group: AidGroup  # as it was that day
    day: date
    deed: AidDeed
    channel: Channel
    words: Sealed
    evidence: str = ""  # id of the attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSweep:
    """每周台账梳理: that the ledger was gone through in an ISO week, by whom, and what was found (R131)."""

    id: str
    week: str
    at: datetime
    by: str
    proposed: int
    opened: int
    note: str = ""
