"""推荐与就业: what waits for staff to confirm, whom to ask how it went, and who began to work (R125, R128–R130)."""

from __future__ import annotations

from datetime import date, datetime

from nicegui import ui

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.listing import ROWS, Cell, Do, Flag, Pager, Row, listing, table
from content.admin.login import LEDGER_READING
from content.admin.parts import MOUNT, DeskPage
from content.admin.persons import HELPING
from content.admin.referring import refer_application
from content.admin.sheet_dialog import SheetDialog
from content.admin.sheets_help import PLACEMENTS, REFERRALS, VIEW
from content.clock import calendar_day, local
from content.errors import ContentError
from content.model.applications import ApplicationLine
from content.model.referrals import Placement, Referral
from content.rules.referrals import follow_up_until
from content.store.database import Tables
from content.store.records import Page
from content.store.referrals import ReferralView

_APPLIED, _EMPLOYED = "applications", "placements"
_VIEWS = {_APPLIED: "报名里等记推荐的", **{one.value: f"推荐：{one.label}" for one in ReferralView},
          _EMPLOYED: "就业登记"}  # fmt: skip
_COLUMNS = ("日期", "姓名", "岗位", "告诉的单位", "从哪来", "确认", "结果")
_PLACED_COLUMNS = ("上岗", "姓名", "用工单位", "怎么知道的", "证明", "记的人")
_REFER = "refer"


def _referral_row(one: Referral, names: dict[str, str]) -> Row:
    flags = (Flag(word="作废", tone="warn"),) if one.void else ()
    sure = (Flag(word="已确认", tone="good"),) if one.confirmed_at else (Flag(word="等确认", tone="warn"),)
    worked = f"{one.placed_on} 上岗" if one.placed_on else ""
    worked += f"，干到 {one.worked_until}" if one.worked_until else ""
    kinds = tuple(Flag(word=word, tone="calm") for word, is_so in (
        ("零工作坊", one.is_workshop), ("劳务外包", one.outsourced)) if is_so)  # fmt: skip
    return Row(id=one.root, cells=(
        Cell(text=one.day.isoformat(), look="num"),
        Cell(text=one.name.mask, look="main", href=f"{MOUNT}/referrals/{one.root}", flags=flags),
        Cell(text=f"{one.job_number} 号", flags=kinds), Cell(text=one.employer_name or "—"),
        Cell(text=one.source.label, small=one.number),
        Cell(flags=sure, small=names.get(one.confirmed_by, "")),
        Cell(text=one.outcome.label, small=worked),
    ))  # fmt: skip


def _applied_row(line: ApplicationLine, acts: bool) -> Row:
    deeds = (Do(word="记推荐", deed=_REFER, hot=True),) * acts
    return Row(id=line.id, deeds=deeds, cells=(
        Cell(text=f"{local(line.occurred_at):%Y-%m-%d}", look="num"), Cell(text=line.name_mask, look="main"),
        Cell(text=f"{line.job_number} 号", small=line.job_title), Cell(text=line.employer_name),
        Cell(text="自助机报名", small=line.number), Cell(flags=(Flag(word="还没记推荐", tone="warn"),)),
        Cell(text=line.standing),
    ))  # fmt: skip


def _placed_row(one: Placement, firms: dict[str, str], names: dict[str, str]) -> Row:
    flags = (Flag(word="作废", tone="warn"),) if one.void else ()
    proof = Flag(word="有证明", tone="good") if one.evidence else Flag(word="没有证明，不算数", tone="warn")
    return Row(id=one.root, cells=(
        Cell(text=one.started_on.isoformat(), look="num"),
        Cell(text=one.name.mask, look="main", href=f"{MOUNT}/placements/{one.root}", flags=flags),
        Cell(text=firms.get(one.employer_id, "—")), Cell(text=one.channel.label), Cell(flags=(proof,)),
        Cell(text=names.get(one.entered_by, one.entered_by)),
    ))  # fmt: skip


def _rows(tables: Tables, view: str, today: date, offset: int, acts: bool) -> tuple[tuple[Row, ...], int]:
    names = {one.id: one.name for one in tables.staff.all()}
    if view == _APPLIED:
        lines, total = tables.applications.unreferred(ROWS, offset)
        return tuple(_applied_row(line, acts) for line in lines), total
    if view == _EMPLOYED:
        placed, total = tables.placements.listed(ROWS, offset)
        firms = tables.employers.names(one.employer_id for one in placed)
        return tuple(_placed_row(one, firms, names) for one in placed), total
    found, total = tables.referrals.listed(ReferralView(view), follow_up_until(today), ROWS, offset)
    return tuple(_referral_row(one, names) for one in found), total


def to_do(tables: Tables, now: datetime) -> int:
    """Return how many wait to be confirmed or made a 推荐."""
    unconfirmed = tables.referrals.count(ReferralView.UNCONFIRMED, calendar_day(now))
    return unconfirmed + tables.applications.unreferred(1, 0)[1]


async def _body(desk: Desk) -> None:
    acts = desk.may(HELPING)

    async def show() -> None:
        view, today = str(choice.value), calendar_day(desk.now())
        try:
            rows, total = await desk.ask(lambda tables: _rows(tables, view, today, pager.offset, acts))
        except ContentError as error:
            desk.refuse(error)
            return
        columns = _PLACED_COLUMNS if view == _EMPLOYED else _COLUMNS
        place.set_content(table(columns, rows, "这里没有了。换一类看看，或者点右上角“记一次推荐”。"))
        pager.show(len(rows), total)

    async def other_view() -> None:
        pager.offset = 0
        await show()

    async def deed(name: str, application_id: str) -> None:
        if name != _REFER:
            return
        try:
            made = await desk.change(refer_application(application_id, desk.parts.keys, desk.now()), HELPING)
        except ContentError as error:
            desk.refuse(error)
            await show()
            return
        desk.go(f"/referrals/{made.root}")

    head("推荐与就业", "和单位联系过、本人同意、工作人员确认了的推荐才算数；三天后回访，上岗了记就业、传证明。",
         ("记一次推荐", "/referrals/new") if acts else None)  # fmt: skip
    asked = desk.named("view")
    choice = ui.select(_VIEWS, value=asked if asked in _VIEWS else ReferralView.UNCONFIRMED.value,
                       on_change=other_view).mark("view")  # fmt: skip
    choice.props("outlined dense").classes("outcome")

    def asked_sheet() -> Page:
        view = str(choice.value) if choice.value in set(ReferralView) else ReferralView.ALL.value
        return Page(filters=((VIEW, view), ("today", calendar_day(desk.now()).isoformat())))

    with ui.element("div").classes("foot"):
        SheetDialog(desk, REFERRALS, asked_sheet, "导出推荐台账")
        SheetDialog(desk, PLACEMENTS, Page, "导出就业台账")
    place = listing("list", deed if acts else None)
    pager = Pager(show)
    await show()


PAGE = DeskPage(path="/referrals", title="推荐与就业", menu="推荐与就业", place=82, body=_body, roles=LEDGER_READING,
                urgent=True, count=to_do)  # fmt: skip
