"""What the matters of the hall check and file: 维权预约, 咨询, 申诉, 培训报名; pure."""

from __future__ import annotations

from datetime import datetime

from content.model.cases import (
    AmountClass,
    AppealBody,
    CourseSignUpBody,
    DisputeBody,
    DisputeKind,
    DisputeWish,
    QuestionBody,
    QuestionTopic,
)
from content.model.codes import Labelled, NoticeKind
from content.model.findings import Finding
from content.model.published import PublicCourse, PublicNotice
from content.rules.publicity import refusal
from kiosk.registering import name_finding, phone_finding
from kiosk.visit import Person


class LearningWay(Labelled):
    """`CourseMode` as people say it; the values are the same."""

    CLASSROOM = "classroom", "到教室跟老师学"
    SCREENING = "screening", "在市场里看视频"
    LIVE = "live", "手机上看直播"
    ON_DEMAND = "on_demand", "手机上自己看"


NOTICE_VERSION = "办事告知-2"  # goes with the filing; a new wording is a new version
LONGEST_TEXT = 60
NOTHING_SAID = Finding(field="text", sentence="请写几个字；不会写就留电话，工作人员打给您。")


def must_have_phone(texts: dict[str, str]) -> Finding | None:
    """Say what is wrong with the phone where nothing goes on without one."""
    return phone_finding(texts["phone"])


def text_or_phone(texts: dict[str, str]) -> Finding | None:
    """Say what is missing where either a text or a phone lets staff go on."""
    if texts["phone"]:
        return phone_finding(texts["phone"])
    return None if texts["text"] else NOTHING_SAID


def name_and_phone(texts: dict[str, str]) -> Finding | None:
    """Say what is wrong with name and phone; the name is asked only of who has put no card on."""
    wrong = name_finding(texts["name"]) if "name" in texts else None
    return wrong or phone_finding(texts["phone"])


def dispute_body(number: str, code: str, chosen: dict[str, str], texts: dict[str, str]) -> DisputeBody:
    """Return the body of a 维权预约."""
    return DisputeBody(
        number=number, code=code, dispute=DisputeKind(chosen["dispute"]), amount=AmountClass(chosen["amount"]),
        wish=DisputeWish(chosen["wish"]), phone=texts["phone"], notice_version=NOTICE_VERSION,
    )  # fmt: skip


def question_body(number: str, code: str, chosen: dict[str, str], texts: dict[str, str]) -> QuestionBody:
    """Return the body of a 咨询."""
    return QuestionBody(number=number, code=code, topic=QuestionTopic(chosen["topic"]),
                        text=texts["text"][:LONGEST_TEXT], phone=texts["phone"],
                        notice_version=NOTICE_VERSION)  # fmt: skip


def appeal_body(number: str, code: str, notice: PublicNotice, texts: dict[str, str]) -> AppealBody:
    """Return the body of a 申诉."""
    return AppealBody(number=number, code=code, notice_id=notice.id, notice_title=notice.title,
                      text=texts["text"][:LONGEST_TEXT], phone=texts["phone"],
                      notice_version=NOTICE_VERSION)  # fmt: skip


def sign_up_body(number: str, code: str, course: PublicCourse, texts: dict[str, str], person: Person | None,
                 now: datetime) -> CourseSignUpBody:  # fmt: skip
    """Return the body of a 培训报名; name and ID number come from the card where there was one."""
    return CourseSignUpBody(
        number=number, code=code, course_id=course.id, course_name=course.name,
        name=person.name if person is not None else texts["name"],
        id_number=person.id_number if person is not None else "", phone=texts["phone"],
        notice_version=NOTICE_VERSION, consented_at=now,
    )  # fmt: skip


def may_be_appealed(notice: PublicNotice, now: datetime) -> bool:
    """Say whether a notice is a 公示 inside its term, both ends belonging to what follows (R211)."""
    return notice.kind is NoticeKind.PUBLICITY and not appeal_refusal(notice, now, "")


def appeal_refusal(notice: PublicNotice, now: datetime, phone: str) -> str:
    """Return why no appeal is taken at an instant and what one can do instead, "" inside the term (R211)."""
    if notice.kind is not NoticeKind.PUBLICITY:
        return "这是通知，不是公示，不收申诉。有意见请到综合服务窗口说，或者回去点“咨询”。"
    return refusal(notice.shown_from, notice.valid_until, now, phone)
