"""岗位 and 用工单位: what the desk keeps, with every field of domain B3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.codes import (
    EmployerKind,
    JobSource,
    PayUnit,
    Settlement,
    Stage,
    VerifyMethod,
    WorkForm,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """用工单位; unverified means no job of it can be published (R104, 条例 §26)."""

    id: str
    name: str
    kind: EmployerKind
    credit_code: str  # 统一社会信用代码, 18 characters; "" for a household
    introduction: str
    industry: str
    township_code: str
    address: str
    contact_name: str
    contact_phone: str
    licence_seen: bool
    agent_id_seen: bool  # 经办人身份证件
    authorisation_seen: bool  # 委托证明
    verified_by: str | None
    verified_at: datetime | None
    verified_how: VerifyMethod | None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPost:
    """One 岗位 as the desk keeps it; pay in fen, instants in UTC, `version` counts its saves."""

    id: str
    number: int  # short, digits only, never reused
    employer_id: str
    title: str
    trade_code: str
    headcount: int
    duties: str  # 工作内容
    requirements: str  # 招聘条件
    skills: str
    certificates: str
    township_code: str
    address: str
    gathering: str  # 集合地点和接人时间
    starts_on: date | None
    ends_on: date | None
    hours: str  # 工作时段 as people say it: 08:00—17:00
    daily_hours_tenths: int  # 每日工时, tenths of an hour
    form: WorkForm
    meals: str
    lodging: str
    transport: str
    risks: str
    protection: str
    insurance: str
    pay_min_fen: int
    pay_max_fen: int  # equal to the minimum where one figure is named
    pay_unit: PayUnit
    pay_note: str
    settlement: Settlement
    contact_name: str
    contact_phone: str
    source: JobSource
    source_name: str
    source_url: str
    verified_by: str | None
    verified_at: datetime | None
    verified_how: VerifyMethod | None
    minors_allowed: bool
    hazards: tuple[str, ...]
    is_workshop: bool  # 零工作坊
    urgent: bool  # 急招
    valid_until: datetime  # 有效期限
    stage: Stage
    created_at: datetime
    created_by: str
    updated_at: datetime
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None
    review_note: str = ""
    published_at: datetime | None = None  # first time it stood in an edition
    version: int = 1
