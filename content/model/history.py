"""What became of a record, save by save."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.codes import Labelled


class Deed(Labelled):
    """What made a new version."""

    KEPT = "kept", "此前的内容"
    SAVED = "saved", "保存"
    SUBMITTED = "submitted", "提交审核"
    APPROVED = "approved", "审核通过"
    RETURNED = "returned", "退回"
    FILLED = "filled", "已招满"
    REOPENED = "reopened", "恢复招聘"
    WITHDRAWN = "withdrawn", "撤下"
    RESTORED = "restored", "恢复旧版本"
    MERGED = "merged", "合并"
    HANDED_OVER = "handed-over", "移交"
    SUSPENDED = "suspended", "暂停展示"
    RESUMED = "resumed", "恢复展示"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field before and after, as the record's own values (code, date, text …)."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One version of a record: who made it, how, and which fields it changed (none for the first)."""

    record_id: str  # another one's for what a merge brought along
    version: int
    at: datetime
    by: str  # staff id; "" for what was there before histories were kept
    deed: Deed
    note: str
    changes: tuple[FieldChange, ...]
