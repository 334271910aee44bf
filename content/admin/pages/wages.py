"""工价参考: documents typed at the desk, and the medians of our own jobs as the hall reads them."""

from __future__ import annotations

import asyncio
from datetime import datetime

from nicegui import ui

from content.admin.desk import Desk
from content.admin.hall_kinds import GUIDES
from content.admin.hall_lists import HallList, desk_page, show_list
from content.admin.list_state import WHERE
from content.admin.listing import Cell, Row, listing, table
from content.admin.parts import DeskPage
from content.model.notices import WageGuide
from content.model.published import PublicWage
from content.publishing.wages import FEWEST
from content.theme.words import yuan

_COLUMNS = ("工种", "最低", "中位数", "最高", "依据")


def _cells(guide: WageGuide, now: datetime) -> tuple[Cell, ...]:
    return (
        Cell(text=guide.document_number),
        Cell(text=guide.issued_on.isoformat(), look="num"),
        Cell(text=guide.expires_on.isoformat() if guide.expires_on else "没写", look="num"),
        Cell(text=str(len(guide.lines)), look="num"),
    )


_LIST: HallList[WageGuide] = HallList(
    kind=GUIDES, title="工价参考", place=56, new="录入文件",
    words="照人社部门的文件抄，写明文号和日期；本市场自己的中位数由系统算，不用填。",
    columns=("文号", "发布日期", "失效日期", "工种数"), cells=_cells, small=lambda one: one.issuer,
    choices=(WHERE,), sorts={"发布日期": "issued_on"},
    search="标题、文号、发布单位", none="还没有录入文件。大厅现在只有本市场岗位的中位数。",
)  # fmt: skip


def _median_row(wage: PublicWage) -> Row:
    low, middle, high = (f"{yuan(fen)} 元/{wage.unit.label}" for fen in (wage.low_fen, wage.median_fen, wage.high_fen))
    return Row(id=f"{wage.trade_code}-{wage.unit.value}", cells=(
        Cell(text=wage.trade_name, look="main"), Cell(text=low, look="num"), Cell(text=middle, look="num"),
        Cell(text=high, look="num"), Cell(text=wage.ground, small=f"截至 {wage.as_of.isoformat()}"),
    ))  # fmt: skip


def _in_force(desk: Desk) -> tuple[PublicWage, ...]:
    edition = desk.parts.publisher.current()
    if edition is None:
        return ()
    try:
        return tuple(wage for wage in edition.wages() if wage.own_jobs)
    finally:
        edition.close()


async def _body(desk: Desk) -> None:
    await show_list(desk, _LIST)
    ui.label("本市场岗位的中位数（正在使用的一期）").classes("section")
    ui.label(f"同一工种、同一计酬方式有 {FEWEST} 个以上在招岗位才算，少了等于说出一家的工钱。").classes("sub")
    rows = tuple(_median_row(wage) for wage in await asyncio.to_thread(_in_force, desk))
    none = f"还没有一个工种够 {FEWEST} 个岗位，或者还没有发布过。"
    listing("medians").set_content(table(_COLUMNS, rows, none))


_MENU = desk_page(_LIST)
PAGE = DeskPage(path=_MENU.path, title=_MENU.title, menu=_MENU.menu, place=_MENU.place, body=_body)
