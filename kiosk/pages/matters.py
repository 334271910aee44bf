"""维权预约 and 咨询: two matters told by buttons, with a phone for the answer."""

from __future__ import annotations

from content.model.cases import AmountClass, CaseKind, DisputeKind, DisputeWish, QuestionTopic
from kiosk.components.writer import Field
from kiosk.matters import LONGEST_TEXT, dispute_body, must_have_phone, question_body, text_or_phone
from kiosk.pages.case_filing import CaseFiling, Group, Matter
from kiosk.pages.filed import Words
from kiosk.pages.hall import Hall, Here, Routes

PHONE = Field(key="phone", label="您的电话", kind="phone", most=12, hint="打这个电话找您")
OWN_PHONE = Field(key="phone", label="您的电话，不想留就空着", kind="phone", most=12, hint="有答复给您打电话")
TEXT = Field(key="text", label="想问什么，不会写就留电话", kind="text", most=LONGEST_TEXT, hint="比如：断缴两年能补吗")
_LOOK = "想知道办得怎么样，在“查回执”里写上面的号码和 4 位数字。"

DISPUTE = Matter(
    kind=CaseKind.DISPUTE, title="维权预约", back="/kiosk/more", headline="留个电话，工作人员约您来调解室",
    groups=(
        Group(key="dispute", ask="是什么事？", choices=tuple(DisputeKind), look="two-wide"),
        Group(key="amount", ask="大约多少钱？", choices=tuple(AmountClass), look="three"),
        Group(key="wish", ask="想怎么办？", choices=tuple(DisputeWish), look="two-wide"),
    ),
    urgent="人有危险、被打、被关：马上打 110。欠薪也可以直接打 12333，法律援助打 12348。", fields=(PHONE,),
    check=must_have_phone, subject=lambda answers: DisputeKind(answers.chosen["dispute"]).label,
    body=lambda answers: dispute_body(answers.number, answers.code, answers.chosen, answers.texts),
    filed=Words(
        title="维权预约收下了", headline="好了，预约收下了", name="维权预约回执",
        then=("工作人员打电话跟您约时间。来的时候带上：合同、记工本、工资条、聊天和转账记录、照片。", _LOOK),
    ),
    answer_by="电话约时间，自助机点“查回执”可看",
)  # fmt: skip
QUESTION = Matter(
    kind=CaseKind.QUESTION, title="咨询提问", back="/kiosk/more", headline="写几个字，或者只留电话都行",
    groups=(Group(key="topic", ask="想问哪方面的事？", choices=tuple(QuestionTopic), look="two-wide tall"),),
    fields=(TEXT, OWN_PHONE), check=text_or_phone,
    subject=lambda answers: QuestionTopic(answers.chosen["topic"]).label,
    body=lambda answers: question_body(answers.number, answers.code, answers.chosen, answers.texts),
    filed=Words(
        title="问题收下了", headline="好了，问题收下了", name="咨询回执",
        then=("工作人员问清楚了再答。留了电话的，会打给您。", _LOOK),
    ),
    answer_by="有了答复，自助机点“查回执”可看",
)  # fmt: skip


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the pages at /dispute and /question."""
    routes["/dispute"] = lambda: CaseFiling(hall, here, DISPUTE).begin()
    routes["/question"] = lambda: CaseFiling(hall, here, QUESTION).begin()
