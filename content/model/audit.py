"""The record of who did what: append-only, each entry chained to the one before (DESIGN: roles and hash chain)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.codes import Labelled


class Action(Labelled):
    """What was done; the label is what the page of the record says."""

    LOGIN = "login", "登录"
    LOGIN_FAILED = "login-failed", "登录失败"
    LOGOUT = "logout", "退出"
    LINK = "link", "发登录链接"
    PASSWORD = "password", "设置密码"
    SESSION_ENDED = "session-ended", "结束登录"
    ACCOUNT = "account", "账号变动"
    HANDOVER = "handover", "移交"
    SAVED = "saved", "保存"
    STAGE = "stage", "审核与状态"
    MERGED = "merged", "合并"
    RESTORED = "restored", "恢复旧版本"
    PUBLISHED = "published", "发布"
    SETTING = "setting", "改设置"
    IMPORTED = "imported", "批量导入"
    EXPORTED = "exported", "导出"
    UPLOADED = "uploaded", "上传素材"
    TERMINAL = "terminal", "设备"
    PROGRAM = "program", "程序升级"
    REVIEW_CLOSED = "review-closed", "周审核"
    LOOKED = "looked", "查看完整信息"
    SOUGHT = "sought", "查找人员"
    ANSWERED = "answered", "答复回执"
    ASSESSED = "assessed", "考核"
    SECURED = "secured", "安全检查"
    CLOCK = "clock", "时钟"
    ERASED = "erased", "到期删除"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line; `words` name the subject for people and hold no personal data."""

    seq: int  # 1, 2, 3 … without a gap
    at: datetime
    staff_id: str  # "" when nobody was logged in
    login: str
    action: Action
    subject: str  # kind of record: "job", "staff", "edition" …
    subject_id: str
    words: str
