"""What a record lacks before it may be published: the fields of domain B3 and the STRUCT line of B1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from content.clock import calendar_day
from content.model.codes import EmployerKind, JobSource
from content.model.findings import Finding, Severity, lacking
from content.model.jobs import Employer, JobPost
from content.model.notices import Course, PolicyNotice
from content.model.places import TOWNSHIPS
from content.model.trades import trades
from content.rules.credit_codes import is_credit_code

MOST_PEOPLE = 999  # STRUCT: more in one job is a slip of the finger
_DAY_TENTHS = 240
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(0\d{2,3}-?)?[2-9]\d{6,7}(-\d{1,6})?")
_SERVICE = re.compile(r"(400-?\d{3}-?\d{4}|1\d{2}|12\d{3})")

# field, what it is called, what helps who has nothing to write there
_JOB_TEXTS = (
    ("title", "岗位名称", ""),
    ("duties", "工作内容", ""),
    ("requirements", "招聘条件", "没有要求就写“不限”"),
    ("skills", "技能要求", "没有要求就写“不限”"),
    ("address", "工作地点", ""),
    ("hours", "工作时段", "例如 08:00—17:00"),
    ("insurance", "保险", "工伤保险或意外险，没有就写“无”"),
    ("contact_name", "联系人", ""),
)
# 工作条件 is one required item of five parts: all blank blocks, some blank asks
_CONDITIONS = (
    ("meals", "吃饭", "不管饭就写“无”"),
    ("lodging", "住宿", "不管住就写“无”"),
    ("transport", "交通", "不接送就写“无”"),
    ("risks", "风险", "没有特别风险就写“无”"),
    ("protection", "防护", "不发用品就写“无”"),
)
_EMPLOYER_TEXTS = (
    ("name", "单位名称", ""),
    ("introduction", "单位简介", ""),
    ("address", "地址", ""),
    ("contact_name", "联系人", ""),
)
_POLICY_TEXTS = (
    ("title", "标题", ""),
    ("document_number", "文号", "没有文号就写“无”"),
    ("issuer", "发文单位", ""),
    ("source_name", "来源", "从哪个网站或文件抄来"),
    ("summary", "大白话", "一两句话说清给谁、给什么"),
    ("who", "谁能办", ""),
    ("body", "正文", ""),
    ("where", "到哪里办", ""),
)
_COURSE_TEXTS = (
    ("name", "课程名称", ""),
    ("outline", "内容大纲", ""),
    ("schedule", "时间安排", ""),
    ("provider", "机构简介", ""),
    ("sign_up", "报名方式", ""),
)


def _empty(record: object, texts: Iterable[tuple[str, str, str]]) -> Iterator[Finding]:
    for field, word, hint in texts:
        if not str(getattr(record, field)).strip():
            yield lacking(field, f"请填写{word}" + (f"，{hint}。" if hint else "。"))


def _conditions(job: JobPost) -> Iterator[Finding]:
    missing = tuple(_empty(job, _CONDITIONS))
    severity = Severity.BLOCK if len(missing) == len(_CONDITIONS) else Severity.WARN
    for finding in missing:
        yield replace(finding, severity=severity)


def is_phone(text: str) -> bool:
    """Say whether a text is a phone number as people write it here: mobile, landline, 400 or a service number."""
    number = re.sub(r"\s", "", text)
    return any(form.fullmatch(number) for form in (_MOBILE, _LANDLINE, _SERVICE))


def _place(township_code: str) -> Iterator[Finding]:
    if township_code not in TOWNSHIPS:
        yield lacking("township_code", "请选择工作所在的乡镇。")


def _verified(record: JobPost | Employer, what: str) -> Iterator[Finding]:
    if record.verified_by is None or record.verified_at is None or record.verified_how is None:
        yield lacking("verified_at", f"请先核实{what}，记下核实人、时间和方式。")


def check_job(job: JobPost, employer: Employer | None, now: datetime | None = None) -> tuple[Finding, ...]:
    """Return what stops a job from being published, in the order of the form; empty when nothing does.

    `now` decides whether its time is over; without it, the time of the job's last save does.
    """
    return (
        *_empty(job, _JOB_TEXTS),
        *_conditions(job),
        *_job_codes(job),
        *_job_time(job, now or job.updated_at),
        *_job_pay(job),
        *_job_origin(job),
        *_job_employer(employer, now or job.updated_at),
    )


def _job_codes(job: JobPost) -> Iterator[Finding]:
    trade = trades().get(job.trade_code)
    if trade is None:
        yield lacking("trade_code", "请选择工种。")
    if not 1 <= job.headcount <= MOST_PEOPLE:
        yield lacking("headcount", f"招聘人数应在 1 到 {MOST_PEOPLE} 之间。")
    yield from _place(job.township_code)
    if trade is not None and trade.certificate and not job.certificates.strip():
        yield lacking("certificates", f"{trade.name}要持证上岗，请写明要什么证。")
    if job.minors_allowed and (job.hazards or (trade is not None and not trade.minors)):
        yield lacking("minors_allowed", "这种活16—17周岁不能干（未成年工特殊保护规定），请改为不招未成年工。")


def _job_time(job: JobPost, now: datetime) -> Iterator[Finding]:
    if not 0 < job.daily_hours_tenths <= _DAY_TENTHS:
        yield lacking("daily_hours_tenths", "每日工时应大于 0、不超过 24 小时。")
    if job.starts_on is not None and job.ends_on is not None and job.ends_on < job.starts_on:
        yield lacking("ends_on", "结束日期在开始日期之前，请改正。")
    if job.valid_until <= now:
        yield lacking("valid_until", "有效期限已过，请改到今天以后。")


def _job_pay(job: JobPost) -> Iterator[Finding]:
    if job.pay_min_fen <= 0:
        yield lacking("pay_min_fen", "请填写报酬数额，不能写面议（人力资源市场暂行条例第二十四条）。")
    elif job.pay_max_fen < job.pay_min_fen:
        yield lacking("pay_max_fen", "最高报酬小于最低报酬，请改正；只有一个数就填成一样。")


def _job_origin(job: JobPost) -> Iterator[Finding]:
    if not is_phone(job.contact_phone):
        yield lacking("contact_phone", "请填写能打通的联系电话：11 位手机号，或带区号的座机。")
    if job.source in (JobSource.AGENCY, JobSource.PLATFORM) and not job.source_name.strip():
        yield lacking("source_name", "转发的岗位要写明来自哪个中介或平台。")
    yield from _verified(job, "这个岗位")


def _job_employer(employer: Employer | None, now: datetime) -> Iterator[Finding]:
    if employer is None:
        yield lacking("employer_id", "请选择用工单位；没有就先到“企业”里登记。")
    elif employer.suspended:
        yield lacking("employer_id", f"“{employer.name}”已暂停招聘（{employer.suspended}），请负责人处理好再恢复。")
    elif findings := check_employer(employer, now):
        yield lacking("employer_id", f"“{employer.name}”的资料还缺 {len(findings)} 处，请先到“企业”里补齐、核实。")


def check_employer(employer: Employer, now: datetime | None = None) -> tuple[Finding, ...]:
    """Return what stops an employer's jobs from being published (R104, 条例 §26); `now` as for `check_job`."""
    at = now or employer.updated_at
    return (*_empty(employer, _EMPLOYER_TEXTS), *_employer_facts(employer), *_licence(employer, at),
            *_verified(employer, "这家单位"))  # fmt: skip


def _licence(employer: Employer, now: datetime | None) -> Iterator[Finding]:
    if employer.licence_until is not None and now is not None and employer.licence_until < calendar_day(now):
        yield lacking("licence_until", "营业执照已经过期，请查验新的执照，改好到期日期。")


def _employer_facts(employer: Employer) -> Iterator[Finding]:
    household = employer.kind is EmployerKind.HOUSEHOLD
    if not (household and not employer.credit_code) and not is_credit_code(employer.credit_code):
        yield lacking("credit_code", "统一社会信用代码应为 18 位，请对照营业执照再输一次。")
    yield from _place(employer.township_code)
    if not is_phone(employer.contact_phone):
        yield lacking("contact_phone", "请填写能打通的联系电话：11 位手机号，或带区号的座机。")
    if not household and not employer.licence_seen:
        yield lacking("licence_seen", "请查验营业执照后勾选。")
    if not employer.agent_id_seen:
        yield lacking("agent_id_seen", "请查验经办人身份证件后勾选。")
    if not household and not employer.authorisation_seen:
        yield lacking("authorisation_seen", "请查验单位委托证明后勾选。")


def check_policy(policy: PolicyNotice, now: datetime | None = None) -> tuple[Finding, ...]:
    """Return what stops a policy from being published (R143–R145); `now` as for `check_job`."""
    return (*_empty(policy, _POLICY_TEXTS), *_policy_facts(policy, now or policy.updated_at))


def _policy_facts(policy: PolicyNotice, now: datetime) -> Iterator[Finding]:
    if not any(material.strip() for material in policy.materials):
        yield lacking("materials", "请写明要带什么材料，不用带就写“不用材料”。")
    if policy.source_url and not policy.source_url.startswith(("http://", "https://")):
        yield lacking("source_url", "网址要以 http:// 或 https:// 开头，没有就空着。")
    if policy.expires_on is not None:
        if policy.expires_on < policy.effective_on:
            yield lacking("expires_on", "失效日期在生效日期之前，请改正。")
        elif policy.expires_on < calendar_day(now):
            yield lacking("expires_on", "这条政策已经失效，请核对失效日期或撤下。")


def check_course(course: Course, now: datetime | None = None) -> tuple[Finding, ...]:
    """Return what stops a course from being published: the six fields of R163 and its dates."""
    return (*_empty(course, _COURSE_TEXTS), *_course_dates(course, now or course.updated_at))


def _course_dates(course: Course, now: datetime) -> Iterator[Finding]:
    if course.ends_at < course.starts_at:
        yield lacking("ends_at", "结束时间在开始时间之前，请改正。")
    elif course.ends_at <= now:
        yield lacking("ends_at", "课程已经结束，请改到今天以后。")
