"""呈报待处理: what terminals filed and no ledger could take, each with what to do about it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Row, listing, table
from content.admin.login import RUNNING
from content.admin.parts import DeskPage
from content.clock import local
from content.errors import ContentError
from content.hubapi.projector import Projector
from content.model.audit import Action
from content.model.people import Staff
from content.store.database import Tables
from content.store.inbox import HeldFiling

_COLUMNS = ("收到", "终端", "种类", "顺序号", "为什么")
_KINDS = {"registration": "求职登记", "application": "报名", "withdrawal": "撤回报名", "correction": "更正",
          "withdrawal_of_consent": "撤回同意", "plays": "播放记录",
          "usage": "使用统计", "report": "举报", "hiring": "用工登记"}  # fmt: skip


def _row(held: HeldFiling, names: dict[str, str], mends: bool) -> Row:
    header = held.envelope.header
    deeds = (Do(word="再处理一次", deed="retry"),) if mends else ()
    return Row(id=header.id, deeds=deeds, cells=(
        Cell(text=f"{local(held.received_at):%Y-%m-%d %H:%M}", look="num"),
        Cell(text=names.get(header.terminal, "不认识的终端")),
        Cell(text=_KINDS.get(header.kind, header.kind), small=f"第 {header.version} 版格式"),
        Cell(text=str(header.seq), look="num"),
        Cell(text=held.sentence),
    ))  # fmt: skip


def _put_back(projector: Projector, filing_id: str, now: datetime, tables: Tables, staff: Staff) -> None:
    apart = tables.inbox.kept_apart(filing_id)
    if apart is not None:
        projector.take_in(apart)(tables)
    tables.inbox.retry(filing_id)
    tables.audit.note(staff, now, Action.SAVED, subject="filing", subject_id=filing_id, words="呈报放回去重新处理")


async def _body(desk: Desk) -> None:
    mends, parts = desk.may(RUNNING), desk.parts
    projector = Projector(parts.market, parts.keys, parts.clock)  # beside the hub's own: for what lies apart alone

    async def show() -> None:
        try:
            held, names = await desk.ask(lambda tables: (
                tables.inbox.stuck(), {terminal.id: terminal.name for terminal in tables.terminals.all()},
            ))  # fmt: skip
        except ContentError as error:
            desk.refuse(error)
            return
        rows = tuple(_row(filing, names, mends) for filing in held)
        place.set_content(table(_COLUMNS, rows, "没有待处理的呈报，自助机送来的都已入账。"))

    async def deed(name: str, filing_id: str) -> None:
        try:
            await desk.change(partial(_put_back, projector, filing_id, desk.now()), RUNNING)
        except ContentError as error:
            desk.refuse(error)
        else:
            if desk.parts.on_retry is not None:
                desk.parts.on_retry()
            desk.say("已放回去重新处理，处理不了的还会回到这里。")
        await show()

    head("呈报待处理", "自助机送来、但台账收不进去的记录。原件都封存着，不会丢。")
    place = listing("list", deed if mends else None)
    await show()


PAGE = DeskPage(path="/filings", title="呈报待处理", menu="呈报待处理", place=76, body=_body, urgent=True,
                count=lambda tables, now: tables.inbox.counts().stuck)  # fmt: skip
