"""信息安全培训, 安全事件 and the pledge at the desk: their forms, their entries, their papers (R188, R189)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, cast

from content.admin.entry_use_cases import correction_facts, entry_facts
from content.admin.fields import Field, Group, Kind
from content.admin.login import AUDITING, RUNNING
from content.admin.parts import Card
from content.clock import calendar_day, local
from content.model.people import Staff
from content.model.security import IncidentGrade, IncidentKind, SecurityIncident, SecurityTraining
from content.rules.security_records import duty_to_report
from content.store.database import Tables

KEEPING = RUNNING
SEEING_INCIDENTS = AUDITING
CLAUSE = "附件1 六（二）2：定期开展信息安全培训，签订严格的数据安全责任书，对违反规定的行为进行严肃处理"
_TRAINING = (
    Field(name="day", label="哪一天", kind=Kind.DAY, needed=True),
    Field(name="topic", label="讲什么", needed=True, width=6, hint="例如：身份证号码和电话怎样保管"),
    Field(name="minutes", label="多少分钟", kind=Kind.WHOLE, needed=True),
    Field(name="trainer", label="谁讲的", needed=True, width=6),
    Field(name="attended", label="到场的人，一行一个姓名（外包公司的人也写）", kind=Kind.LINES, width=6, needed=True),
    Field(name="words", label="讲了什么、问了什么、考得怎样", kind=Kind.AREA, width=12),
)
_INCIDENT = (
    Field(name="incident", label="什么事", kind=Kind.CHOICE, code=IncidentKind, needed=True),
    Field(name="grade", label="多严重（由负责人定）", kind=Kind.CHOICE, code=IncidentGrade, needed=True),
    Field(name="began_at", label="从什么时候开始", kind=Kind.INSTANT, needed=True),
    Field(name="found_at", label="什么时候发现的", kind=Kind.INSTANT, needed=True),
    Field(name="persons", label="可能涉及多少人（不知道填 0）", kind=Kind.WHOLE, width=3),
    Field(name="reported_to", label="报给了谁（还没报就空着）", width=6),
    Field(name="reported_at", label="什么时候报的", kind=Kind.INSTANT, optional=True),
    Field(name="what", label="发生了什么，怎么发现的（加密存着）", kind=Kind.AREA, width=12, needed=True),
    Field(name="measures", label="已经做了什么，由谁在哪天以前做完什么（加密存着）", kind=Kind.AREA, width=12),
    Field(name="closed", label="办结了", kind=Kind.FLAG, width=12),
)


@cache
def training_groups() -> tuple[Group, ...]:
    """Return the form of one training."""
    return (Group(title="记一次培训", fields=_TRAINING),)


@cache
def incident_groups() -> tuple[Group, ...]:
    """Return the form of a new incident."""
    return (Group(title="记一件安全事件", fields=_INCIDENT),)


@cache
def incident_correction() -> tuple[Group, ...]:
    """Return the form by which an incident goes on: what was written before stays, and why it is written anew."""
    why = Field(name="reason", label="这次补了什么", width=12, needed=True, hint="例如：查清涉及 12 人；已报县局；办结")
    return (Group(title="进展（原来写的会留着）", fields=(*_INCIDENT, why)),)


def made_training(values: Mapping[str, Any], staff: Staff, now: datetime) -> SecurityTraining:
    """Return the entry of a new training."""
    return SecurityTraining(**entry_facts(staff, now), **values)


def made_incident(values: Mapping[str, Any], staff: Staff, now: datetime) -> SecurityIncident:
    """Return the entry of a new incident; its day is the one it was found on."""
    return SecurityIncident(**entry_facts(staff, now), day=calendar_day(values["found_at"]), **values)


def followed_incident(before: SecurityIncident, values: Mapping[str, Any], staff: Staff,
                      now: datetime) -> SecurityIncident:  # fmt: skip
    """Return the entry that stands for an earlier one."""
    changed = replace(cast(Any, before), **correction_facts(before, staff, now), **values,
                      day=calendar_day(values["found_at"]))  # fmt: skip
    return cast(SecurityIncident, changed)


def incident_card(tables: Tables, now: datetime) -> Card:
    """Return how many incidents are not dealt with, and what has to be reported first."""
    still = tables.security_incidents.open_ones()
    told = next((sentence for one in still if (sentence := duty_to_report(one, now))), "")
    return Card(label="安全事件没有办结", figure=len(still), path="/incidents", pressing=bool(still),
                sentence=told, roles=RUNNING)  # fmt: skip


def training_paper(training: SecurityTraining, market: str, printed_at: datetime) -> dict[str, Any]:
    """Return what the template of 培训记录 is filled with: the record, and who came with room for signatures."""
    return {"title": "信息安全培训记录", "market": market, "clause": CLAUSE, "training": training,
            "printed": f"{local(printed_at):%Y-%m-%d %H:%M}", "footer": f"{market} · 信息安全培训记录"}  # fmt: skip


def pledge_paper(name: str, roles: str, market: str, printed_at: datetime) -> dict[str, Any]:
    """Return what the template of 数据安全责任书 is filled with."""
    return {"title": "数据安全责任书", "market": market, "clause": CLAUSE, "name": name, "roles": roles,
            "printed": f"{local(printed_at):%Y-%m-%d %H:%M}", "footer": f"{market} · 数据安全责任书"}  # fmt: skip
