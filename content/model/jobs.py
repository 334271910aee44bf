"""岗位 and 用工单位: what the desk keeps, with every field of domain B3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.codes import (
    EmployerKind,
    JobSource,
    PayUnit,
    Settlement,
    VerifyMethod,
    WorkForm,
)
from content.model.editorial import Editorial


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """用工单位; unverified means no job of it can be published (R104, 条例 §26)."""

    id: str
    name: str
    kind: EmployerKind  # says the ownership too
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
    verified_note: str = ""  # whom one spoke to, what was seen
    licence_until: date | None = None  # last day of the 营业执照; None for one without end
    licence_media: str = ""  # id of the 素材 that shows it
    authorisation_media: str = ""  # the 委托证明 attached (条例 §26)
    agency_licence: str = ""  # 人力资源服务许可证, where the firm is an intermediary
    suspended: str = ""  # why none of its jobs may be shown at present; "" when they may
    owner: str = ""
    created_at: datetime | None = None  # set by the store
    created_by: str = ""
    updated_at: datetime | None = None  # set by the store
    updated_by: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPost(Editorial):
    """One 岗位 as the desk keeps it; pay in fen, instants in UTC."""

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
    gathering: str  # 集合地点
    pick_up: str = ""  # 接人时间 and by what
    ask_for: str = ""  # 到了找谁
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
    captured_at: datetime | None = None  # when a forwarded job was seen at its source (R106)
    verified_by: str | None
    verified_at: datetime | None
    verified_how: VerifyMethod | None
    minors_allowed: bool
    hazards: tuple[str, ...]
    is_workshop: bool  # 零工作坊
    urgent: bool  # 急招
    valid_until: datetime  # 有效期限
    merged_into: str | None = None  # id of the job it was a duplicate of
    suspended: str = ""  # why it may not be shown at present, after a 举报; "" when it may
