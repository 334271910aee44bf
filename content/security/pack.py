"""事件包: what a security incident touched, in one zip for those it is reported to, without anybody's personal data.

The free words of the incident stay at home, since they may name people; times, counts, tables, deeds and versions go.
"""

from __future__ import annotations

import io
import platform
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from content.backup.records import Attempt, BackupState, Drill
from content.clock import local
from content.feeds.sheet_stream import write_csv
from content.model.audit import Action, AuditEntry
from content.model.security import SecurityIncident
from content.rules.security import REPORT_WITHIN, report_due
from content.store.checkup import sqlite_version
from content.store.incident_facts import PersonCounts
from content.store.sealed_columns import SealedCount

BEFORE = timedelta(days=1)  # the day before an incident seems to begin is looked at too
# what an audit entry should never hold is blotted out all the same before it leaves
_NUMBERS = re.compile(r"\d[\d*Xx]{6,}")
_DEADLINES = (
    ("较大、重大、特别重大的网络安全事件", "发现后 4 小时内", "省级网信部门，同时报主管的人社局和公安机关"),
    ("涉嫌犯罪的", "立即", "公安机关，保护好现场和日志"),
    ("发生或者可能发生个人信息泄露、篡改、丢失", "立即", "履行个人信息保护职责的部门和本人（个保法第五十七条）"),
    ("一般事件", "当天（市场自己定的）", "市场负责人，再由负责人报县人社局"),
)
# as somebody reads them who has never seen the database
TABLE_WORDS = {
    "seeker": "求职者", "employer": "用工单位", "visit": "走访", "application": "报名", "complaint": "举报",
    "hiring": "用工登记", "hall_case": "办事登记", "correction": "本人更正", "consultation": "咨询",
    "consult_step": "咨询步骤", "dispute_event": "维权步骤", "security_incident": "安全事件", "referral": "推荐",
    "placement": "就业", "guidance": "职业指导", "service_plan": "服务方案", "aid_file": "帮扶档案",
    "aid_event": "帮扶记录", "draft": "没存的表",
}  # fmt: skip
COLUMN_WORDS = {
    "name": "姓名", "id_number": "身份证号码", "phone": "电话", "contact_name": "联系人", "contact_phone": "联系电话",
    "text": "内容", "body": "内容", "question": "问题", "words": "经过", "goal": "目标", "steps": "步骤",
    "plan": "计划", "what": "经过", "measures": "措施", "typed": "填写的内容",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """Everything a pack is made of."""

    incident: SecurityIncident
    start: datetime
    end: datetime
    persons: PersonCounts
    columns: tuple[SealedCount, ...]
    deeds: tuple[AuditEntry, ...]
    backups: BackupState
    audit_seq: int
    audit_head: str
    audit_whole: bool
    program: str
    installed: tuple[str, ...]
    terminals: tuple[tuple[str, str], ...]  # name and version
    market: str
    made_at: datetime
    made_by: str  # login


def span_of(incident: SecurityIncident, now: datetime) -> tuple[datetime, datetime]:
    """Return the span that is looked at: from a day before it seems to have begun until now."""
    return incident.began_at - BEFORE, now


def _named(one: SealedCount) -> tuple[str, str]:
    """Return what people call a table and its column; the bare names where nobody has said."""
    return TABLE_WORDS.get(one.table, one.table), COLUMN_WORDS.get(one.column, one.column)


def _time(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M:%S}"


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    write_csv(out, heading, rows)
    return out.getvalue()


def deed_rows(deeds: Iterable[AuditEntry]) -> tuple[tuple[str, ...], ...]:
    """Return the deeds as rows, every longer number in their words blotted out."""
    return tuple((str(one.seq), _time(one.at), one.login or "—", one.action.label, one.subject, one.subject_id,
                  _NUMBERS.sub("***", one.words)) for one in deeds)  # fmt: skip


def _within(one: Attempt | Drill, facts: PackFacts) -> bool:
    return facts.start <= one.at < facts.end


def backup_rows(facts: PackFacts) -> tuple[tuple[str, ...], ...]:
    """Return the copies and drills of the span, and the last good copy from before it, which is what to restore."""
    before = next((one for one in facts.backups.attempts if one.ok and one.at < facts.incident.began_at), None)
    first = (("事前最后一份好的备份", _time(before.at), before.target, "成功"),) if before else (
        ("事前最后一份好的备份", "没有", "", ""),)  # fmt: skip
    tries = (("备份", _time(one.at), one.target, "成功" if one.ok else "没有成功")
             for one in facts.backups.attempts if _within(one, facts))  # fmt: skip
    drills = (("恢复演练", _time(one.at), one.target, "通过" if one.ok else "没有通过")
              for one in facts.backups.drills if _within(one, facts))  # fmt: skip
    return (*first, *tries, *drills)


def _count(deeds: Iterable[AuditEntry], action: Action) -> int:
    return sum(one.action is action for one in deeds)


def paper_values(facts: PackFacts) -> dict[str, Any]:
    """Return what the template of the pack's first page is filled with."""
    incident = facts.incident
    due = report_due(incident.grade, incident.found_at)
    return {
        "title": "网络和数据安全事件情况表", "market": facts.market, "kind": incident.incident.label,
        "grade": incident.grade.label, "began": _time(incident.began_at), "found": _time(incident.found_at),
        "persons": f"{incident.persons} 人" if incident.persons else "还在查",
        "counts": facts.persons, "hours": int(REPORT_WITHIN.total_seconds() // 3600),
        "due": _time(due) if due else "", "reported": _time(incident.reported_at) if incident.reported_at else "",
        "reported_to": incident.reported_to, "start": _time(facts.start), "end": _time(facts.end),
        "deeds": tuple((action.label, _count(facts.deeds, action)) for action in (
            Action.LOGIN, Action.LOGIN_FAILED, Action.LOOKED, Action.SOUGHT, Action.EXPORTED)),
        "columns": tuple((*_named(one), one.values, f"{one.strange} 个不是密文" if one.strange else "密文")
                         for one in facts.columns if one.values),
        "backups": backup_rows(facts)[:12], "program": facts.program, "audit": facts.audit_seq,
        "head": facts.audit_head, "whole": facts.audit_whole, "deadlines": _DEADLINES, "made": _time(facts.made_at),
        "made_by": facts.made_by, "footer": f"{facts.market} · 安全事件情况表",
    }  # fmt: skip


def _versions(facts: PackFacts) -> str:
    lines = [f"零工站 {facts.program}", f"SQLite {sqlite_version()}", f"Python {platform.python_version()}",
             f"系统 {platform.platform()}",
             *(f"终端 {name} {version or '没有说'}" for name, version in facts.terminals),
             "", *facts.installed]  # fmt: skip
    return "\n".join(lines) + "\n"


def make_pack(facts: PackFacts, draw: Callable[[dict[str, Any]], bytes]) -> bytes:
    """Return the zip; `draw` makes the first page's PDF of its values."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("1-事件情况表.pdf", draw(paper_values(facts)))
        archive.writestr("2-操作记录.csv", _table(("序号", "时间", "登录名", "做了什么", "对象", "对象编号", "说明"),
                                              deed_rows(facts.deeds)))  # fmt: skip
        archive.writestr("3-数据项.csv", _table(
            ("表", "列", "表名", "列名", "有值的", "不是密文的", "抽查打得开的", "抽查"),
            ((*_named(one), one.table, one.column, *map(str, (one.values, one.strange, one.opened, one.tried)))
             for one in facts.columns)))  # fmt: skip
        archive.writestr("4-备份.csv", _table(("什么", "时间", "位置", "结果"), backup_rows(facts)))
        archive.writestr("5-版本.txt", _versions(facts))
    return out.getvalue()
