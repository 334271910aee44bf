"""工作日志: which deeds are told by which figure, who owes a log, and what a log must not hold; pure (R184, R185)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from content.model.findings import Finding
from content.model.worklog import LogFigure, WorkLog

LONGEST = 2000
_PERSONAL = re.compile(r"\d{7}")

# (what was done, to what) to the line of the log, in the order of the regulation: received, recommended, events, solved
_LABELS: dict[tuple[str, str], str] = {
    ("served", "ticket"): "窗口接待（叫号办结）", ("saved", "registration"): "求职登记录入、更正",
    ("saved", "hiring"): "用工登记录入", ("saved", "line_review"): "台账每日审核",
    ("saved", "consultation"): "咨询登记、更正",
    ("saved", "guidance"): "职业指导", ("saved", "service_plan"): "服务方案",
    ("saved", "referral"): "推荐岗位（登记、确认、记结果）", ("saved", "placement"): "就业登记",
    ("looked", "application"): "联系报名的人", ("stage", "application"): "报名推荐有结果",
    ("saved", "aid_file"): "帮扶档案和帮扶记录", ("review-closed", "ledger_sweep"): "台账梳理",
    ("edited", "job"): "岗位录入、修改", ("edited", "employer"): "企业录入、修改", ("edited", "visit"): "走访企业",
    ("saved", "source_watch"): "信息源登记", ("imported", "job"): "批量导入岗位",
    ("edited", "fair"): "招聘会准备、记录", ("edited", "course"): "培训课程",
    ("saved", "course_session"): "培训班签到", ("saved", "trainee_result"): "学员考核、回访",
    ("saved", "course_review"): "培训记录和评估", ("edited", "policy"): "政策公告",
    ("edited", "article"): "维权知识", ("edited", "notice"): "通知公示", ("edited", "media"): "素材",
    ("edited", "wage_guide"): "工价参考", ("published", "channel"): "对外发布",
    ("saved", "case"): "维权、申诉、需求访谈", ("answered", "case"): "办事登记答复",
    ("answered", "consultation"): "咨询答复", ("saved", "consult_action"): "咨询分析",
    ("saved", "employer_answer"): "企业满意度", ("saved", "seeker_answer"): "求职者满意度",
    ("stage", "complaint"): "举报核查", ("answered", "complaint"): "举报办结", ("answered", "hiring"): "用工登记答复",
    ("reviewed", "job"): "审核岗位", ("reviewed", "policy"): "审核政策", ("published", "edition"): "发布",
    ("review-closed", "friday"): "周五审核", ("merged", "job"): "合并重复岗位", ("merged", "seeker"): "合并求职档案",
    ("saved", "tool_loan"): "工位工具借还", ("saved", "security_training"): "信息安全培训",
}  # fmt: skip


def figures_of(counts: Mapping[tuple[str, str], int]) -> tuple[LogFigure, ...]:
    """Return the lines of a log; what is no business of the hall, such as logging in, is in none."""
    return tuple(LogFigure(label=label, count=counts[key]) for key, label in _LABELS.items() if counts.get(key))


def is_business(what: str, subject: str) -> bool:
    """Say whether a deed is told by a log."""
    return (what, subject) in _LABELS


def check_words(words: str, field: str = "words", needed: bool = False) -> Finding | None:
    """Say what is wrong with what somebody wrote into a log or its check."""
    if len(words) > LONGEST:
        return Finding(field=field, sentence=f"最多 {LONGEST} 个字，现在有 {len(words)} 个，请缩短。")
    if _PERSONAL.search(words):
        return Finding(field=field, sentence="日志里不要写电话和证件号码，请删掉再交；写岗位编号或回执号的后几位就行。")
    if needed and not words.strip():
        return Finding(field=field, sentence="请写几句；没有问题也写明“没有发现问题”。")
    return None


def owed(days: Iterable[date], at_work: Iterable[tuple[date, str]], logs: Iterable[WorkLog],
         today: date) -> tuple[tuple[date, str], ...]:  # fmt: skip
    """Return the days, with who worked then, for which no log was submitted; today is not owed yet."""
    handed_in = {(one.day, one.staff_id) for one in logs}
    wanted = set(days)
    return tuple(sorted({(day, staff) for day, staff in at_work
                         if day in wanted and day < today and (day, staff) not in handed_in}))  # fmt: skip
