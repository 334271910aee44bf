"""帮扶档案: whose next date has come, and the weekly sweep of the ledger for whom to help (R131–R136)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from nicegui import ui

from content.admin.aiding import AIDING, SWEEP, close_sweep, to_ask
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.listing import ROWS, Cell, Do, Flag, Pager, Row, listing, table
from content.admin.login import LEDGER_READING
from content.admin.parts import MOUNT, DeskPage
from content.admin.sheet_dialog import SheetDialog
from content.admin.sheets_help import AID, VIEW
from content.clock import calendar_day, local
from content.errors import ContentError
from content.model.aid import AidFile, AidState
from content.rules.aid import Proposal, proposals
from content.rules.workdays import week_of
from content.store.aid import AidView
from content.store.database import Tables
from content.store.records import Page

_SWEEP = "sweep"
_JUST_NOW = timedelta(seconds=5)
_VIEWS = {**{one.value: one.label for one in AidView}, _SWEEP: "本周梳理：该问问谁"}
_COLUMNS = ("姓名", "属于哪类", "办到哪一步", "谁负责", "下次联系", "建档")
_SWEPT_COLUMNS = ("姓名", "回执号", "登记", "为什么问")
TONES = {AidState.NEW: "warn", AidState.WORKING: "good", AidState.CLOSED: "calm"}


def _file_row(one: AidFile, names: dict[str, str], today: date) -> Row:
    flags = (Flag(word="作废", tone="warn"),) if one.void else ()
    late = one.next_on is not None and one.next_on < today and one.state is not AidState.CLOSED
    due = (Flag(word="过期了", tone="warn"),) if late else ()
    return Row(id=one.root, cells=(
        Cell(text=one.name.mask, look="main", href=f"{MOUNT}/aid/{one.root}", flags=flags),
        Cell(text=one.group.label, small=one.paper.label),
        Cell(flags=(Flag(word=one.state.label, tone=TONES.get(one.state, "")),),
             small=one.outcome.label if one.outcome is not None else ""),
        Cell(text=names.get(one.owner, one.owner)),
        Cell(text=one.next_on.isoformat() if one.next_on is not None else "—", look="num", flags=due),
        Cell(text=f"{local(one.entered_at):%Y-%m-%d}", look="num"),
    ))  # fmt: skip


def _swept_row(one: Proposal, acts: bool) -> Row:
    line = one.line
    deeds = (Do(word="问过本人，建档", href=f"{MOUNT}/aid/new?receipt={line.number}", hot=True),) * acts
    return Row(id=line.registration_id, deeds=deeds, cells=(
        Cell(text=line.name_mask, look="main"), Cell(text=line.number, look="num"),
        Cell(text=line.registered_on.isoformat(), look="num"), Cell(text="；".join(one.reasons)),
    ))  # fmt: skip


def _rows(tables: Tables, view: str, desk: Desk, offset: int, ids: tuple[str, ...]) -> tuple[tuple[Row, ...], int]:
    today = calendar_day(desk.now())
    if view == _SWEEP:
        acts = desk.may(AIDING)
        # whom to ask may be as of some minutes ago, what is said of them is as of now
        found = proposals(tables.sweeps.lines_of(ids[offset : offset + ROWS]), today)
        return tuple(_swept_row(one, acts) for one in found), len(ids)
    names = {one.id: one.name for one in tables.staff.all()}
    files, total = tables.aid_files.listed(AidView(view), today, desk.staff.id, ROWS, offset)
    return tuple(_file_row(one, names, today) for one in files), total


def _swept(tables: Tables, at: datetime, now: datetime) -> str:
    told = "" if now - at < _JUST_NOW else f"该问谁是 {local(at):%H:%M} 筛的。"
    return _closed(tables, now) + told


def _closed(tables: Tables, now: datetime) -> str:
    done = tables.sweeps.of_week(week_of(calendar_day(now)))
    if done is None:
        return "本周还没有梳理。看一遍下面的人，问过的建档，然后按“本周梳理完了”。"
    who = {one.id: one.name for one in tables.staff.all()}.get(done.by, done.by)
    return f"本周 {local(done.at):%m-%d %H:%M} {who}梳理过：筛出 {done.proposed} 人，建档 {done.opened} 份。"


async def _body(desk: Desk) -> None:
    async def show() -> None:
        view, sweeping = str(choice.value), choice.value == _SWEEP
        try:
            said.set_text("正在把台账筛一遍，几秒钟。" if sweeping else "")
            swept = await desk.lately(SWEEP, to_ask) if sweeping else None
            ids = swept.value if swept is not None else ()
            rows, total = await desk.ask(lambda tables: _rows(tables, view, desk, pager.offset, ids))
            if swept is not None:
                said.set_text(await desk.ask(lambda tables: _swept(tables, swept.at, desk.now())))
        except ContentError as error:
            desk.refuse(error)
            return
        place.set_content(table(_SWEPT_COLUMNS if sweeping else _COLUMNS, rows, "这里没有了。换一类看看。"))
        pager.show(len(rows), total)
        finish.set_visibility(sweeping and desk.may(AIDING))

    async def other_view() -> None:
        pager.offset = 0
        await show()

    def asked_sheet() -> Page:
        view = str(choice.value) if choice.value in set(AidView) else AidView.ALL.value
        return Page(filters=((VIEW, view), ("today", calendar_day(desk.now()).isoformat()), ("owner", desk.staff.id)))

    async def swept() -> None:
        try:
            proposed = await desk.lately(SWEEP, to_ask)
            await desk.change(close_sweep("", desk.now(), len(proposed.value)), AIDING)
        except ContentError as error:
            desk.refuse(error)
        else:
            desk.say("本周梳理记下了。")
        await show()

    head("帮扶档案", "失业和就业困难人员，一个人一份档案、一个人负责，一直帮到上岗；没有结果不能结案。",
         ("建一份档案", "/aid/new") if desk.may(AIDING) else None)  # fmt: skip
    asked = desk.named("view")
    choice = ui.select(_VIEWS, value=asked if asked in _VIEWS else AidView.OPEN.value, on_change=other_view)
    choice.props("outlined dense").classes("outcome").mark("view")
    with ui.element("div").classes("foot"):
        SheetDialog(desk, AID, asked_sheet, "导出帮扶台账")
    said = ui.label("").classes("sub").mark("swept")
    place = listing("list")
    pager = Pager(show)
    finish = action("本周梳理完了", swept, "finish-sweep", "first")
    await show()


PAGE = DeskPage(path="/aid", title="帮扶档案", menu="帮扶档案", place=84, body=_body, roles=LEDGER_READING, urgent=True,
                count=lambda tables, now: tables.aid_files.due_count(None, calendar_day(now)))  # fmt: skip
