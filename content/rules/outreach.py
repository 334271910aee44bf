"""What must be right before a look at a source or a visit is noted (R101, R106)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from content.model.findings import Finding, lacking
from content.model.outreach import FORWARDED, EmployerVisit, SourceWatch
from content.rules.completeness import is_phone


def check_source(entry: SourceWatch, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with an entry noted on `today`; one for an earlier day says why it comes late."""
    return tuple(_source(entry, today))


def _source(entry: SourceWatch, today: date) -> Iterator[Finding]:
    if entry.kind not in FORWARDED:
        yield lacking("kind", "请选中介机构或网络平台。")
    if not entry.source:
        yield lacking("source", "请填看的是哪家中介或平台。")
    if entry.url and not entry.url.startswith(("http://", "https://")):
        yield lacking("url", "网址要以 http:// 或 https:// 开头，没有就空着。")
    if entry.taken > entry.seen:
        yield lacking("taken", "采用的不能比看到的多。")
    if entry.day > today:
        yield lacking("day", "还没到这一天，请填今天或以前的日期。")
    if entry.corrects and not entry.reason:
        yield lacking("reason", "更正要写明原因。")
    if entry.day < today and not entry.note and not entry.corrects:
        yield lacking("note", "补录以前的，请写明为什么晚了。")


def check_visit(visit: EmployerVisit, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a visit noted on `today`."""
    return tuple(_visit(visit, today))


def _visit(visit: EmployerVisit, today: date) -> Iterator[Finding]:
    if not visit.employer_id:
        yield lacking("employer_id", "请选企业；库里没有的，先到“企业”里建一个。")
    if visit.day > today:
        yield lacking("day", "还没到这一天，请填今天或以前的日期。")
    if not visit.contact_name:
        yield lacking("contact_name", "请填跟谁谈的。")
    if visit.contact_phone and not is_phone(visit.contact_phone):
        yield lacking("contact_phone", "请填能打通的电话，没有就空着。")
    if visit.needs_workers and not visit.note:
        yield lacking("note", "有用工需求，请写明要什么工种、几个人、什么时候。")
