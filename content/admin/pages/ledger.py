"""求职登记: the ledger as it came from kiosks, newest first, masked."""

from __future__ import annotations

from nicegui import ui

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.listing import ROWS, Cell, Flag, Pager, Row, listing, table
from content.admin.login import LEDGER_READING
from content.admin.parts import MOUNT, DeskPage
from content.clock import local
from content.errors import ContentError
from content.model.abilities import PhoneOf
from content.model.places import TOWNSHIPS
from content.model.trades import trades
from content.store.database import Tables
from content.store.seekers import LedgerRow

_COLUMNS = ("回执号", "时间", "姓名", "证件号码", "电话", "想做的工种", "乡镇", "来自")


def _row(line: LedgerRow, terminals: dict[str, str]) -> Row:
    known = trades()
    wishes = "、".join(known[code].name if code in known else code for code in line.trades)
    flags = [Flag(word="16—17 岁", tone="warn")] * line.is_minor + [Flag(word="补录", tone="calm")] * line.late
    flags += [Flag(word="子女代办", tone="calm")] * line.helped + [Flag(word="意向不确定", tone="warn")] * line.unsure
    flags += [] if line.clock_ok else [Flag(word="终端时钟不准", tone="warn")]
    return Row(id=line.id, cells=(
        Cell(text=line.number, look="num"),
        Cell(text=f"{local(line.occurred_at):%Y-%m-%d %H:%M}", look="num"),
        Cell(text=line.name_mask, look="main", href=f"{MOUNT}/guidance/{line.id}", flags=tuple(flags)),
        Cell(text=line.id_mask, small=line.id_entry.label, look="num"),
        Cell(text=line.phone_mask or "—", small="家里人的" if line.phone_of is PhoneOf.RELATIVE else "", look="num"),
        Cell(text=wishes or "没有填"),
        Cell(text=TOWNSHIPS.get(line.township_code, "—")),
        Cell(text=terminals.get(line.terminal_id, "—"), small=line.channel.label),
    ))  # fmt: skip


async def _body(desk: Desk) -> None:
    def look(tables: Tables) -> tuple[tuple[Row, ...], int]:
        lines, total = tables.seekers.registrations(limit=ROWS, offset=pager.offset, seeker_id=desk.named("seeker"),
                                                    registration_id=desk.named("line"))  # fmt: skip
        names = {terminal.id: terminal.name for terminal in tables.terminals.all()}
        return tuple(_row(line, names) for line in lines), total

    async def show() -> None:
        try:
            rows, total = await desk.ask(look)
        except ContentError as error:
            desk.refuse(error)
            return
        place.set_content(table(_COLUMNS, rows, "还没有求职登记。自助机上登记一个，几秒后就在这里。"))
        pager.show(len(rows), total)

    head("求职登记", "自助机上登记的人，最新的在上面。姓名、证件和电话只显示一部分。")
    if desk.named("seeker") or desk.named("line"):
        with ui.element("div").classes("news"):
            ui.label("只列出找到的这一位。" if desk.named("seeker") else "只列出找到的这一张回执。").classes("said")
            ui.link("看全部", f"{MOUNT}/registrations").classes("act quiet")
    place = listing("list")
    pager = Pager(show)
    await show()


PAGE = DeskPage(path="/registrations", title="求职登记", menu="求职登记", place=70, body=_body, roles=LEDGER_READING)
