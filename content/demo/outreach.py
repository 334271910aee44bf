"""Sources looked at and firms visited in the demonstration, all invented, up to yesterday."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from content.clock import SHANGHAI
from content.model.codes import JobSource
from content.model.ids import new_id
from content.model.jobs import Employer
from content.model.outreach import EmployerVisit, Industry, SourceWatch, VisitMode
from content.rules.workdays import Workdays

_SOURCES = (
    (JobSource.PLATFORM, "江畔招聘网（演示）", "https://jiangpan.example.cn/jobs"),
    (JobSource.AGENCY, "众力劳务中介（演示）", ""),
    (JobSource.PLATFORM, "同城零活（演示）", "https://linghuo.example.cn/"),
)
# words in what a firm does; 创意设计 is left out, so that there is one industry to look for
_INDUSTRIES = {"搬家": Industry.CONSTRUCTION, "建筑": Industry.CONSTRUCTION, "家政": Industry.HOUSEHOLD,
               "餐饮": Industry.CATERING, "配送": Industry.DELIVERY, "快递": Industry.DELIVERY,
               "维修": Industry.REPAIR, "电子商务": Industry.STREAMING}  # fmt: skip
_VISITED = 8  # firms of the ten a month


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI).astimezone(UTC)


def demo_watches(first: date, last: date, by: str) -> tuple[SourceWatch, ...]:
    """Return an entry for each working day from `first` to `last`; where there are many, one day is left out."""
    days = [day for ahead in range((last - first).days + 1)
            if Workdays().works(day := first + timedelta(days=ahead))]  # fmt: skip
    if len(days) > len(_SOURCES):
        del days[-3]
    found = []
    for place, day in enumerate(days):
        kind, name, url = _SOURCES[place % len(_SOURCES)]
        at = _at(day, 9, 10 + place % 40)
        found.append(SourceWatch(id=new_id(at), day=day, kind=kind, source=name, url=url, seen=18 + place * 7 % 40,
                                 taken=1 + place % 4, note="", at=at, by=by))  # fmt: skip
    return tuple(found)


def _industry(firm: Employer) -> Industry | None:
    return next((one for word, one in _INDUSTRIES.items() if word in firm.industry), None)


def demo_visits(employers: tuple[Employer, ...], today: date, by: str) -> tuple[EmployerVisit, ...]:
    """Return the visits of this month up to today, and some of the month before."""
    month, found = today.replace(day=1), []
    known = [(firm, industry) for firm in employers if (industry := _industry(firm)) is not None]
    # one of each industry first, then their seconds
    seen: dict[Industry, int] = {}
    ranked = []
    for firm, industry in known:
        seen[industry] = seen.get(industry, 0) + 1
        ranked.append((seen[industry], firm, industry))
    ranked.sort(key=lambda one: one[0])
    for place, (_, firm, industry) in enumerate(ranked[: _VISITED + 4]):
        back = place * 2 if place < _VISITED else today.day + place * 2
        day = max(today - timedelta(days=back), month) if place < _VISITED else today - timedelta(days=back)
        at = _at(day, 8, place * 7 % 60)
        needs = place % 3 == 0
        found.append(EmployerVisit(
            id=new_id(at + timedelta(milliseconds=place)), day=day,
            mode=VisitMode.ON_SITE if place % 2 else VisitMode.PHONE, employer_id=firm.id,
            industry=industry, contact_name=firm.contact_name,
            contact_phone=firm.contact_phone, needs_workers=needs,
            note="下周要两名帮工，日结。" if needs else "近期不缺人，月底再问。", created_at=at, created_by=by,
            updated_at=at,
        ))  # fmt: skip
    return tuple(found)
