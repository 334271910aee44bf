"""岗位信息表: its columns, the names other firms' tables give them, and a blank one to download: pure."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from content.admin.fields import Field, Kind
from content.admin.record_forms import EMPLOYER_KEY, job_groups

CREDIT_CODE = "credit_code"
_ROWS_WITH_CHOICES = 5001

# what tables that firms send call the same thing, beside the form's own word
_ALSO = {
    EMPLOYER_KEY: "单位名称 企业名称 公司名称 用人单位 招聘单位 招聘企业 企业 单位 公司 雇主",
    CREDIT_CODE: "信用代码 社会信用代码 营业执照号",
    "title": "岗位 职位 招聘岗位 招聘职位 职位名称 工作岗位",
    "trade_code": "工种 职业 职业工种 工种名称",
    "duties": "岗位职责 工作职责 职责 岗位描述 工作描述 干什么",
    "requirements": "岗位要求 任职要求 要求 任职条件 条件",
    "skills": "技能 技能等级",
    "certificates": "证书 资格证书 持证要求",
    "headcount": "人数 需求人数 用工人数 招工人数 数量 需求数",
    "form": "用工类型 用工性质 工作性质",
    "pay_min_fen": "薪资 工资 待遇 薪资待遇 工资待遇 薪酬 薪资元 报酬 最低薪资 最低工资 月薪 日薪",
    "pay_max_fen": "最高 最高薪资 最高工资",
    "pay_unit": "计薪方式 计酬单位 工资单位 计薪单位",
    "settlement": "结算方式 结薪方式 发薪方式 结算",
    "pay_note": "薪资备注 工资说明 福利待遇 福利",
    "township_code": "乡镇 所在乡镇 区域 工作区域 镇",
    "address": "工作地点 地点 地址 上班地点 工作地",
    "gathering": "集合地点 接人时间 集合",
    "starts_on": "开工日期 上工日期 上岗时间 开始时间 开工时间",
    "ends_on": "完工日期 结束时间",
    "hours": "工作时间 上班时间 上下班时间",
    "daily_hours_tenths": "工作时长 每日工时 日工时 每天几小时 工时",
    "meals": "包吃 伙食 餐饮 吃 就餐",
    "lodging": "包住 住",
    "transport": "班车 交通",
    "insurance": "保险 社保 保险情况",
    "risks": "风险 危险因素",
    "protection": "防护 劳保",
    "contact_name": "联系人姓名 负责人 找谁",
    "contact_phone": "电话 手机 手机号 联系方式 手机号码",
    "valid_until": "有效期 有效期至 截止日期 招聘截止 截止时间",
    "verified_how": "核实方式",
    "source": "来源 信息来源",
    "source_name": "来源单位",
    "source_url": "网址 链接 来源链接",
}
_SAMPLE = {
    EMPLOYER_KEY: "（样例，导入前删掉这一行）先在“企业”里登记的单位名称", "title": "仓库搬运", "trade_code": "装卸搬运",
    "duties": "卸货、码垛", "requirements": "能搬 25 公斤", "skills": "不限", "headcount": "3", "form": "临时",
    "pay_min_fen": "220", "pay_unit": "元/天", "settlement": "日结", "township_code": "尧渡镇",
    "address": "建设路 1 号",
    "hours": "08:00—17:00", "daily_hours_tenths": "8", "meals": "包中饭", "lodging": "无", "transport": "无",
    "insurance": "意外险", "risks": "搬重物", "protection": "发手套", "contact_name": "王工",
    "contact_phone": "（手机号）", "valid_until": "2026-12-31", "verified_how": "电话核实", "source": "企业自报",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: the form's field and every heading it is known by."""

    field: Field
    headings: frozenset[str]


def _plain(heading: str) -> str:
    # what stands in brackets is a unit or a hint: 薪资（元/天）, 联系电话(必填)
    text = re.sub(r"[（(\[【].*?[）)\]】]", "", unicodedata.normalize("NFKC", heading))
    return re.sub(r"[\s*:：、，,./\\_\-]+", "", text).lower()


@cache
def columns() -> tuple[Column, ...]:
    """Return the columns of the 岗位信息表 in the order of the blank one; a firm's code stands beside its name."""
    found = []
    for spec in (spec for group in job_groups() for spec in group.fields):
        names = (spec.label, *_ALSO.get(spec.name, "").split())
        found.append(Column(field=spec, headings=frozenset(map(_plain, names))))
    code = Field(name=CREDIT_CODE, label="统一社会信用代码", hint="有同名单位时才要填")
    found.append(Column(field=code, headings=frozenset(map(_plain, (code.label, *_ALSO[CREDIT_CODE].split())))))
    employer = next(column for column in found if column.field.name == EMPLOYER_KEY)
    return (employer, *(column for column in found if column is not employer))


def match_columns(headings: list[str]) -> list[str]:
    """Return for each heading the field it stands for, "" for none; exact names come first."""
    plain = [_plain(heading) for heading in headings]
    chosen = [""] * len(headings)
    for fits in (_same, _within):
        for place, heading in enumerate(plain):
            if heading and not chosen[place]:
                chosen[place] = next((column.field.name for column in columns()
                                      if column.field.name not in chosen and fits(heading, column)), "")  # fmt: skip
    return chosen


def _same(heading: str, column: Column) -> bool:
    return heading in column.headings


def _within(heading: str, column: Column) -> bool:
    return any(len(known) >= 3 and known in heading for known in column.headings)


def label_of(name: str) -> str:
    """Return what a column is called in the blank table."""
    return next((column.field.label for column in columns() if column.field.name == name), name)


def _listed(spec: Field) -> Mapping[str, str]:
    return spec.choices() if spec.kind is Kind.CHOICE and spec.name != EMPLOYER_KEY else {}


def blank_table() -> bytes:
    """Return the 岗位信息表 as xlsx: headings with hints, lists to choose from, one sample row to delete."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise TypeError("a new workbook has a sheet")
    sheet.title = "岗位信息表"
    lists = book.create_sheet("选项")
    lists.sheet_state = "hidden"
    for place, column in enumerate(columns(), 1):
        _heading(sheet.cell(1, place), column.field)
        sheet.cell(2, place, _SAMPLE.get(column.field.name, "")).number_format = "@"
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(12, 2 * len(column.field.label) + 4)
        labels = list(dict.fromkeys(_listed(column.field).values()))
        if labels:
            for row, label in enumerate(labels, 1):
                lists.cell(row, place, label)
            rule = DataValidation("list", formula1=f"选项!${letter}$1:${letter}${len(labels)}", allow_blank=True,
                                  showErrorMessage=False)  # fmt: skip
            rule.add(f"{letter}2:{letter}{_ROWS_WITH_CHOICES}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _heading(cell: object, spec: Field) -> None:
    from openpyxl.cell import Cell

    if not isinstance(cell, Cell):
        raise TypeError("a heading is a cell of its own")
    cell.value = spec.label + ("*" if spec.needed else "")
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="DCEFE9")
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    if spec.hint:
        cell.comment = Comment(spec.hint, "零工市场")
