"""What must be right before a look at a source or a visit is noted (R101, R106)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from content.model.findings import Finding, Severity
from content.model.outreach import FORWARDED, EmployerVisit, SourceWatch
from content.rules.completeness import is_phone


def _wrong(field: str, sentence: str, severity: Severity = Severity.BLOCK) -> Finding:
    return Finding(field=field, sentence=sentence, severity=severity, code="STRUCT")


def check_source(entry: SourceWatch, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with an entry noted on `today`; one for an earlier day says why it comes late."""
    return tuple(_source(entry, today))


def _source(entry: SourceWatch, today: date) -> Iterator[Finding]:
    if entry.kind not in FORWARDED:
        yield _wrong("kind", "请选中介机构或网络平台。")
    if not entry.source:
        yield _wrong("source", "请填看的是哪家中介或平台。")
    if entry.url and not entry.url.startswith(("http://", "https://")):
        yield _wrong("url", "网址要以 http:// 或 https:// 开头，没有就空着。")
    if entry.taken > entry.seen:
        yield _wrong("taken", "采用的不能比看到的多。")
    if entry.day > today:
        yield _wrong("day", "还没到这一天，请填今天或以前的日期。")
    if entry.corrects and not entry.reason:
        yield _wrong("reason", "更正要写明原因。")
    if entry.day < today and not entry.note and not entry.corrects:
        yield _wrong("note", "补录以前的，请写明为什么晚了。")


def check_visit(visit: EmployerVisit, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a visit noted on `today`."""
    return tuple(_visit(visit, today))


def _visit(visit: EmployerVisit, today: date) -> Iterator[Finding]:
    if not visit.employer_id:
        yield _wrong("employer_id", "请选企业；库里没有的，先到“企业”里建一个。")
    if visit.day > today:
        yield _wrong("day", "还没到这一天，请填今天或以前的日期。")
    if not visit.contact_name:
        yield _wrong("contact_name", "请填跟谁谈的。")
    if visit.contact_phone and not is_phone(visit.contact_phone):
        yield _wrong("contact_phone", "请填能打通的电话，没有就空着。")
    if visit.needs_workers and not visit.note:
        yield _wrong("note", "有用工需求，请写明要什么工种、几个人、什么时候。")
