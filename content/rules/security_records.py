"""What a training and an incident must say before they are kept, and who is due for a training (R188, R189); pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from content.model.findings import Finding
from content.model.security import IncidentGrade, SecurityIncident, SecurityTraining
from content.rules.reply_words import check_reply
from content.rules.security import report_due

TRAINED_FOR = timedelta(days=183)  # own: R188 says 定期 and no number; half a year is the market's own
LONGEST_MINUTES = 24 * 60


def check_training(training: SecurityTraining, today: date) -> tuple[Finding, ...]:
    """Return what is missing."""
    found = [*check_reply("words", training.words)]
    if training.day > today:
        found.append(Finding(field="day", sentence="培训还没有办，办完再来记。"))
    if not training.attended:
        found.append(Finding(field="attended", sentence="请写到场的人，一行一个姓名，照签到表。"))
    if not 0 < training.minutes <= LONGEST_MINUTES:
        found.append(Finding(field="minutes", sentence="请写培训了多少分钟，例如 60。"))
    return tuple(found)


def untrained(names: Iterable[str], trainings: Iterable[SecurityTraining], today: date) -> tuple[str, ...]:
    """Return who of these came to no training in the last half year."""
    came = {name for one in trainings if today - one.day <= TRAINED_FOR for name in one.attended}
    return tuple(name for name in names if name not in came)


def check_incident(incident: SecurityIncident, now: datetime) -> tuple[Finding, ...]:
    """Return what is missing or out of order."""
    found = []
    if incident.found_at > now:
        found.append(Finding(field="found_at", sentence="发现的时间还没有到，请核对日期和时间。"))
    if incident.began_at > incident.found_at:
        found.append(Finding(field="began_at", sentence="开始的时间不能比发现的时间晚，请核对。"))
    if not incident.what.strip():
        found.append(Finding(field="what", sentence="请写一两句：发生了什么，怎么发现的。"))
    if bool(incident.reported_to.strip()) != (incident.reported_at is not None):
        found.append(Finding(field="reported_to", sentence="报给了谁、什么时候报的，请两样都填，或都空着。"))
    if incident.reported_at is not None and incident.reported_at < incident.found_at:
        found.append(Finding(field="reported_at", sentence="报告的时间不能比发现的时间早，请核对。"))
    if incident.closed and not incident.measures.strip():
        found.append(Finding(field="measures", sentence="办结前请写做了什么、以后怎么防。"))
    if incident.closed and incident.reported_at is None and incident.grade is not IncidentGrade.MINOR:
        found.append(Finding(field="reported_to", sentence="较大以上的事件要先报告再办结，请填报给了谁。"))
    return tuple(found)


def duty_to_report(incident: SecurityIncident, now: datetime) -> str:
    """Return what is still to be reported and until when, "" where nothing is."""
    due = report_due(incident.grade, incident.found_at)
    if due is None or incident.reported_at is not None:
        return ""
    left = due - now
    if left <= timedelta():
        return f"{incident.grade.label}事件应在发现后 4 小时内报省级网信部门，已经超过，请负责人马上报告。"
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    left_words = f"还剩 {hours} 小时 {minutes} 分"
    return f"{incident.grade.label}事件要在发现后 4 小时内报省级网信部门，{left_words}，请负责人现在报告。"
