"""公示 of an assessment and what became of the appeals against it: entries that are only ever added (R210, R211)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.codes import Labelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicity:
    """One 公示 made from a signed sheet; a corrected sheet gets another, and this one stays."""

    assessment_id: str
    notice_id: str
    by: str  # staff id
    at: datetime


class AppealDeed(Labelled):
    """What the 考核小组 did with an appeal."""

    RESIGNED = "resigned", "复查后另行定稿"
    KEPT = "kept", "复查后维持原得分"
    CORRECTED = "corrected", "复查后已更正"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealStep:
    """One step of the 考核小组 on an appeal; of RESIGNED the assessment is the new sheet."""

    case_id: str
    deed: AppealDeed
    assessment_id: str
    by: str  # staff id
    at: datetime
