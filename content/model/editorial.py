"""What every record has that a reviewer passes before the hall sees it, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.codes import Labelled, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """说明理由放行: one finding that a reviewer let pass, and why (domain B1)."""

    code: str  # of the rule
    field: str
    word: str  # as typed
    reason: str
    by: str  # staff id
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Editorial:
    """The bookkeeping of a reviewed record; staff are named by id, `version` counts the saves."""

    id: str
    stage: Stage
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str = ""  # set by the store from who saves
    owner: str = ""  # who looks after it; "" means who made it
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None
    review_note: str = ""
    published_at: datetime | None = None  # first time it stood in an edition
    carried_at: datetime | None = None  # first edition that carried it as last approved
    releases: tuple[Release, ...] = ()
    media: tuple[str, ...] = ()  # ids of 素材 shown with it
    version: int = 1


class Standing(Labelled):
    """Where a record stands for the people at the desk: its stage, and of the approved whether the hall has it."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "待发布"
    PUBLISHED = "published", "已发布"
    FILLED = "filled", "已招满"
    WITHDRAWN = "withdrawn", "已撤下"
    EXPIRED = "expired", "已过期"


def standing(record: Editorial, ends_at: datetime | None, now: datetime) -> Standing:
    """Return where a record stands at `now`; `ends_at` None means it has no end."""
    if record.stage is not Stage.APPROVED:
        return Standing(record.stage.value)
    if ends_at is not None and ends_at <= now:
        return Standing.EXPIRED
    return Standing.APPROVED if record.carried_at is None else Standing.PUBLISHED
