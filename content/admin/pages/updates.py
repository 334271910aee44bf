"""程序升级: the hub's own next program; its terminals updated one by one, each when the one before is back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from nicegui import ui

from content.admin.controls import Sure, head
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.login import ADMINISTRATING, RUNNING
from content.admin.own_update_section import OwnUpdateSection
from content.admin.parts import DeskPage
from content.errors import ContentError, StoreError
from content.hubapi.errands import order_errand
from content.hubapi.own_update import OwnUpdate
from content.hubapi.packages import PackageShelf
from content.link.packages import PackageNote
from content.link.protocol import program_version
from content.model.people import Staff
from content.model.terminals import ErrandKind, UpdateStep, read_report
from content.rules.updating import Turn, UpdateCase, is_back, turn_of, why_not
from content.store.database import Tables

_COLUMNS = ("设备", "程序", "怎么样了", "说明")
_WORDS = ("先升级中心，再在这里一台一台升级自助机、窗口和信息屏。升级时那一台停一两分钟，登记不会丢；"
          "装好后不正常，它自己换回原来的程序。前一台好好回来了，才能升级下一台。")  # fmt: skip
_NO_PACKAGE = "还没有给终端的安装包：系统管理员把中心升级好以后，这里就有了（安装包和签名要是一起拿来的）。"
_TONES = {Turn.NEW: "good", Turn.OLD: "calm", Turn.UNDER_WAY: "warn", Turn.FAILED: ""}
_LOOK_EVERY_S = 5.0


def cases_of(tables: Tables) -> tuple[UpdateCase, ...]:
    """Return every terminal that is not shut out, with the last time it was told to update."""
    told = tables.errands.newest_of_kind(ErrandKind.UPDATE)
    return tuple(UpdateCase(terminal=one, report=read_report(one.report), errand=told.get(one.id))
                 for one in tables.terminals.all() if one.revoked_at is None)  # fmt: skip


def case_row(case: UpdateCase, cases: Sequence[UpdateCase], version: str, hub_version: str, now: datetime) -> Row:
    """Return the line of one terminal; `version` is that of the package on offer, "" without one."""
    turn = turn_of(case, version, now) if version else None
    refusal = why_not(case, cases, version, hub_version, now) if version else ""
    deeds = (Do(word="更新这台", deed="update"),) if version and not refusal else ()
    return Row(id=case.terminal.id, deeds=deeds, cells=(
        Cell(text=case.terminal.name, look="main", small=case.terminal.kind.label),
        Cell(text=case.report.version or "—", look="num"),
        Cell(flags=(_flag(case, turn, version, now),) if turn is not None else ()),
        Cell(text=_words(case, turn, refusal)),
    ))  # fmt: skip


def _flag(case: UpdateCase, turn: Turn, version: str, now: datetime) -> Flag:
    if turn is Turn.NEW and not is_back(case, version, now):
        return Flag(word="还没有好好回来", tone="warn")
    return Flag(word=turn.label, tone=_TONES[turn])


def _words(case: UpdateCase, turn: Turn | None, refusal: str) -> str:
    update, errand = case.report.update, case.errand
    if turn in (Turn.UNDER_WAY, Turn.FAILED) and errand is not None:
        mine = update.errand == errand.id and update.step is not UpdateStep.NONE
        said = (update.sentence or update.step.label) if mine else errand.sentence
        return said or "等它来取，几秒钟就会开始。"
    if turn is Turn.NEW:
        return "；".join(update.doctor)
    return refusal


class UpdatesDesk:
    """The page of one hub; the shelf is asked outside the event loop, since it reads the whole package once."""

    def __init__(self, shelf: PackageShelf, own: OwnUpdate) -> None:
        self._shelf, self._own = shelf, own

    async def body(self, desk: Desk) -> None:
        """Draw the page."""
        offer = await asyncio.to_thread(self._shelf.offer)
        note, mine = offer.note if offer is not None else None, program_version()
        version = note.version if note is not None else ""
        head("程序升级", _WORDS)
        own = OwnUpdateSection(desk, self._own) if desk.may(ADMINISTRATING) else None
        ui.label("升级终端").classes("section")
        ui.label(_offered(note, mine)).classes("sub" if note is not None else "news").mark("offer")

        async def show() -> None:
            try:
                rows = await desk.ask(lambda tables: _rows(cases_of(tables), version, mine, desk.now()))
                if own is not None:
                    await own.show()
            except ContentError as error:
                desk.refuse(error)
                timer.cancel()
                return
            places.set_content(table(_COLUMNS, rows, "还没有配对过终端。"))

        async def deed(_name: str, terminal_id: str) -> None:
            if note is None or not await sure.ask(f"把这台升级到 {version}？"):
                return
            try:
                await desk.change(
                    lambda tables, staff: begin(tables, staff, terminal_id, note, mine, desk.now()), RUNNING
                )
            except ContentError as error:
                desk.refuse(error)
                return
            if desk.parts.on_errand is not None:
                desk.parts.on_errand(terminal_id)
            desk.say("已让它升级，怎么样了看这一页；不用守着。")
            await show()

        places = listing("updates", deed)
        sure = Sure("正在用它的人会被打断；停一两分钟后自己回来，登记好的不会丢。请在没有人用的时候做。", "更新这台")
        timer = ui.timer(_LOOK_EVERY_S, show, immediate=False)
        await show()

    def page(self) -> DeskPage:
        """Return the page."""
        return DeskPage(path="/updates", title="程序升级", menu="程序升级", place=67, body=self.body, roles=RUNNING)


def begin(tables: Tables, by: Staff, terminal_id: str, note: PackageNote, hub_version: str, now: datetime) -> None:
    """Send a terminal on its way, inside a write; StoreError while it is not its turn."""
    cases = cases_of(tables)
    case = next((one for one in cases if one.terminal.id == terminal_id), None)
    if case is None:
        raise StoreError("没有这台设备，或它已停用，请回到设备列表再找。")
    if refusal := why_not(case, cases, note.version, hub_version, now):
        raise StoreError(refusal)
    order_errand(tables, by, terminal_id, ErrandKind.UPDATE, note.sha256, now)


def _rows(cases: Sequence[UpdateCase], version: str, hub_version: str, now: datetime) -> tuple[Row, ...]:
    return tuple(case_row(one, cases, version, hub_version, now) for one in cases)


def _offered(note: PackageNote | None, mine: str) -> str:
    if note is None:
        return f"中心现在是 {mine}。{_NO_PACKAGE}"
    return (f"中心现在是 {mine}；给终端的安装包是 {note.version}，{note.size / 1e6:.0f} MB，"
            f"校验值 {note.sha256[:16]}…，带签名。")  # fmt: skip
