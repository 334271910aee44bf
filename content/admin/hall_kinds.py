"""The six kinds of records beside jobs and policies that the hall reads: where they lie and what they are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from content.admin.desk import Desk
from content.admin.fields import Field, Kind, value_of
from content.admin.releases import CLOSING
from content.model.audit import Action
from content.model.codes import Stage
from content.model.media import MediaItem
from content.model.notices import Course, JobFair, Notice, RightsArticle, WageGuide
from content.model.people import Staff
from content.store.database import Tables
from content.store.editorial import EditorialTable

R = TypeVar("R", bound=Any)


@dataclass(frozen=True, slots=True, kw_only=True)
class HallKind(Generic[R]):
    """One kind: `sort` names its drafts and its lines in the record of who did what."""

    sort: str
    path: str  # of its list; its form is below
    word: str
    table: Callable[[Tables], EditorialTable[R]]
    named: Callable[[R], str]
    ends: Callable[[R], datetime | None]  # when it leaves the hall by itself


def end_of(day: date | None) -> datetime | None:
    """Return the instant a last day is over in the hall."""
    if day is None:
        return None
    end = value_of(Field(name="", label="", kind=Kind.UNTIL), day.isoformat())
    return end if isinstance(end, datetime) else None


COURSES: HallKind[Course] = HallKind(
    sort="course", path="/courses", word="课程", table=lambda tables: tables.courses,
    named=lambda one: one.name, ends=lambda one: one.ends_at,
)  # fmt: skip
FAIRS: HallKind[JobFair] = HallKind(
    sort="fair", path="/fairs", word="招聘会", table=lambda tables: tables.fairs,
    named=lambda one: one.name, ends=lambda one: one.ends_at,
)  # fmt: skip
ARTICLES: HallKind[RightsArticle] = HallKind(
    sort="article", path="/articles", word="维权知识", table=lambda tables: tables.articles,
    named=lambda one: one.title, ends=lambda one: end_of(one.expires_on),
)  # fmt: skip
NOTICES: HallKind[Notice] = HallKind(
    sort="notice", path="/notices", word="通知", table=lambda tables: tables.notices,
    named=lambda one: one.title, ends=lambda one: one.shown_until,
)  # fmt: skip
GUIDES: HallKind[WageGuide] = HallKind(
    sort="wage_guide", path="/wages", word="工资指导价位", table=lambda tables: tables.wage_guides,
    named=lambda one: one.title, ends=lambda one: end_of(one.expires_on),
)  # fmt: skip
MEDIA: HallKind[MediaItem] = HallKind(
    sort="media", path="/media", word="素材", table=lambda tables: tables.media,
    named=lambda one: one.title, ends=lambda one: one.shown_until,
)  # fmt: skip


async def withdraw(desk: Desk, kind: HallKind[R], record_id: str) -> tuple[R, bool]:
    """Take a record off the hall; the flag says whether a patch edition went out."""

    def step(tables: Tables, staff: Staff) -> tuple[R, bool]:
        moved: R = kind.table(tables).set_stage(record_id, Stage.WITHDRAWN, staff.id, desk.now())
        tables.audit.note(staff, desk.now(), Action.STAGE, subject=kind.sort, subject_id=record_id,
                          words=f"{Stage.WITHDRAWN.label}：{kind.named(moved)}")  # fmt: skip
        return moved, moved.published_at is not None and tables.editions.highest() is not None

    record, shown = await desk.change(step, CLOSING)
    if shown:
        note = f"{kind.word}撤下：{kind.named(record)}"
        await desk.work(lambda staff: desk.parts.publisher.patch(staff.id, note), CLOSING)
    return record, shown
