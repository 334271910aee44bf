"""举报: the complaint files, open ones first."""

from __future__ import annotations

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.listing import ROWS, Cell, Flag, Pager, Row, listing, table
from content.admin.parts import MOUNT, DeskPage
from content.admin.walk_in import READING, job_of
from content.clock import local
from content.errors import ContentError
from content.model.jobs import JobPost
from content.model.walk_in import Complaint, ComplaintState
from content.store.database import Tables

COLUMNS = ("回执号", "收到", "什么事", "岗位", "办到哪一步", "来自")
TONES = {ComplaintState.NEW: "", ComplaintState.CHECKING: "warn", ComplaintState.ANSWERED: "good"}


def row_of(one: Complaint, job: JobPost | None, terminals: dict[str, str]) -> Row:
    """Return a file as a line; nothing of what was told stands in a list."""
    clock = () if one.clock_ok else (Flag(word="终端时钟不准", tone="warn"),)
    stopped = (Flag(word="暂停展示"),) if job is not None and job.suspended else ()
    named = f"{job.number} 号 {job.title}" if job is not None else (f"{one.job_number} 号（库里没有）" if one.job_number
                                                                   else "没有说是哪个")  # fmt: skip
    return Row(id=one.id, cells=(
        Cell(text=one.number, look="num", href=f"{MOUNT}/complaints/{one.id}"),
        Cell(text=f"{local(one.occurred_at):%Y-%m-%d %H:%M}", look="num", flags=clock),
        Cell(text=one.kind.label, look="main", href=f"{MOUNT}/complaints/{one.id}"),
        Cell(text=named, small=one.employer_name, flags=stopped),
        Cell(flags=(Flag(word=one.state.label, tone=TONES[one.state]),),
             small=one.outcome.label if one.outcome is not None else ""),
        Cell(text=terminals.get(one.terminal_id, "—"), small=one.channel.label),
    ))  # fmt: skip


async def _body(desk: Desk) -> None:
    def look(tables: Tables) -> tuple[tuple[Row, ...], int]:
        files, total = tables.complaints.page(limit=ROWS, offset=pager.offset)
        names = {terminal.id: terminal.name for terminal in tables.terminals.all()}
        return tuple(row_of(one, job_of(tables, one), names) for one in files), total

    async def show() -> None:
        try:
            rows, total = await desk.ask(look)
        except ContentError as error:
            desk.refuse(error)
            return
        place.set_content(table(COLUMNS, rows, "没有举报。自助机上有人举报，几秒后就在这里。"))
        pager.show(len(rows), total)

    head("举报", "没办结的在上面。点开看内容、停掉有问题的岗位、写答复；举报的人凭回执在自助机上看答复。")
    place = listing("list")
    pager = Pager(show)
    await show()


PAGE = DeskPage(path="/complaints", title="举报", menu="举报", place=73, body=_body, roles=READING, urgent=True,
                count=lambda tables, now: tables.complaints.open_count())  # fmt: skip
