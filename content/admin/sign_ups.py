"""Who signed up for a course at a kiosk: the list to tick who came, and the sheet to sign on (R165, R166)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from content.clock import local
from content.errors import StoreError
from content.model.audit import Action
from content.model.cases import Case, CaseKind, CourseSignUpBody
from content.model.people import Staff
from content.privacy import KeyRing, blind_index
from content.reports.paper import page_of
from content.store.database import Tables

SPARE_LINES = 8  # for who comes without having signed up
_LEAST_LINES = 20  # 不少于 20 名 (附件1 四（二）2)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedUp:
    """One person who signed up; `person` is the blind index in hex, "" where no card had been put on."""

    person: str
    name_mask: str
    phone_mask: str
    number: str  # of the receipt
    at: datetime


def _bodies(tables: Tables, keys: KeyRing, course_id: str) -> Iterable[tuple[Case, CourseSignUpBody, str]]:
    """Return what was filed for a course with the index of its person, each person's once, the first to come first."""
    seen: set[str] = set()
    for one in tables.cases.about(CaseKind.COURSE_SIGN_UP, [course_id]):
        body = tables.cases.body_of(one)
        if not isinstance(body, CourseSignUpBody):
            continue
        index = blind_index(keys.index, "id1", body.id_number) if body.id_number else b""
        if index and tables.own_records.withdrawn_after(index, one.occurred_at) is not None:
            continue
        key = index.hex() or f"{body.name} {body.phone}"
        if key not in seen:
            seen.add(key)
            yield one, body, index.hex()


def signed_up(tables: Tables, keys: KeyRing, course_id: str) -> tuple[SignedUp, ...]:
    """Return who signed up for a course, the first to come first; who took consent back since is not among them."""
    return tuple(SignedUp(person=person, name_mask=one.name_mask, phone_mask=one.phone_mask, number=one.number,
                          at=one.occurred_at) for one, _, person in _bodies(tables, keys, course_id))  # fmt: skip


def sign_in_sheet(course_id: str, day: date, keys: KeyRing, now: datetime) -> Callable[[Tables, Staff], str]:
    """Return the use case that writes the sheet as HTML; whole names leave the desk, so it is noted who printed."""

    def step(tables: Tables, staff: Staff) -> str:
        course = tables.courses.get(course_id)
        if course is None:
            raise StoreError("请先选是哪门课，再打印签到表。")
        lines = [(body.name, body.phone[-4:]) for _, body, _ in _bodies(tables, keys, course_id)]
        blank = max(SPARE_LINES, _LEAST_LINES - len(lines))
        tables.audit.note(staff, now, Action.EXPORTED, subject="course_session", subject_id=course_id,
                          words=f"打印签到表，{len(lines)} 人")  # fmt: skip
        values: dict[str, Any] = {
            "title": "培训签到表", "course": course.name, "place": course.place,
            "provider": course.provider, "day": f"{day.year} 年 {day.month} 月 {day.day} 日",
            "lines": (*lines, *((("", ""),) * blank)), "signed_up": len(lines),
            "footer": f"{course.name} {day.isoformat()} · {local(now):%Y-%m-%d %H:%M} 打印",
        }  # fmt: skip
        return page_of("sign_in_sheet.html", values)

    return step


def person_of_sign_up(tables: Tables, keys: KeyRing, number: str) -> str:
    """Return the index in hex of who signed up under a receipt number, "" where it is nobody's or there was no card."""
    for one in tables.cases.by_receipt(number):
        body = tables.cases.body_of(one)
        if isinstance(body, CourseSignUpBody) and body.id_number:
            return blind_index(keys.index, "id1", body.id_number).hex()
    return ""
