"""推荐 and 就业: who was referred to which job, with the consent that names the employer, and who began to work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.chains import ChainEntry
from content.model.codes import Channel, Labelled


class ReferralSource(Labelled):
    """What a referral was made from; only what staff confirm counts (A3.4)."""

    APPLICATION = "application", "自助机报名"
    SLIP = "slip", "窗口推荐单"
    DESK = "desk", "后台推荐"


class ReferralOutcome(Labelled):
    """What became of a referral, asked after some days."""

    WAITING = "waiting", "还没回访"
    PLACED = "placed", "上岗了"
    ABSENT = "absent", "没有去"
    SOME_DAYS = "some-days", "干了几天"
    REFUSED = "refused", "单位没要"


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(ChainEntry):
    """One 推荐 of a person to a job; the consent is to this very employer being told the name (PIPL §23)."""

    source: ReferralSource
    source_id: str  # of the application or the filing; "" from the desk
    number: str  # of the receipt or slip, "" from the desk
    job_id: str
    job_number: int
    employer_name: str  # whom the consent named
    is_workshop: bool  # 零工作坊, as the job was when the person was referred
    channel: Channel
    day: date
    consent_version: str = ""
    consented_at: datetime | None = None
    contacted_at: datetime | None = None  # when the employer was spoken to
    contacted_by: str = ""
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    outcome: ReferralOutcome = ReferralOutcome.WAITING
    placed_on: date | None = None
    outsourced: bool = False  # 劳务外包: counts once it has lasted six months
    worked_until: date | None = None  # last day of work; None while it goes on


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement(ChainEntry):
    """新增就业: a person began to work through the market; without evidence it counts nothing (R130)."""

    employer_id: str
    job_id: str  # "" where no job of the market stands behind it
    referral_id: str  # root of the referral it came from, "" for none
    channel: Channel
    started_on: date
    evidence: str = ""  # id of the attachment
