"""求职台账 and 用工台账 as they leave the desk, in the columns of the paper ledgers; masked unless asked whole."""

from __future__ import annotations

from collections.abc import Iterator

from content.admin.sheets_out import Facts, Line, Sheet
from content.admin.wording import day_words, last_day_words, pay_words
from content.clock import local
from content.model.ledgers import JobLine, SeekerLine
from content.model.places import TOWNSHIPS
from content.model.trades import trades
from content.rules.people_figures import SEXES
from content.store.database import Tables
from content.store.records import Page

Numbered = tuple[int, SeekerLine]
NumberedJob = tuple[int, JobLine]


def trade_names(codes: tuple[str, ...]) -> str:
    """Return trades in words."""
    known = trades()
    return "、".join(known[code].name if code in known else code for code in codes)


def _seekers(tables: Tables, page: Page, whole: bool) -> Iterator[Numbered]:
    return enumerate(tables.seeker_ledger.every(page, whole), 1)


def _jobs(tables: Tables, page: Page, whole: bool) -> Iterator[NumberedJob]:
    return enumerate(tables.job_ledger.every(page), 1)


def _seeker_line(numbered: Numbered, facts: Facts) -> Line:
    place, line = numbered
    day = local(line.occurred_at)
    return (
        str(place), f"{day:%Y-%m-%d}", line.name, SEXES.get(line.sex, ""),
        str(day.year - line.birth_year) if line.birth_year else "", line.id_number, line.phone,
        TOWNSHIPS.get(line.township_code, ""), line.education.label if line.education else "",
        "、".join(one.label for one in line.skills), "、".join(one.label for one in line.certificates),
        "、".join(one.label for one in line.seeker_groups), trade_names(line.trades) or "意向不明确",
        "、".join(one.label for one in line.pay_wishes), line.start_wish.label,
        "、".join(TOWNSHIPS.get(code, code) for code in line.township_codes), line.channel.label,
        "补录" if line.late else "", line.handled_by, line.number, line.reason,
    )  # fmt: skip


SEEKERS = Sheet(
    title="求职登记台账", table=lambda tables: tables.seeker_ledger, rows=_seekers, line=_seeker_line, contacts=True,
    heading=("序号", "登记日期", "姓名", "性别", "年龄", "身份证号码", "联系电话", "现住乡镇", "文化程度", "技能特长",
             "证书", "重点群体", "求职意向（工种）", "结算方式", "可上工时间", "意向乡镇", "登记渠道", "补录", "经办人",
             "回执号", "更正原因"),
)  # fmt: skip


def _job_line(numbered: NumberedJob, facts: Facts) -> Line:
    place, line = numbered
    job = line.job
    return (
        str(place), day_words(job.created_at), facts.firms.get(job.employer_id, ""), facts.name(job.contact_name),
        facts.phone(job.contact_phone), job.title, trade_names((job.trade_code,) if job.trade_code else ()),
        str(job.headcount), job.requirements, job.skills, TOWNSHIPS.get(job.township_code, ""), job.address, job.hours,
        job.starts_on.isoformat() if job.starts_on else "", pay_words(job), job.settlement.label, job.source.label,
        line.channel.label if line.channel else "工作人员录入", "补录" if line.late else "",
        last_day_words(job.valid_until), job.stage.label, str(job.number), line.receipt,
    )  # fmt: skip


JOBS = Sheet(
    title="用工登记台账", table=lambda tables: tables.job_ledger, rows=_jobs, line=_job_line, contacts=True,
    firms_of=lambda numbered: numbered[1].job.employer_id,
    heading=("序号", "登记日期", "用工单位", "联系人", "联系电话", "岗位名称", "工种", "需求人数", "招聘条件",
             "技能要求", "乡镇", "工作地点", "工作时段", "开工日期", "薪资待遇", "结算方式", "信息来源", "登记渠道",
             "补录", "有效期至", "状态", "岗位编号", "回执号"),
)  # fmt: skip
