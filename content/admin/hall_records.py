"""What the forms of courses, fairs, articles, notices and wage guides start with, and what typed values make: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar, cast

from content.clock import SHANGHAI, calendar_day
from content.model.codes import CourseKind, CourseMode, FairTheme, Invited, NoticeKind, RightsTopic, Stage
from content.model.editorial import Editorial
from content.model.ids import new_id
from content.model.market import HolidayYear
from content.model.notices import Announcement, Course, Invitation, JobFair, Notice, RightsArticle, WageGuide
from content.model.people import Staff
from content.rules.publicity import publicity_end

E = TypeVar("E", bound=Editorial)

_FAIR_AHEAD = timedelta(days=21)  # a plan is fixed 14 days ahead (R112), so there is a week to make it
_COURSE_AHEAD = timedelta(days=14)


def at_hour(day: date, hour: int) -> datetime:
    """Return an hour of the hall's day in UTC."""
    return datetime.combine(day, time(hour), SHANGHAI).astimezone(UTC)


def _begun(staff: Staff, now: datetime) -> dict[str, Any]:
    return {"id": new_id(now), "stage": Stage.DRAFT, "created_at": now, "created_by": staff.id, "updated_at": now}


def blank_course(staff: Staff, now: datetime) -> Course:
    """Return what a new 培训课程 starts with: in two weeks, in the classroom."""
    day = calendar_day(now + _COURSE_AHEAD)
    return Course(name="", kind=CourseKind.SKILL, outline="", schedule="", starts_at=at_hour(day, 9),
                  ends_at=at_hour(day, 17), mode=CourseMode.CLASSROOM, provider="", sign_up="", place="", seats=0,
                  **_begun(staff, now))  # fmt: skip


def blank_fair(staff: Staff, now: datetime, theme: FairTheme = FairTheme.GENERAL) -> JobFair:
    """Return what a new 招聘会 starts with: three weeks ahead, a morning long."""
    day = calendar_day(now + _FAIR_AHEAD)
    return JobFair(name="", theme=theme, starts_at=at_hour(day, 9), ends_at=at_hour(day, 12), place="", summary="",
                   invited=0, booths=(), **_begun(staff, now))  # fmt: skip


def blank_article(staff: Staff, now: datetime) -> RightsArticle:
    """Return what a new 维权知识 starts with."""
    return RightsArticle(topic=RightsTopic.CONTRACT, title="", summary="", body="", **_begun(staff, now))


def blank_notice(staff: Staff, now: datetime) -> Notice:
    """Return what a new 通知 starts with: from now, for a week."""
    end = at_hour(calendar_day(now) + timedelta(days=8), 0)
    return Notice(title="", body="", shown_from=now.replace(second=0, microsecond=0), shown_until=end,
                  **_begun(staff, now))  # fmt: skip


def blank_guide(staff: Staff, now: datetime) -> WageGuide:
    """Return what a new 工资指导价位 starts with."""
    return WageGuide(title="", document_number="", issuer="", issued_on=calendar_day(now), source_url="",
                     expires_on=None, lines=(), **_begun(staff, now))  # fmt: skip


def copy_of(record: E, blank: E) -> E:
    """Return a new draft with the words of an earlier record; its review, and what happened to it, stay behind."""
    kept: dict[str, Any] = {name: getattr(blank, name) for name in (
        "id", "stage", "created_at", "created_by", "updated_at", "updated_by", "owner", "reviewed_by", "reviewed_at",
        "review_note", "published_at", "carried_at", "releases", "version")}  # fmt: skip
    fresh = {name: getattr(blank, name) for name in (
        "starts_at", "ends_at", "shown_from", "shown_until", "month", "plan_fixed_at", "announcements", "held",
        "follow_up", "followed_up_on") if hasattr(blank, name)}  # fmt: skip
    copied = cast(E, replace(cast(Any, record), **kept, **fresh))
    if isinstance(copied, JobFair):
        asked = tuple(replace(one, answer=Invited.ASKED, booth="", jobs=0, headcount=0, hired=0)
                      for one in copied.invitations)
        return cast(E, replace(copied, invitations=asked))
    return copied


def record_from(base: E, values: Mapping[str, Any], staff: Staff, now: datetime) -> E:
    """Return the record with typed values put in."""
    return cast(E, replace(cast(Any, base), **values, updated_at=now))


def fair_from(base: JobFair, values: Mapping[str, Any], staff: Staff, now: datetime,
              known: Mapping[str, str]) -> JobFair:  # fmt: skip
    """Return the fair; a new announcement is by who saves, a firm in the books (`known`: name to id) gets its id."""
    fair = record_from(base, values, staff, now)
    told = {(one.channel, one.at): one.by for one in base.announcements}
    ids = {one.name: one.employer_id for one in base.invitations} | dict(known)
    announcements = tuple(replace(one, by=told.get((one.channel, one.at), staff.id)) for one in fair.announcements)
    invitations = tuple(replace(one, employer_id=ids.get(one.name, "")) for one in fair.invitations)
    return replace(fair, announcements=announcements, invitations=invitations,
                   invited=fair.invited or len(invitations))  # fmt: skip


def notice_from(base: Notice, values: Mapping[str, Any], staff: Staff, now: datetime,
                holidays: tuple[HolidayYear, ...]) -> Notice:  # fmt: skip
    """Return the notice; the end of a 公示 is counted, never typed."""
    notice = record_from(base, values, staff, now)
    if notice.kind is NoticeKind.NOTICE:
        return notice
    return replace(notice, shown_until=publicity_end(notice.shown_from, holidays))


def attended(invitations: tuple[Invitation, ...]) -> str:
    """Return how many firms were asked, said they come, and came, in words."""
    come = sum(one.answer is Invited.ATTENDED for one in invitations)
    sure = come + sum(one.answer is Invited.CONFIRMED for one in invitations)
    return f"邀请 {len(invitations)} 家 · 确认 {sure} 家 · 到场 {come} 家"


def told_channels(announcements: tuple[Announcement, ...]) -> int:
    """Return in how many of the four channels a fair was announced."""
    return len({one.channel for one in announcements})


def months_around(today: date, also: str = "") -> dict[str, str]:
    """Return the months a course or article can be picked for: last one to three ahead, and the one it has."""
    found = {"": "不选"}
    first = today.year * 12 + today.month - 1
    for count in (*range(first - 1, first + 4),):
        found[f"{count // 12}-{count % 12 + 1:02d}"] = f"{count // 12} 年 {count % 12 + 1} 月"
    return found if also in found else {**found, also: also}
