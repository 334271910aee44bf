"""One invented slip of each kind: for the self-test, the pictures in the papers, and the tests."""

from datetime import UTC, datetime

from printer.receipt import Receipt
from printer.templates import (
    AssessmentSlip,
    CaseSlip,
    ChecklistSlip,
    CourseSlip,
    Imprint,
    JobSlip,
    ReferralSlip,
    RegistrationSlip,
    ReportStrip,
    SeekerCardSlip,
    TicketSlip,
    assessment_receipt,
    case_receipt,
    checklist_receipt,
    course_receipt,
    job_receipt,
    referral_receipt,
    registration_receipt,
    report_receipt,
    seeker_card_receipt,
    ticket_receipt,
)

IMPRINT = Imprint(
    market_name="东至县零工市场", terminal="自助机A1", printed_at=datetime(2026, 11, 23, 1, 42, tzinfo=UTC)
)
JOB = JobSlip(
    title="仓库搬运工",
    pay="220元/天",
    tags="日结 · 今天上工 · 招6人",
    employer="安徽某某物流有限公司",
    place="东至经济开发区3号库",
    gathering="7:30 零工市场门口",
    days="11月23日到11月25日",
    hours="08:00-17:00，管午饭",
    requirements="能搬25公斤",
    contact="张师傅 0566-7000000",
    deadline="11月25日",
    source="企业自报",
    verified="11月23日电话核实",
    number="J2611-0412",
    edition_number="94",
    qr="https://dz.example.cn/j/J2611-0412",
)
REGISTRATION = RegistrationSlip(
    number="A1-2611-0037",
    code="4821",
    masked_name="王**",
    wants="搬运装卸、保洁、帮厨",
    next_contact="3个工作日内，职业指导员来电",
)
_REFERRAL = ReferralSlip(
    number="T2611-0088",
    masked_name="王**",
    job_title="仓库搬运工",
    employer="安徽某某物流有限公司",
    place="东至经济开发区3号库",
    contact="张师傅 0566-7000000",
    appointment="11月24日 08:00",
    clerk="2号窗口",
    qr="https://dz.example.cn/j/J2611-0412",
)
_TICKET = TicketSlip(number="A037", business="求职登记", waiting_before=4, window="1、2号窗口")
_CHECKLIST = ChecklistSlip(
    number="C-01",
    matter="就业困难人员认定",
    papers=("身份证原件和复印件一份", "户口簿或居住证", "失业登记证明（窗口可以当场办）", "家庭收入情况说明"),
    place="零工市场3号窗口",
    hours="周一至周五 08:30-17:00",
    phone="0566-7000001",
    qr="https://dz.example.cn/p/C-01",
)
_CASE = CaseSlip(
    number="W2611-0012",
    code="7305",
    is_dispute=True,
    subject="拖欠工资",
    answer_by="5个工作日内答复",
    phone="0566-7000002",
)
_ASSESSMENT = AssessmentSlip(
    number="S2611-0150",
    results=(("动手", "很强"), ("与人", "较强"), ("记算", "一般")),
    suits=("家电安装", "仓库分拣", "水电维修"),
    advice="想学一门手艺，可以报本月的电工班。",
)
_COURSE = CourseSlip(
    number="K2611-0021",
    masked_name="李*",
    course="初级电工（免费）",
    starts="12月1日 08:30",
    place="县职教中心201室",
    bring="身份证",
    phone="0566-7000003",
    qr="https://dz.example.cn/k/21",
)
_REPORT = ReportStrip(
    number="R20261123",
    title="今日运营",
    period="2026年11月23日",
    figures=(("求职登记", "42人"), ("岗位查询", "318次"), ("小票", "96张"), ("推荐", "27人"), ("咨询", "15件")),
    audit_head="8f3a 91c2 07de",
)
_CARD = SeekerCardSlip(
    number="A1-2611-0037",
    reference="A1-2611-0037",
    masked_name="王**",
    wants="装卸搬运、钟点保洁",
    knows="健康证、会骑电动车",
    pay="日结",
    start="今天",
    places="尧渡镇、东流镇",
)


def sample_receipts() -> tuple[Receipt, ...]:
    """Return a receipt of each kind, all of it invented."""
    return (
        job_receipt(JOB, IMPRINT),
        registration_receipt(REGISTRATION, IMPRINT),
        referral_receipt(_REFERRAL, IMPRINT),
        ticket_receipt(_TICKET, IMPRINT),
        checklist_receipt(_CHECKLIST, IMPRINT),
        case_receipt(_CASE, IMPRINT),
        assessment_receipt(_ASSESSMENT, IMPRINT),
        course_receipt(_COURSE, IMPRINT),
        report_receipt(_REPORT, IMPRINT),
        seeker_card_receipt(_CARD, IMPRINT),
    )
