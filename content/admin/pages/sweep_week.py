"""周台账梳理单: the sweep of one week as it is signed and kept."""

from __future__ import annotations

from nicegui import ui

from content.admin.aiding import SWEEP, to_ask
from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.listing import Cell, Row, listing, table
from content.admin.login import LEDGER_READING
from content.admin.papers_out import hand_out_paper, hand_out_table
from content.admin.parts import DeskPage
from content.admin.sweep_week import OPENED, PROPOSED, SweepWeek, book_rows, paper_values, sweep_week
from content.clock import calendar_day
from content.rules.workdays import day_of, week_of


def _rows(lines: tuple[tuple[str, ...], ...]) -> tuple[Row, ...]:
    return tuple(Row(id=str(place), cells=tuple(Cell(text=text, look="" if column else "main")
                                                for column, text in enumerate(cells)))
                 for place, cells in enumerate(lines))  # fmt: skip


async def _body(desk: Desk) -> None:
    week = desk.named("week")
    try:
        day_of(week, 1)
    except ValueError:
        not_there("这一周", "报表")
        return

    async def look() -> SweepWeek:
        now = desk.now()
        proposed = (await desk.lately(SWEEP, to_ask)).value if week == week_of(calendar_day(now)) else ()
        return await desk.ask(lambda tables: sweep_week(tables, week, now, proposed))

    async def printed() -> None:
        await hand_out_paper(desk, "sweep_week.html", paper_values(await look(), desk.now()), f"台账梳理单-{week}")

    async def exported() -> None:
        await hand_out_table(desk, "ledger_sweep", f"台账梳理单-{week}", PROPOSED, book_rows(await look()),
                             LEDGER_READING)  # fmt: skip

    found = await look()
    head(f"周台账梳理单 {week}", f"{found.first} 至 {found.last}。每周梳理求职登记台账，筛出该帮的人，建帮扶档案。")
    with ui.element("div").classes("tools"):
        action("打印", printed, "paper", "brand")
        action("Excel", exported, "table")
        ui.link("去梳理", "/aid?view=sweep").classes("act quiet")
        ui.link("回报表", "/reports").classes("act quiet")
    done = f"{found.done} 梳理过" if found.done else "还没有梳理"
    ui.label(f"{done}：筛出 {found.proposed} 人，建档 {len(found.opened)} 份。{found.note}").classes("sub").mark("done")
    ui.label("这一周建的帮扶档案").classes("section")
    listing("opened").set_content(table(OPENED, _rows(found.opened), "没有建档。"))
    if found.waiting:
        ui.label("还要问的").classes("section")
        listing("waiting").set_content(table(PROPOSED, _rows(found.waiting), ""))


PAGE = DeskPage(path="/reports/sweep/{week}", title="周台账梳理单", body=_body, roles=LEDGER_READING)
