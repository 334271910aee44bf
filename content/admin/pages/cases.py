"""办事登记: what walk-ins filed at the kiosk, those that wait for an answer first; a kind at a time if wanted."""

from __future__ import annotations

from nicegui import ui

from content.admin.cases import SEEING, month_words, self_test_words
from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.listing import ROWS, Cell, Flag, Pager, Row, listing, table
from content.admin.parts import MOUNT, DeskPage
from content.clock import local
from content.errors import ContentError
from content.model.cases import Case, CaseKind, CaseState
from content.store.database import Tables

COLUMNS = ("回执号", "收到", "办什么", "内容", "谁", "办到哪一步", "来自")
TONES = {CaseState.NEW: "", CaseState.HANDLING: "warn", CaseState.ANSWERED: "good", CaseState.NOTED: "calm",
         CaseState.REFUSED: "calm"}  # fmt: skip
_ALL = "要答复的"


def row_of(one: Case, terminals: dict[str, str]) -> Row:
    """Return a case as a line; nothing anybody wrote and nobody's name in full stands in a list."""
    clock = () if one.clock_ok else (Flag(word="终端时钟不准", tone="warn"),)
    href = f"{MOUNT}/cases/{one.id}"
    return Row(id=one.id, cells=(
        Cell(text=one.number or "—", look="num", href=href if one.number else ""),
        Cell(text=f"{local(one.occurred_at):%Y-%m-%d %H:%M}", look="num", flags=clock),
        Cell(text=one.kind.label, look="main", href=href),
        Cell(text=one.subject),
        Cell(text=one.name_mask or "—", small=one.phone_mask),
        Cell(flags=(Flag(word=one.state.label, tone=TONES[one.state]),), small=one.answer),
        Cell(text=terminals.get(one.terminal_id, "—"), small=one.channel.label),
    ))  # fmt: skip


async def _body(desk: Desk) -> None:
    def look(tables: Tables) -> tuple[tuple[Row, ...], int, str]:
        kind = CaseKind(choice.value) if choice.value in set(CaseKind) else None
        found, total = tables.cases.page(kind, limit=ROWS, offset=pager.offset)
        names = {terminal.id: terminal.name for terminal in tables.terminals.all()}
        told = month_words(tables, kind, desk.now()) if kind is not None else ""
        if kind is CaseKind.SELF_TEST:
            told = f"{told}。{self_test_words(tables)}"
        return tuple(row_of(one, names) for one in found), total, told

    async def show() -> None:
        try:
            rows, total, told = await desk.ask(look)
        except ContentError as error:
            desk.refuse(error)
            return
        place.set_content(table(COLUMNS, rows, "还没有。自助机上有人办，几秒后就在这里。"))
        pager.show(len(rows), total)
        figures.set_text(told)

    async def other_kind() -> None:
        pager.offset = 0
        await show()

    head("办事登记", "自助机上的维权预约、咨询、申诉、培训报名在这里答复；满意度、小测、呼叫等也能按种类翻看。")
    kinds = {"": _ALL} | {kind.value: kind.label for kind in CaseKind}
    asked = desk.named("kind")
    choice = ui.select(kinds, value=asked if asked in kinds else "", on_change=other_kind).mark("kind")
    choice.props("outlined dense").classes("outcome")
    figures = ui.label("").classes("sub").mark("figures")
    place = listing("list")
    pager = Pager(show)
    await show()


PAGE = DeskPage(path="/cases", title="办事登记", menu="办事登记", place=72, body=_body, roles=SEEING, urgent=True,
                count=lambda tables, now: tables.cases.open_count())  # fmt: skip
