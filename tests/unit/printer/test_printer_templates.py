"""The slips: what must be on paper, and what must not."""

from dataclasses import replace

import pytest

from printer.errors import PersonalNumberOnPaper, ReceiptError
from printer.layout import QrBlock, TextLine, lay_out
from printer.profiles import PROFILES
from printer.receipt import Cut, Pair, Receipt, SlipKind
from printer.samples import IMPRINT, JOB, REGISTRATION, sample_receipts
from printer.templates import (
    ApplicationSlip,
    CaseSlip,
    application_receipt,
    case_receipt,
    job_receipt,
    jobs_receipt,
    registration_receipt,
)

ALL = sample_receipts()


def lines(receipt: Receipt, name: str = "58mm") -> list[str]:
    profile = PROFILES[name]
    placed, findings = lay_out(receipt, profile.columns, profile.charset, lambda char: False)
    assert findings == ()
    texts = (part.caption if isinstance(part, QrBlock) else (part,) for part in placed)
    return [line.label + line.text for run in texts for line in run if isinstance(line, TextLine)]


def test_a_job_slip_says_everything_a_walk_in_needs_at_the_gate() -> None:
    assert lines(job_receipt(JOB, IMPRINT)) == [
        "东至县零工市场",
        "免费服务·不收任何费用",
        "仓库搬运工",
        "220元/天",
        "日结·今天上工·招6人",
        "单位  安徽某某物流有限公司",
        "地点  东至经济开发区3号库",
        "集合  7:30 零工市场门口",
        "日期  11月23日到11月25日",
        "时间  08:00-17:00，",
        "      管午饭",
        "要求  能搬25公斤",
        "找谁  张师傅",
        "电话  0566-7000000",
        "截止  11月25日",
        "手机扫码带走",
        "要押金、要押身份证、叫你刷单的，",
        "都是骗子。",
        "投诉举报：12333",
        "岗位号 J2611-0412 第94期",
        "来源：企业自报，11月23日电话核实",
        "11月23日 09:42 自助机A1 打印",
    ]


def test_a_registration_receipt_shows_number_code_and_a_masked_name() -> None:
    text = lines(registration_receipt(REGISTRATION, IMPRINT))
    assert "编号    A1-2611-0037" in text
    assert "查询码  4821" in text
    assert "姓名    王**" in text
    assert any(line.startswith("联系    ") for line in text)


def test_several_jobs_share_one_slip_and_each_keeps_its_number_and_source() -> None:
    other = replace(JOB, number="J2611-0413", title="保洁员")
    text = lines(jobs_receipt((JOB, other), IMPRINT, reference="V1"))
    assert [line for line in text if line.startswith("岗位号")] == [
        "岗位号 J2611-0412 第94期",
        "岗位号 J2611-0413 第94期",
    ]
    assert sum(line.startswith("来源") for line in text) == 2


@pytest.mark.parametrize("name", ["58mm", "80mm"])
def test_five_jobs_fit_one_slip_with_what_one_needs_to_call(name: str) -> None:
    long = replace(JOB, title="大渡口经济开发区夜班叉车搬运工（包吃住）",
                   employer="东至县某某某某某供应链管理服务有限责任公司")  # fmt: skip
    slips = tuple(replace(long, number=f"104{place}", contact=f"张师傅 0566-700000{place}") for place in range(5))
    receipt = jobs_receipt(slips, IMPRINT, reference="V1")
    text = lines(receipt, name)
    assert "5 个岗位" in text
    for place in range(5):
        assert any(line.startswith(f"{place + 1}. 大渡口") for line in text)
        assert f"电话  0566-700000{place}" in text
        assert any(line.startswith(f"岗位号 104{place}") for line in text)
    profile = PROFILES[name]
    placed, _ = lay_out(receipt, profile.columns, profile.charset, lambda char: False)
    assert not any(isinstance(part, QrBlock) for part in placed)
    assert any(isinstance(part, QrBlock) for part in lay_out(jobs_receipt(slips[:1], IMPRINT, reference="V2"),
                                                             profile.columns, profile.charset, lambda char: False)[0])
    assert len(text) < 100  # some 60 cm of paper on 58 mm


def test_a_receipt_of_an_application_says_what_comes_next_and_hides_the_name() -> None:
    slip = ApplicationSlip(
        number="12-000417", code="4821", masked_name="王*", job_title="仓库搬运工", job_number="1042",
        employer="某某物流", contact="张师傅 0566-7000000", steps=("单位打您电话", "说清钱"),
    )  # fmt: skip
    text = lines(application_receipt(slip, IMPRINT))
    for line in ("报名回执", "编号    12-000417", "查询码  4821", "姓名    王*", "1. 单位打您电话", "2. 说清钱",
                 "电话    0566-7000000"):  # fmt: skip
        assert line in text, text
    with pytest.raises(ReceiptError, match="没有遮盖"):
        application_receipt(replace(slip, masked_name="王建国"), IMPRINT)


def test_an_unmasked_name_is_refused() -> None:
    with pytest.raises(ReceiptError, match="没有遮盖"):
        registration_receipt(replace(REGISTRATION, masked_name="王建国"), IMPRINT)


def test_an_id_number_is_refused_wherever_it_stands() -> None:
    with pytest.raises(PersonalNumberOnPaper, match="身份证号码"):
        registration_receipt(replace(REGISTRATION, note="证件 11010519491231002X"), IMPRINT)


@pytest.mark.parametrize("receipt", ALL, ids=lambda receipt: receipt.kind)
def test_every_slip_says_that_it_is_free(receipt: Receipt) -> None:
    """R001; a referral has two sheets, and each says it."""
    sheets = sum(isinstance(element, Cut) for element in receipt.elements)
    assert lines(receipt).count("免费服务·不收任何费用") == sheets


def test_there_is_a_slip_of_each_kind() -> None:
    assert {receipt.kind for receipt in ALL} == set(SlipKind) - {SlipKind.SELF_TEST}


@pytest.mark.parametrize("name", ["58mm", "80mm"])
@pytest.mark.parametrize("receipt", ALL, ids=lambda receipt: receipt.kind)
def test_every_slip_fits_the_paper_without_a_lonely_end(receipt: Receipt, name: str) -> None:
    profile = PROFILES[name]
    placed, _ = lay_out(receipt, profile.columns, profile.charset, lambda char: False)
    text_lines = [part for part in placed if isinstance(part, TextLine)]
    assert all(line.cells <= profile.columns for line in text_lines)
    assert all(len(line.text.strip()) != 1 for line in text_lines)


def test_a_disputes_slip_names_who_else_can_help_and_a_questions_does_not() -> None:
    """R174 (附件1 五（二）2): the labour inspectorate and legal aid; domain R174 adds arbitration."""
    slip = CaseSlip(number="12-000417", code="4821", is_dispute=True, subject="拖欠工资", answer_by="5个工作日内答复",
                    phone="0566-7000002")  # fmt: skip
    told = {(one.label, one.value) for one in case_receipt(slip, IMPRINT).elements if isinstance(one, Pair)}
    channels = {("劳动监察", "12333"), ("劳动仲裁", "12333"), ("法律援助", "12348")}
    assert channels <= told
    question = case_receipt(replace(slip, is_dispute=False), IMPRINT)
    assert not channels & {(one.label, one.value) for one in question.elements if isinstance(one, Pair)}
