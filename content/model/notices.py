"""What the hall is told besides jobs: policies, courses, fairs, rights articles, notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.codes import (
    CourseKind,
    CourseMode,
    FairTheme,
    PolicyCategory,
    PolicyLevel,
    RightsTopic,
    Stage,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyNotice:
    """政策公告 with the fields of R143–R145 and the plain words the hall reads first."""

    id: str
    title: str
    level: PolicyLevel
    category: PolicyCategory
    document_number: str
    issuer: str
    issued_on: date
    effective_on: date
    expires_on: date | None
    source_name: str
    source_url: str
    summary: str  # 大白话
    who: str  # 谁能办
    body: str
    materials: tuple[str, ...]  # 要带什么
    where: str  # 到哪里办
    stage: Stage
    created_at: datetime
    created_by: str
    updated_at: datetime
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None
    review_note: str = ""
    published_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """培训课程: the six fields of R163 and how to sign up."""

    id: str
    name: str
    kind: CourseKind
    outline: str
    schedule: str
    starts_at: datetime
    ends_at: datetime
    mode: CourseMode
    provider: str  # 机构简介
    sign_up: str  # 报名方式
    place: str
    seats: int
    stage: Stage
    updated_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFair:
    """招聘会 or 直播带岗 (R112–R118)."""

    id: str
    name: str
    theme: FairTheme
    starts_at: datetime
    ends_at: datetime
    place: str
    summary: str
    invited: int
    booths: tuple[str, ...]  # "3 号 · 某单位"
    stage: Stage
    updated_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsArticle:
    """维权知识 on one of the four topics of R171."""

    id: str
    topic: RightsTopic
    title: str
    summary: str
    body: str
    stage: Stage
    updated_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """通知 of the market, shown between two instants."""

    id: str
    title: str
    body: str
    shown_from: datetime
    shown_until: datetime
    stage: Stage
    updated_at: datetime
    version: int = 1
