"""走访: ten different firms a month over seven industries, and what they asked for (R101)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from nicegui import ui

from content.admin.cadence import card_of, workdays_of
from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Flag, Row
from content.admin.login import EDITING
from content.admin.parts import MOUNT, Card, DeskPage
from content.admin.record_list import RecordList
from content.admin.sheets_hall import VISITS
from content.admin.written import written
from content.clock import calendar_day
from content.model.codes import Stage
from content.model.outreach import NAMED_INDUSTRIES, EmployerVisit
from content.privacy import mask_name, mask_phone
from content.rules import cadence
from content.rules.cadence import month_days
from content.store.database import Tables
from content.store.records import Page

_COLUMNS = ("企业", "日期", "行业", "跟谁谈的", "谈了什么", "走访人")
_MONTHS = 6  # columns of the matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One industry with the number of different firms spoken to in each month, this month first."""

    label: str
    counts: tuple[int, ...]


def _months(today: date) -> tuple[date, ...]:
    found = [today.replace(day=1)]
    while len(found) < _MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return tuple(found)


def _overview(tables: Tables, desk: Desk) -> tuple[tuple[Card, ...], tuple[date, ...], tuple[_Line, ...]]:
    now = desk.now()
    workdays, months = workdays_of(tables), _months(calendar_day(now))
    counted = [tables.visits.industries_between(*month_days(month)) for month in months]
    lines = tuple(_Line(label=one.label, counts=tuple(month.get(one, 0) for month in counted))
                  for one in NAMED_INDUSTRIES)  # fmt: skip
    firms = tables.visits.employers_between(*month_days(months[0]))
    duties = (cadence.visits(firms, now, workdays), cadence.industries(frozenset(counted[0]), now, workdays))
    return tuple(card_of(one) for one in duties), months, lines


def _row(visit: EmployerVisit, firm: str, who: str, edits: bool) -> Row:
    flags = (Flag(word="有用工需求", tone="good"),) if visit.needs_workers else ()
    deeds = (Do(word="记下用工需求", href=f"{MOUNT}/jobs/new?visit={visit.id}", hot=visit.needs_workers),) * edits
    return Row(id=visit.id, deeds=deeds, cells=(
        Cell(text=firm, look="main", href=f"{MOUNT}/visits/{visit.id}", flags=flags),
        Cell(text=visit.day.isoformat(), look="num", small=visit.mode.label),
        Cell(text=visit.industry.label, look="num"),
        Cell(text=mask_name(visit.contact_name), look="num",
             small=mask_phone(visit.contact_phone) if visit.contact_phone else ""),
        Cell(text=visit.note),
        Cell(text=who),
    ))  # fmt: skip


async def _body(desk: Desk) -> None:
    edits = desk.may(EDITING)

    def look(tables: Tables, page: Page) -> tuple[tuple[Row, ...], int, dict[Stage, int]]:
        visits, total = tables.visits.page(page)
        firms = tables.employers.names(one.employer_id for one in visits)
        names = {one.id: one.name for one in tables.staff.all()}
        rows = tuple(_row(one, firms.get(one.employer_id, ""), names.get(one.created_by, one.created_by), edits)
                     for one in visits)  # fmt: skip
        return rows, total, {}

    head("走访", "每月跟 10 家以上不同的企业通电话或上门谈，七个行业都要有。同一家一个月算一家。",
         ("记一次走访", "/visits/new") if edits else None)  # fmt: skip
    cards, months, lines = await desk.ask(lambda tables: _overview(tables, desk))
    # an escaped template with svg bars, which the browser's sanitizer would drop
    ui.html(written("visits.html", cards=cards, months=[f"{one.month}月" for one in months], lines=lines, mount=MOUNT),
            sanitize=False).classes("w-full").mark("month")  # fmt: skip
    ui.label("走访记录").classes("section")
    shown = RecordList(desk, "/visits", _COLUMNS, look, None, search="企业名称",
                       none="没有找到走访。换个词试试，或者点右上角“记一次走访”。", sheet=VISITS)  # fmt: skip
    await shown.show()


PAGE = DeskPage(path="/visits", title="走访", menu="走访", place=32, body=_body)
