"""What a case is about in words, without the person: for lists, the open file and counting. Pure."""

from __future__ import annotations

from content.model.cases import (
    AppealBody,
    Awareness,
    CaseBody,
    CaseKind,
    CourseSignUpBody,
    DisputeBody,
    DisputeKind,
    FairCheckInBody,
    FairInterestBody,
    QuestionBody,
    QuestionTopic,
    Satisfaction,
    SatisfactionBody,
    SatisfactionReason,
    SelfTestBody,
    StaffCallBody,
    TrainingSurveyBody,
)

Facts = tuple[tuple[str, str], ...]


def facts_of(body: CaseBody | None) -> Facts:
    """Return what was chosen and written, label and words; names, phones and ID numbers stay out.

    None is what is past its term and was emptied.
    """
    match body:
        case None:
            return (("内容", "已过保存期限，按规定删除了，只留下计数"),)
        case DisputeBody():
            return (("什么事", body.dispute.label), ("多少钱", body.amount.label), ("想怎么办", body.wish.label))
        case QuestionBody():
            return (("问什么", body.topic.label), ("怎么问的", body.text or "没有写，想让人打电话说"))
        case AppealBody():
            return (("对哪份公示", body.notice_title), ("怎么说的", body.text or "没有写，想让人打电话说"))
        case CourseSignUpBody():
            return (("报哪门课", body.course_name),)
        case TrainingSurveyBody():
            return (("想学", "、".join(wish.label for wish in body.wishes)), ("什么时候", body.time.label),
                    ("怎么学", body.mode.label))  # fmt: skip
        case FairCheckInBody():
            return (("招聘会", body.fair_name),)
        case FairInterestBody():
            return (("招聘会", body.fair_name), ("展位", body.booth))
        case SatisfactionBody():
            reason = () if body.reason is SatisfactionReason.NONE else (("因为", body.reason.label),)
            asked = () if body.awareness is Awareness.NOT_ASKED else (("政策", body.awareness.label),)
            return (("满意吗", body.face.label), *reason, *asked)
        case SelfTestBody():
            return (("兴趣类型", body.types or "不突出或没答够"), ("用时", f"{body.seconds} 秒"))
    return (("在哪一页叫的", body.page or "首页"), ("窗口有人吗", "有人在后台" if body.reached else "没人应"))


def subject_of(body: CaseBody) -> str:
    """Return one line for a list; nothing anybody wrote stands in it."""
    match body:
        case QuestionBody():
            return body.topic.label
        case AppealBody():
            return body.notice_title
        case FairInterestBody():
            return f"{body.fair_name} {body.booth}"
    return "，".join(words for _, words in facts_of(body))


def choice_of(body: CaseBody) -> str:
    """Return the code by which cases of a kind are counted, "" for none."""
    match body:
        case DisputeBody():
            return body.dispute.value
        case QuestionBody():
            return body.topic.value
        case SatisfactionBody():
            return body.face.value
        case SelfTestBody():
            return body.types
        case FairInterestBody():
            return body.booth
        case StaffCallBody():
            return body.page
    return ""


def choice_words(kind: CaseKind, choice: str) -> str:
    """Return a code cases are counted by in words."""
    labels = {CaseKind.SATISFACTION: Satisfaction, CaseKind.DISPUTE: DisputeKind, CaseKind.QUESTION: QuestionTopic}
    known = labels.get(kind)
    if known is not None and choice in set(known):
        return known(choice).label
    return choice or ("首页" if kind is CaseKind.STAFF_CALL else "没有细分")


def subject_id_of(body: CaseBody) -> str:
    """Return the id of the course, fair or notice a case is about, "" for none."""
    match body:
        case AppealBody():
            return body.notice_id
        case CourseSignUpBody():
            return body.course_id
        case FairCheckInBody() | FairInterestBody():
            return body.fair_id
    return ""


def person_of(body: CaseBody) -> tuple[str, str]:
    """Return name and phone, "" for what was not given."""
    match body:
        case CourseSignUpBody():
            return body.name, body.phone
        case DisputeBody() | QuestionBody() | AppealBody():
            return "", body.phone
    return "", ""
