"""报名: who asked for which job at the kiosk, newest first and masked; staff note what came of it."""

from __future__ import annotations

from nicegui import ui

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.listing import ROWS, Cell, Do, Flag, Pager, Row, listing, table
from content.admin.parts import DeskPage
from content.clock import local
from content.errors import ContentError
from content.hubapi.application_projections import APPLICATION_TABLE
from content.model.applications import ApplicationLine, ApplicationState, next_states
from content.model.audit import Action
from content.model.codes import Role
from content.model.people import Staff
from content.privacy import ColumnCipher
from content.store.database import Tables

_COLUMNS = ("编号", "时间", "姓名", "电话", "岗位", "告诉的单位", "到哪一步")
_READERS = frozenset((Role.CLERK, Role.COUNSELLOR, Role.MANAGER, Role.AUDITOR, Role.ASSESSOR))
_HANDLERS = frozenset((Role.CLERK, Role.COUNSELLOR, Role.MANAGER))
_PHONE = "phone"


def _row(line: ApplicationLine, handles: bool) -> Row:
    flags = [Flag(word="16—17 岁", tone="warn")] * line.is_minor
    flags += [] if line.clock_ok else [Flag(word="终端时钟不准", tone="warn")]
    tone = "warn" if line.standing == ApplicationState.SUBMITTED.label else "calm"
    steps = tuple(Do(word=state.label, deed=state.value, hot=state is ApplicationState.CONTACTED)
                  for state in next_states(line.state))  # fmt: skip
    deeds = (Do(word="看电话", deed=_PHONE), *steps) if handles and line.withdrawn_at is None else ()
    since = line.withdrawn_at or line.state_at
    return Row(id=line.id, deeds=deeds, cells=(
        Cell(text=line.number, look="num"), Cell(text=f"{local(line.occurred_at):%Y-%m-%d %H:%M}", look="num"),
        Cell(text=line.name_mask, look="main", flags=tuple(flags)), Cell(text=line.phone_mask, look="num"),
        Cell(text=line.job_title or "（本中心没有这个岗位）", small=f"岗位号 {line.job_number}"),
        Cell(text=line.employer_name),
        Cell(flags=(Flag(word=line.standing, tone=tone),), small=f"{local(since):%m-%d %H:%M}" if since else ""),
    ))  # fmt: skip


async def _body(desk: Desk) -> None:
    handles, only_new = desk.may(_HANDLERS), desk.named("state") == ApplicationState.SUBMITTED.value

    def look(tables: Tables) -> tuple[tuple[Row, ...], int]:
        state = ApplicationState.SUBMITTED if only_new else None
        lines, total = tables.applications.page(state, limit=ROWS, offset=pager.offset)
        return tuple(_row(line, handles) for line in lines), total

    async def show() -> None:
        try:
            rows, total = await desk.ask(look)
        except ContentError as error:
            desk.refuse(error)
            return
        none = "没有等着联系的报名。" if only_new else "还没有报名。有人在自助机上报名，几秒后就在这里。"
        place.set_content(table(_COLUMNS, rows, none))
        pager.show(len(rows), total)

    async def deed(name: str, application_id: str) -> None:
        try:
            if name == _PHONE:
                told = await desk.change(lambda tables, staff: _reveal(desk, tables, staff, application_id), _HANDLERS)
                ui.notify(told, position="top", timeout=0, close_button="看好了")
            elif name in set(ApplicationState):
                state = ApplicationState(name)
                await desk.change(lambda tables, staff: _note(desk, tables, staff, application_id, state), _HANDLERS)
                desk.say(f"记下了：{state.label}。")
        except ContentError as error:
            desk.refuse(error)
        await show()

    head("报名", "自助机上报名的人，最新的在上面。本人同意了才报名；“看电话”每看一次都记在操作记录里。")
    with ui.element("div").classes("pager"):
        for word, path in (("全部", "/applications"), ("还没联系的", "/applications?state=submitted")):
            ui.link(word, path).classes("act")
    place = listing("list", deed if handles else None)
    pager = Pager(show)
    await show()


def _note(desk: Desk, tables: Tables, staff: Staff, application_id: str, state: ApplicationState) -> None:
    line = tables.applications.set_state(application_id, state, staff.id, desk.now())
    tables.audit.note(staff, desk.now(), Action.STAGE, subject="application", subject_id=application_id,
                      words=f"报名 {line.number}：{state.label}")  # fmt: skip


def _reveal(desk: Desk, tables: Tables, staff: Staff, application_id: str) -> str:
    """Return name and phone to call with; the look itself is on the record."""
    found, line = tables.applications.get(application_id), tables.applications.line(application_id)
    if found is None or line is None or line.withdrawn_at is not None:
        return "本人已经撤回这份报名，不再显示电话。"
    cipher = ColumnCipher(key=desk.parts.keys.data)
    name = cipher.decrypt(found.name.ciphertext, APPLICATION_TABLE, "name", found.id)
    phone = cipher.decrypt(found.phone.ciphertext, APPLICATION_TABLE, "phone", found.id)
    tables.audit.note(staff, desk.now(), Action.LOOKED, subject="application", subject_id=found.id,
                      words=f"报名 {found.number} 的姓名和电话，为联系上工")  # fmt: skip
    return f"{name} {phone}"


PAGE = DeskPage(path="/applications", title="报名", menu="报名", place=81, body=_body, roles=_READERS, urgent=True,
                count=lambda tables, now: tables.applications.waiting())  # fmt: skip
