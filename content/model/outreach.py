"""What the market goes out for: sources of jobs looked at each day, and firms visited (R101, R106)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.codes import JobSource, Labelled

FORWARDED = (JobSource.AGENCY, JobSource.PLATFORM)  # whose jobs the regulation has looked at daily


class VisitMode(Labelled):
    """How a firm was spoken to."""

    PHONE = "phone", "电话"
    ON_SITE = "on_site", "实地"


class Industry(Labelled):
    """行业 of a visit: the seven of R101, and the rest."""

    CONSTRUCTION = "construction", "建筑搬运"
    REPAIR = "repair", "维修安装"
    HOUSEHOLD = "household", "家政保洁"
    CATERING = "catering", "酒店餐饮"
    DELIVERY = "delivery", "外卖快递"
    STREAMING = "streaming", "网络直播"
    DESIGN = "design", "创意设计"
    OTHER = "other", "其他行业"


NAMED_INDUSTRIES = tuple(one for one in Industry if one is not Industry.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWatch:
    """信息源登记: one look at one source on one day; never changed, only corrected by a later one with its reason."""

    id: str
    day: date
    kind: JobSource  # one of `FORWARDED`
    source: str
    url: str
    seen: int  # jobs looked at
    taken: int  # of them fit for the county
    note: str
    at: datetime  # when it was noted
    by: str  # staff id
    corrects: str = ""  # id of the entry this one stands for
    reason: str = ""  # of the correction
    void: bool = False  # the corrected entry was a mistake and nothing takes its place


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerVisit:
    """走访: one talk with one firm; the person spoken to is kept as the contacts of employers are."""

    id: str
    day: date
    mode: VisitMode
    employer_id: str
    industry: Industry
    contact_name: str
    contact_phone: str
    needs_workers: bool
    note: str
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str = ""
    version: int = 1
