"""Tables as firms send them: which column is which, and what a cell means."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from content.admin.record_forms import EMPLOYER_KEY
from content.admin.sheet_columns import CREDIT_CODE, blank_table, columns, match_columns
from content.admin.sheet_jobs import JudgedAgainst, PreparedRow, prepare_rows
from content.model.codes import PayUnit, Role, Settlement, Stage, VerifyMethod, WorkForm
from content.model.people import Staff
from tests.pages.admin.world import FIRM, NOW

EDITOR = Staff(id="staff-editor", login="editor", name="录入员", roles=(Role.EDITOR,), enabled=True)
CELLS = {
    "序号": "1", "企业名称": FIRM.name, "招聘岗位": "卸货工", "工种": "装卸搬运", "需求人数(人)": "3人",
    "岗位职责": "卸货", "任职要求": "能搬重物", "技能要求*": "不限",
    "薪资待遇（元）": "200-260", "计酬方式": "元/天", "结算方式": "日结",
    "所在乡镇": "尧渡", "工作地点": "建设路 1 号", "工作时间": "08:00—17:00", "工作时长": "8小时", "伙食": "包中饭",
    "住宿": "无", "班车": "无", "保险情况": "意外险", "风险": "搬重物", "劳保": "手套", "有效期至": "2026年12月5日",
    "核实方式": "电话核实", "手机号码": "13900000002", "备注": "x",
}  # fmt: skip
HEADINGS = list(CELLS)
ROW = list(CELLS.values())


def prepared(changes: dict[str, str] | None = None, firms: tuple = (FIRM,)) -> PreparedRow:
    """Return ROW with some cells changed, as it would be stored."""
    cells = CELLS | (changes or {})
    rows = [HEADINGS, [cells[name] for name in HEADINGS]]
    (row,) = prepare_rows(rows, match_columns(HEADINGS), JudgedAgainst(firms=firms), EDITOR, NOW)
    return row


def test_headings_of_a_firms_own_table_are_understood() -> None:
    found = dict(zip(HEADINGS, match_columns(HEADINGS), strict=True))
    assert found == {
        "序号": "", "企业名称": EMPLOYER_KEY, "招聘岗位": "title", "工种": "trade_code", "需求人数(人)": "headcount",
        "岗位职责": "duties", "任职要求": "requirements", "技能要求*": "skills", "薪资待遇（元）": "pay_min_fen",
        "计酬方式": "pay_unit", "结算方式": "settlement", "所在乡镇": "township_code", "工作地点": "address",
        "工作时间": "hours", "工作时长": "daily_hours_tenths", "伙食": "meals", "住宿": "lodging", "班车": "transport",
        "保险情况": "insurance", "风险": "risks", "劳保": "protection", "有效期至": "valid_until",
        "核实方式": "verified_how", "手机号码": "contact_phone", "备注": "",
    }  # fmt: skip


def test_the_blank_table_matches_itself_and_needs_no_column_twice() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(blank_table()))["岗位信息表"]
    headings = [str(cell.value) for cell in sheet[1]]
    assert match_columns(headings) == [column.field.name for column in columns()]
    assert headings[0] == "用工单位*"
    assert sheet.data_validations.count > 5


def test_a_row_becomes_a_job_as_if_it_had_been_typed() -> None:
    row = prepared()
    job = row.job
    assert job is not None
    assert row.findings == ()
    assert (job.title, job.trade_code, job.headcount, job.township_code) == ("卸货工", "A11", 3, "341721100")
    assert (job.pay_min_fen, job.pay_max_fen, job.pay_unit) == (20000, 26000, PayUnit.DAY)
    assert (job.settlement, job.form, job.daily_hours_tenths) == (Settlement.DAY, WorkForm.TEMPORARY, 80)
    assert (job.verified_how, job.verified_by, job.verified_at) == (VerifyMethod.PHONE, EDITOR.id, NOW)
    assert (job.employer_id, job.contact_name, job.contact_phone) == (FIRM.id, FIRM.contact_name, "13900000002")
    assert (job.stage, job.created_by, row.ready, row.line) == (Stage.DRAFT, EDITOR.id, True, 2)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("220", 22000, 22000, PayUnit.DAY),
        ("220元/小时", 22000, 22000, PayUnit.HOUR),
        ("4,500～6,000 元/月", 450000, 600000, PayUnit.MONTH),
        ("１８０元至２２０元", 18000, 22000, PayUnit.DAY),
        ("17.5", 1750, 1750, PayUnit.DAY),
    ],
)
def test_pay_is_read_as_people_write_it(text: str, low: int, high: int, unit: PayUnit) -> None:
    job = prepared({"薪资待遇（元）": text, "计酬方式": ""}).job
    assert job is not None
    assert (job.pay_min_fen, job.pay_max_fen, job.pay_unit) == (low, high, unit)


@pytest.mark.parametrize(
    ("column", "text", "field", "words"),
    [
        ("薪资待遇（元）", "面议", "pay_min_fen", "写明多少钱"),
        ("企业名称", "没登记的厂", EMPLOYER_KEY, "先在“企业”里登记"),
        ("企业名称", "", EMPLOYER_KEY, "没有写用工单位"),
        ("工种", "宇航员", "trade_code", "从列表里选"),
        ("所在乡镇", "外县", "township_code", "从列表里选"),
        ("有效期至", "下个月", "valid_until", "按年-月-日"),
        ("岗位职责", "长" * 4001, "duties", "最多 4000 个字"),
    ],
)
def test_a_cell_that_cannot_be_stored_says_what_to_do(column: str, text: str, field: str, words: str) -> None:
    row = prepared({column: text})
    assert row.job is None
    assert [one.field for one in row.findings] == [field]
    assert words in row.findings[0].sentence


def test_what_is_only_missing_is_a_draft_with_findings() -> None:
    row = prepared({"岗位职责": "", "保险情况": ""})
    assert row.job is not None
    assert not row.ready
    assert {"duties", "insurance"} <= {one.field for one in row.findings}


def test_two_firms_of_one_name_are_told_apart_by_their_code() -> None:
    twin = replace(FIRM, id="twin", credit_code="91341721MA2MULTI8X")
    assert "统一社会信用代码" in prepared(firms=(FIRM, twin)).findings[0].sentence
    headings, cells = [*HEADINGS, "社会信用代码"], [*ROW, twin.credit_code.lower()]
    assert match_columns(headings)[-1] == CREDIT_CODE
    (row,) = prepare_rows([headings, cells], match_columns(headings), JudgedAgainst(firms=(FIRM, twin)), EDITOR, NOW)
    assert row.job is not None
    assert row.job.employer_id == "twin"


def test_a_row_that_stands_already_or_twice_is_told_and_kept_from_review() -> None:
    first = prepared().job
    assert first is not None
    market = JudgedAgainst(firms=(FIRM,), jobs=(replace(first, number=1234, stage=Stage.APPROVED),))
    again, twice = prepare_rows([HEADINGS, ROW, ROW], match_columns(HEADINGS), market, EDITOR, NOW)
    assert any("和岗位 1234 疑似重复" in one.sentence for one in again.findings)
    assert any("和第 2 行疑似重复" in one.sentence for one in twice.findings)
    assert not again.ready
    assert not twice.ready


def test_unlawful_words_in_a_table_are_found_as_in_the_form() -> None:
    row = prepared({"任职要求": "限男性，35岁以下"})
    assert row.job is not None
    assert not row.ready
    assert {"限男性", "35岁以下"} <= {getattr(one, "word", "") for one in row.findings if one.field == "requirements"}
