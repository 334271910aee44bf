"""附件: papers staff saw and kept with a record; private, and never part of an edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.codes import Labelled


class AttachmentRole(Labelled):
    """What a paper is to the record it is kept with; of an 经办人's ID card none is kept, only that it was seen."""

    LICENCE = "licence", "营业执照"
    AUTHORISATION = "authorisation", "委托证明"
    AGENCY_LICENCE = "agency_licence", "人力资源服务许可证"
    PLAN = "plan", "组织实施办法"
    EMERGENCY_PLAN = "emergency_plan", "应急预案"
    SECURITY_PLAN = "security_plan", "安全保卫工作方案"
    DOCUMENT = "document", "文件原文"
    ATTENDANCE = "attendance", "签到表"
    EVIDENCE = "evidence", "就业或帮扶证明"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One paper; it has no name of its own, for a file's name may tell a person's."""

    id: str
    # kind of record: "employer", "fair", "policy", "wage_guide", "course_session", "placement", "aid_file",
    # "county_figure", "subsidy_payment", "rectification", "violation"
    subject: str
    subject_id: str
    role: AttachmentRole
    mime: str  # as the content says
    size: int  # bytes of the paper itself
    sha256: str  # of the encrypted file, by which it lies
    added_at: datetime
    added_by: str
    removed_at: datetime | None = None  # the bytes are gone then
    removed_by: str = ""
    removed_why: str = ""
