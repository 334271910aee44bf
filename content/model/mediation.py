"""维权: how a dispute is mediated, step by step, and where it went (R173, R174)."""

from __future__ import annotations

from dataclasses import dataclass

from content.model.codes import Labelled
from content.model.entries import Entry


class MediationDeed(Labelled):
    """A step of a mediation; which may follow which is `rules.mediation`."""

    ACCEPTED = "accepted", "受理"
    CONTACTED = "contacted", "联系双方"
    MEDIATED = "mediated", "调解"
    AGREED = "agreed", "达成协议"
    FAILED = "failed", "未达成"
    REFERRED = "referred", "转办"

    @property
    def closes(self) -> bool:
        """Say whether the market has done what it can with this step."""
        return self in (MediationDeed.AGREED, MediationDeed.REFERRED)


class ReferredTo(Labelled):
    """Where a dispute is passed on to."""

    INSPECTION = "inspection", "劳动监察"
    ARBITRATION = "arbitration", "劳动仲裁"
    COURT = "court", "人民法院"
    LEGAL_AID = "legal-aid", "法律援助"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeEvent(Entry):
    """One step on one dispute; what was said is kept encrypted."""

    case_id: str
    deed: MediationDeed
    referred_to: ReferredTo | None  # with `REFERRED` only
    words: str
