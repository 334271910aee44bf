"""职业指导: who registered and waits for it, whom to call about a new job, what was done, and the plans (R124–R127)."""

from __future__ import annotations

from datetime import date, datetime, time

from nicegui import ui

from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.guiding import GUIDING, calls_now, note_call, wish_words
from content.admin.listing import ROWS, Cell, Do, Flag, Pager, Row, listing, table
from content.admin.login import LEDGER_READING
from content.admin.parts import MOUNT, DeskPage
from content.admin.sheet_dialog import SheetDialog
from content.admin.sheets_help import GUIDANCE
from content.clock import SHANGHAI, calendar_day, local
from content.errors import ContentError
from content.model.guidance import CallResult, Guidance, ServicePlan
from content.rules.guidance import CallTask, due_on, overdue_before
from content.rules.workdays import Workdays
from content.store.database import Tables
from content.store.records import Page
from content.store.seekers import LedgerRow

_WAITING, _CALLS, _DONE, _PLANS = "waiting", "calls", "done", "plans"
_VIEWS = {_WAITING: "等指导的", _CALLS: "新岗位，该打电话的", _DONE: "指导过的", _PLANS: "服务方案"}
_COLUMNS = {
    _WAITING: ("姓名", "回执号", "登记", "想要什么", "最晚哪天"), _CALLS: ("最晚几点", "姓名", "岗位", "为什么合适"),
    _DONE: ("日期", "姓名", "谈什么", "结果", "谁"), _PLANS: ("再看的日子", "姓名", "由谁指导", "订的日子"),
}  # fmt: skip


def _waiting_row(line: LedgerRow, wants: str, due: date, today: date) -> Row:
    flags = (Flag(word="意向不确定", tone="warn"),) * line.unsure
    late = (Flag(word="过了", tone="warn"),) * (due < today)
    return Row(id=line.id, cells=(
        Cell(text=line.name_mask, look="main", href=f"{MOUNT}/guidance/{line.id}", flags=flags),
        Cell(text=line.number, look="num"), Cell(text=f"{local(line.occurred_at):%Y-%m-%d %H:%M}", look="num"),
        Cell(text=wants), Cell(text=due.isoformat(), look="num", flags=late),
    ))  # fmt: skip


def _call_row(one: CallTask, now: datetime, acts: bool) -> Row:
    late = (Flag(word="过了", tone="warn"),) * (one.due_at <= now)
    deeds = tuple(Do(word=result.label, deed=result.value, hot=result is CallResult.COMING)
                  for result in CallResult)  # fmt: skip
    return Row(id=f"{one.who.registration_id} {one.job.id}", deeds=deeds if acts else (), cells=(
        Cell(text=f"{local(one.due_at):%m-%d %H:%M}", look="num", flags=late),
        Cell(text=one.who.name_mask, look="main", href=f"{MOUNT}/guidance/{one.who.registration_id}"),
        Cell(text=f"{one.job.number} 号 {one.job.title}", small=one.job.employer_name),
        Cell(text="；".join(one.reasons)),
    ))  # fmt: skip


def _done_row(one: Guidance, names: dict[str, str]) -> Row:
    flags = (Flag(word="作废", tone="warn"),) * one.void
    return Row(id=one.root, cells=(
        Cell(text=one.day.isoformat(), look="num"),
        Cell(text=one.name.mask, look="main", href=f"{MOUNT}/guidance/{one.registration_id}", flags=flags),
        Cell(text=one.topic.label), Cell(text=one.result.label, small=one.channel.label),
        Cell(text=names.get(one.entered_by, one.entered_by)),
    ))  # fmt: skip


def _plan_row(one: ServicePlan, tables: Tables, names: dict[str, str], today: date) -> Row:
    seeker = tables.seekers.by_index(one.person_index)
    known = tables.seekers.of_seeker(seeker.id)[:1] if seeker is not None else ()
    late = (Flag(word="到日子了", tone="warn"),) * (one.review_on <= today)
    return Row(id=one.root, cells=(
        Cell(text=one.review_on.isoformat(), look="num", flags=late),
        Cell(text=one.name.mask, look="main", href=f"{MOUNT}/guidance/{known[0].id}" if known else ""),
        Cell(text=names.get(one.counsellor, one.counsellor)), Cell(text=one.day.isoformat(), look="num"),
    ))  # fmt: skip


def _waiting(tables: Tables, today: date, offset: int) -> tuple[tuple[Row, ...], int]:
    ids, total = tables.guidance.waiting(ROWS, offset)
    workdays, rows = Workdays.of(tables.market.get().holidays), []
    for one in ids:
        (line,), _ = tables.seekers.registrations(limit=1, registration_id=one)
        who = tables.guidance.registered(one)
        due = due_on(calendar_day(line.occurred_at), workdays)
        rows.append(_waiting_row(line, wish_words(who.wish) if who is not None else "—", due, today))
    return tuple(rows), total


def _rows(tables: Tables, view: str, now: datetime, offset: int, acts: bool) -> tuple[tuple[Row, ...], int]:
    today = calendar_day(now)
    if view == _WAITING:
        return _waiting(tables, today, offset)
    if view == _CALLS:
        tasks = calls_now(tables, now)
        return tuple(_call_row(one, now, acts) for one in tasks[offset : offset + ROWS]), len(tasks)
    names = {one.id: one.name for one in tables.staff.all()}
    if view == _PLANS:
        plans, total = tables.plans.listed(ROWS, offset)
        return tuple(_plan_row(one, tables, names, today) for one in plans), total
    done, total = tables.guidance.listed(ROWS, offset)
    return tuple(_done_row(one, names) for one in done), total


def overdue(tables: Tables, now: datetime) -> int:
    """Return how many registered people should have been guided by now."""
    first = overdue_before(calendar_day(now), Workdays.of(tables.market.get().holidays))
    return tables.guidance.waiting_before(datetime.combine(first, time.min, SHANGHAI))


async def _body(desk: Desk) -> None:
    acts = desk.may(GUIDING)

    async def show() -> None:
        view = str(choice.value)
        try:
            rows, total = await desk.ask(lambda tables: _rows(tables, view, desk.now(), pager.offset, acts))
        except ContentError as error:
            desk.refuse(error)
            return
        place.set_content(table(_COLUMNS[view], rows, "这里没有了。换一类看看。"))
        pager.show(len(rows), total)

    async def other_view() -> None:
        pager.offset = 0
        await show()

    async def called(result: str, row: str) -> None:
        registration, _, job = row.partition(" ")
        if result not in set(CallResult):
            return
        try:
            await desk.change(note_call(registration, job, CallResult(result), desk.parts.keys, desk.now()), GUIDING)
        except ContentError as error:
            desk.refuse(error)
        else:
            desk.say("电话记下了。愿意去的，点姓名进去按“推荐”。")
        await show()

    async def find() -> None:
        number = str(receipt.value or "").strip()
        found = await desk.ask(lambda tables: tables.seekers.by_receipt(number))
        if found:
            desk.go(f"/guidance/{found[0].id}")
        else:
            desk.warn("没有这个回执号的求职登记，请核对小票上的号。")

    head("职业指导", "登记了的人，下一个工作日以前都要谈一次；来了合适的新岗位，日结的一小时内打电话。")
    asked = desk.named("view")
    choice = ui.select(_VIEWS, value=asked if asked in _VIEWS else _WAITING, on_change=other_view).mark("view")
    choice.props("outlined dense").classes("outcome")
    with ui.element("div").classes("foot"):
        receipt = ui.input("按回执号找人").props("outlined dense").mark("receipt")
        action("打开", find, "open-receipt")
        SheetDialog(desk, GUIDANCE, Page, "导出指导台账")
    place = listing("list", called if acts else None)
    pager = Pager(show)
    await show()


PAGE = DeskPage(path="/guidance", title="职业指导", menu="职业指导", place=83, body=_body, roles=LEDGER_READING,
                urgent=True, count=lambda tables, now: tables.guidance.waiting_before(None))  # fmt: skip
