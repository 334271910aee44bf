"""节目单: the programme of the screens as staff plan it, before an edition turns it into slots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from content.model.codes import Stage

ZONES = ("综合服务区", "零工待工区", "零工工作区", "技能提升区", "直播带岗专区")
"""The five zones of the market (R003); a screen says in which it hangs by the same words."""

DAWN = time(4, 30)  # when the hall fills before first light (domain E)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
FREE_LINE = "免费服务 不收任何费用"  # R001, always the first line at the foot


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSlot:
    """One line of the plan; hours and days are the market's, both days included, None leaves an end open."""

    scene: str  # a key of `SCENES`
    weight: int = 1  # times a round
    start: time | None = None
    end: time | None = None
    weekdays: tuple[int, ...] = EVERY_DAY
    first_day: date | None = None
    last_day: date | None = None
    zones: tuple[str, ...] = ()  # none means every zone
    screens: tuple[str, ...] = ()  # terminal ids; none means every screen
    title: str = ""  # with `text`: words of staff, instead of records
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePlan:
    """The lines in the order of a round, and what runs along the foot after the line that never goes."""

    slots: tuple[PlannedSlot, ...] = ()
    ticker: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRecord:
    """The plan as it is written, and the one last approved, which is what editions take."""

    plan: ProgrammePlan
    stage: Stage = Stage.DRAFT
    version: int = 0  # of the save; 0 before the first
    updated_at: datetime | None = None
    updated_by: str = ""
    review_note: str = ""
    approved: ProgrammePlan | None = None  # None until one was approved: editions then use the usual programme
    approved_version: int = 0
    approved_at: datetime | None = None
    approved_by: str = ""
