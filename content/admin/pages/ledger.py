"""求职台账: every registration, newest first, masked; filtered, taken home, put right and typed from paper (R123)."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.ledger_choices import seeker_choices
from content.admin.ledger_papers import blank_form
from content.admin.listing import Cell, Do, Flag, Row
from content.admin.login import LEDGER_READING
from content.admin.parts import MOUNT, DeskPage
from content.admin.record_list import RecordList
from content.admin.seeker_entry import DESK, ENTERING
from content.admin.sheets_ledger import SEEKERS, trade_names
from content.clock import local
from content.model.abilities import PhoneOf
from content.model.codes import Stage
from content.model.ledgers import SeekerLine
from content.model.places import TOWNSHIPS
from content.store.database import Tables
from content.store.own_records import FORGOTTEN
from content.store.records import Page

PATH = "/ledger/seekers"
_COLUMNS = ("回执号", "时间", "姓名", "证件号码", "电话", "想做的工种", "乡镇", "来自")


def flags_of(line: SeekerLine) -> tuple[Flag, ...]:
    """Return the marks of a line."""
    told = (
        (line.is_minor, "16—17 岁", "warn"), (line.late, "补录", "calm"), (line.helped, "子女代办", "calm"),
        (line.unsure, "意向不确定", "warn"), (not line.clock_ok, "终端时钟不准", "warn"),
        (line.corrected_at is not None, "已更正", "good"), (bool(line.merged_into), "已并入另一份档案", "calm"),
    )  # fmt: skip
    return tuple(Flag(word=word, tone=tone) for stands, word, tone in told if stands)


def row_of(line: SeekerLine, terminals: dict[str, str], edits: bool) -> Row:
    """Return one registration as a line; nobody in full."""
    corrects = edits and line.name != FORGOTTEN
    deeds = (Do(word="更正", href=f"{MOUNT}/ledger/correct/{line.id}"),) * corrects
    entered = f"{local(line.entered_at):%m-%d %H:%M} 录入" if line.entered_at and line.late else ""
    whence = "后台录入" if line.terminal_id == DESK else terminals.get(line.terminal_id, "—")
    return Row(id=line.id, deeds=deeds, cells=(
        Cell(text=line.number, look="num"),
        Cell(text=f"{local(line.occurred_at):%Y-%m-%d %H:%M}", small=entered, look="num"),
        Cell(text=line.name, look="main", href=f"{MOUNT}/ledger/people/{line.seeker_id}", flags=flags_of(line)),
        Cell(text=line.id_number, small=line.id_entry.label, look="num"),
        Cell(text=line.phone or "—", small="家里人的" if line.phone_of is PhoneOf.RELATIVE else "", look="num"),
        Cell(text=trade_names(line.trades) or "没有填"),
        Cell(text=TOWNSHIPS.get(line.township_code, "—")),
        Cell(text=whence, small=line.channel.label),
    ))  # fmt: skip


async def _body(desk: Desk) -> None:
    edits = desk.may(ENTERING)
    own = tuple((name, desk.named(name)) for name in ("seeker", "line") if desk.named(name))

    def look(tables: Tables, page: Page) -> tuple[tuple[Row, ...], int, dict[Stage, int]]:
        lines, total = tables.seeker_ledger.page(replace(page, filters=(*page.filters, *own)))
        names = {terminal.id: terminal.name for terminal in tables.terminals.all()}
        return tuple(row_of(line, names, edits) for line in lines), total, {}

    head("求职台账", "自助机、窗口和纸表上登记的人，最新的在上面。姓名、证件和电话只显示一部分。",
         ("录入纸质登记表", "/ledger/entry") if edits else None)  # fmt: skip
    if own:
        with ui.element("div").classes("news"):
            ui.label("只列出找到的这一位。" if desk.named("seeker") else "只列出找到的这一张回执。").classes("said")
            ui.link("看全部", PATH).classes("act quiet")
    else:
        blank_form(desk, "求职登记表")
    shown = RecordList(desk, PATH, _COLUMNS, look, None, search="回执号（找人用最上面的查找框）",
                       none="没有找到求职登记。换个筛选条件，或者点右上角“录入纸质登记表”。",
                       choices=seeker_choices(desk.now()), sheet=None if own else SEEKERS)  # fmt: skip
    await shown.show()


PAGE = DeskPage(path=PATH, title="求职台账", menu="求职台账", place=80, body=_body, roles=LEDGER_READING)
# the address the ledger had before, which the search box and old links name
FORMER = DeskPage(path="/registrations", title="求职台账", body=_body, roles=LEDGER_READING)
